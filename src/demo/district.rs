//! What differs between the demo's districts: how many of what, and how many of those are as they should be.

use super::sheet::Form;

/// A district in numbers.
#[derive(Debug)]
pub(super) struct District {
    /// Id.
    pub id: &'static str,
    /// Its name, as its exports write it.
    pub name: &'static str,
    /// Communes, named by number.
    pub communes: usize,
    /// Whether the last commune never sent its tables.
    pub one_silent: bool,
    /// Whether one export carries a cell and a row that cannot be read.
    pub slips: bool,
    /// How its document system writes files.
    pub documents_form: Form,
    /// How its mail system writes files.
    pub mail_form: Form,
    /// Staff and what belongs to them.
    pub people: People,
    /// Devices and connections.
    pub devices: Devices,
    /// Documents, meetings, duties.
    pub office: Office,
    /// Procedures and dossiers.
    pub services: Services,
}

/// Staff. Officials are cadres and civil servants; the first of them are the leaders, then the accountants, then the
/// IT officer.
#[derive(Debug)]
pub(super) struct People {
    pub officials: usize,
    pub leaders: usize,
    pub accountants: usize,
    pub employees: usize,
    pub contracts: usize,
    /// Role and degree of the IT officer, as the export writes them.
    pub it_officer: (&'static str, &'static str),
    /// Officials with an attestation of the IT-skill standard.
    pub standard: usize,
    /// Officials trained in the year.
    pub trained: usize,
    /// Officials with a mailbox of their own.
    pub mailboxes: usize,
    /// Officials who log in every week, and the weeks that the log goes back; nothing where there is no log.
    pub logins: Option<(usize, usize)>,
    /// Of the leaders' and accountants' certificates: expired, of unknown revocation, and people without one.
    pub certificates: (usize, usize, usize),
    /// Communes with an IT officer.
    pub commune_it: usize,
}

/// Devices and connection points.
#[derive(Debug)]
pub(super) struct Devices {
    /// Officials with a computer, and computers of nobody.
    pub computers: (usize, usize),
    pub on_lan: usize,
    pub antivirus: usize,
    pub scanner: bool,
    /// Whether the firewall is in use, as the register writes it; `''` = the cell is empty.
    pub firewall: &'static str,
    /// Day of the newest backup.
    pub backup: &'static str,
    pub unit_wan: bool,
    pub commune_wan: usize,
    /// Bodies with a video-conference site that was used: the unit and its communes.
    pub video: usize,
}

/// The office.
#[derive(Debug)]
pub(super) struct Office {
    /// Outgoing documents: all, classified ones, electronic ones of the rest, signed ones of those.
    pub documents: [usize; 4],
    /// Of the documents that are not classified, those that have to be public.
    pub public: usize,
    /// Communes that send electronic documents and hold a certificate.
    pub commune_documents: usize,
    /// Work files, and those handled in the system.
    pub work_files: (usize, usize),
    /// Tasks of the plan, and those done.
    pub plan_tasks: (usize, usize),
    /// Periodic reports: sent on time, late, never.
    pub reports: [usize; 3],
    pub board_meetings: usize,
    /// On-line meetings of this year and, where the log goes back so far, of last year.
    pub meetings: (usize, Option<usize>),
    /// Fields with software in use.
    pub fields: &'static [&'static str],
    pub data_links: usize,
    /// Systems with an approved security level.
    pub secured: usize,
    pub initiatives: usize,
}

/// Services.
#[derive(Debug)]
pub(super) struct Services {
    /// Procedures, and those of the district itself.
    pub procedures: (usize, usize),
    /// Offered at level 3 and at level 4.
    pub levels: (usize, usize),
    /// Of those, the ones that the service portal shows with all their parts.
    pub complete: usize,
    /// With a fee, and payable on line; nothing where the list does not say.
    pub fees: Option<(usize, usize)>,
    pub public_post: usize,
    /// Level 3 and 4 procedures with a dossier filed on line; nothing where there is no list of dossiers.
    pub used: Option<usize>,
    /// Communes with dossiers in the one-stop system.
    pub commune_dossiers: usize,
    /// Dossiers of all communes: received, solved, in time; and filed on line, where that is known.
    pub commune_totals: ([usize; 3], Option<usize>),
    /// Questions and petitions: answered in time, late, open and overdue.
    pub feedback: [usize; 3],
}

impl District {
    /// Communes that sent their tables.
    pub(super) fn heard(&self) -> usize {
        self.communes - usize::from(self.one_silent)
    }

    /// The unit and the communes that sent their tables, for a source's `covers`.
    pub(super) fn covered(&self) -> String {
        let communes = (1..=self.heard()).map(|n| format!(", \"{}\"", commune_id(n)));
        format!("[\"{}\"{}]", self.id, communes.collect::<String>())
    }
}

/// Id of the `n`th commune, from 1.
pub(super) fn commune_id(n: usize) -> String {
    format!("xa-{n:02}")
}

/// Its name: by number, as the published figures name no commune.
pub(super) fn commune_name(n: usize) -> String {
    format!("Xã {n:02}")
}

/// A person, by number.
pub(super) fn person(n: usize) -> String {
    format!("CB-{n:03}")
}
