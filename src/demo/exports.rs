//! The exports that every district of the demo has.

use super::district::District;
use super::sheet::Sheet;
use super::{devices, office, people, services};

/// In the order in which the profile binds them.
pub(super) fn common(d: &District) -> Vec<Sheet> {
    let mut sheets = vec![
        people::staff(d),
        people::trainings(d),
        devices::register(d),
        devices::sites(d),
        people::mailboxes(d),
    ];
    sheets.extend(people::logins(d));
    sheets.extend([
        people::certificates(d),
        office::documents(d),
        office::work_files(d),
        office::meetings(d),
        office::tasks(d),
        office::acts(d),
        office::systems(d),
        office::data_links(d),
        office::incidents(d),
        services::procedures(d),
        services::procedure_pages(d),
    ]);
    sheets.extend(services::dossiers(d));
    sheets.push(services::feedback(d));
    sheets
}
