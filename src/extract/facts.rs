//! What a page says, as values.

use url::Url;

use crate::exact::Day;

/// A value of a page: said, said not to be there, or there and not understood.
///
/// It becomes a cell: `Is(x)` the value, `None` the empty text, `Unread` NULL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Said<T> {
    /// It is there and says this.
    Is(T),
    /// Looked, and there is none.
    None,
    /// Something is there, but what it says is not known.
    #[default]
    Unread,
}

/// All that one page says.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own and a column of the table `pages`"
)]
pub struct PageFacts {
    /// `<title>`, else the first heading.
    pub title: String,
    /// Readable text in NFC, without scripts, styles and navigation blocks that repeat; cut at a cap.
    pub text: String,
    /// Characters of the whole readable text.
    pub text_chars: u64,
    /// `html[lang]` in lower case; `''` = none.
    pub lang_declared: String,
    /// `vi`, `en`; nothing where too little text says.
    pub lang_detected: Option<&'static str>,
    /// What header, `meta` or mark declare; `''` = none.
    pub charset_declared: String,
    /// `utf-8`, `utf-16`, `windows-1258`, `tcvn3`, `vni` or `other`, as found in the bytes.
    pub encoding: Option<&'static str>,
    /// Whether every byte is valid in the declared character set; nothing where none is declared.
    pub bytes_valid: Option<bool>,
    /// Whether the text was in NFC before it was made so.
    pub nfc: Option<bool>,
    /// Declares a viewport.
    pub viewport: bool,
    /// Offers to print or save the page.
    pub print_control: bool,
    /// Images.
    pub images: u64,
    /// Images with a text alternative, or marked as decorative.
    pub images_alt: u64,
    /// Says «not found» under a success code.
    pub soft_404: bool,
    /// The family of its software by fingerprint: `liferay`, `sharepoint`, `drupal` …
    pub family: Option<&'static str>,
    /// Distinct links, in the order of the page.
    pub links: Vec<Link>,
    /// Dated entries of its lists, in the order of the page.
    pub entries: Vec<Entry>,
    /// What the page says of itself as an entry: its own date, byline, days and files.
    pub own: Option<Entry>,
    /// Contact blocks.
    pub contacts: Vec<Contact>,
    /// Forms.
    pub forms: Vec<Form>,
    /// Feeds that it links.
    pub feeds: Vec<FeedLink>,
    /// Issued documents of its list, or the one that it shows.
    pub documents: Vec<Posted>,
    /// Procedures of its list, or the one that it shows.
    pub procedures: Vec<Procedure>,
    /// The next page of its list.
    pub next: Option<Url>,
    /// Its list goes on, but only a script leads there: what is read is not all of it.
    pub next_by_script: bool,
    /// Reading was stopped, or the body was not whole: what is here was read, more may be there.
    pub partial: bool,
}

/// Kind of element that a link stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Element {
    /// `a`.
    A,
    /// `link`.
    Link,
    /// `script`.
    Script,
    /// `img`.
    Img,
    /// `iframe`.
    Iframe,
}

/// Block of the page that a link stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Block {
    /// Navigation.
    Nav,
    /// Header.
    Header,
    /// Footer.
    Footer,
    /// A list of related sites («Liên kết website»).
    Related,
    /// Anything else.
    Body,
}

/// Part of the page that a contact stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Header.
    Header,
    /// Footer.
    Footer,
    /// Anything else.
    Body,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The element.
    pub element: Element,
    /// The block.
    pub block: Block,
    /// Its target, resolved against the page and without fragment.
    pub url: Url,
    /// Its text, or the text alternative of the image in it; one line.
    pub text: String,
    /// The section that its text names, by the labels of the pack.
    pub section: Option<&'static str>,
}

/// An entry of a list, or a page as an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its own page.
    pub url: Url,
    /// Its title; one line.
    pub title: String,
    /// Day of publication. A clock of the page is none.
    pub published_on: Said<Day>,
    /// Whether an author or source is named; nothing where only its own page could tell.
    pub byline: Option<bool>,
    /// First and last day of the week, year or term that it is about.
    pub valid: Said<(Day, Day)>,
    /// Attached files.
    pub files: Vec<Url>,
}

/// A contact block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Where it stands.
    pub place: Place,
    /// Whom it is about.
    pub kind: ContactKind,
    /// Name of a person or office; `''` = none shown.
    pub name: String,
    /// Position; `''` = none shown.
    pub position: String,
    /// Telephone; `''` = none shown.
    pub phone: String,
    /// Mail address; `''` = none shown.
    pub email: String,
    /// Postal address; `''` = none shown.
    pub address: String,
    /// The person responsible; `''` = none shown.
    pub responsible: String,
    /// Shows assigned duties.
    pub duties: bool,
    /// Shows a short biography.
    pub biography: bool,
}

/// Whom a contact block is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContactKind {
    /// A leader of the unit.
    Leader,
    /// An official to turn to.
    Official,
    /// The agency itself.
    Agency,
    /// A sub-unit.
    SubUnit,
    /// A lone address.
    Address,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What it is for.
    pub purpose: Purpose,
    /// Where it is sent.
    pub action: Url,
    /// Whether it is sent by GET.
    pub get: bool,
    /// Fields that narrow a search: number, date, type.
    pub filters: u64,
    /// Its fields, in order.
    pub fields: Vec<Field>,
}

/// What a form is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Search of the site.
    Search,
    /// Search of documents.
    DocumentSearch,
    /// A question to the unit.
    Question,
    /// A petition.
    Petition,
    /// A comment on a draft.
    DraftComment,
    /// A search for procedures or dossiers.
    Procedure,
    /// A login.
    Login,
    /// Anything else.
    Other,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its preset value.
    pub value: String,
    /// Its kind.
    pub kind: FieldKind,
}

/// Kind of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldKind {
    /// Free text.
    Text,
    /// Sent as it stands.
    Hidden,
    /// Anything else.
    Other,
}

/// A feed that a page links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedLink {
    /// Its address.
    pub url: Url,
    /// `application/atom+xml` rather than RSS.
    pub atom: bool,
}

/// An issued document as a portal shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Its own page, where it has one.
    pub url: Option<Url>,
    /// Number and symbol as shown; `''` = none.
    pub number: String,
    /// Type of document; nothing where it is not shown.
    pub kind: Option<String>,
    /// Issuing body; nothing where it is not shown.
    pub issuer: Option<String>,
    /// Day of issue.
    pub issued_on: Said<Day>,
    /// Day it takes effect.
    pub effective_on: Said<Day>,
    /// Summary; nothing where it is not shown.
    pub summary: Option<String>,
    /// Day of posting.
    pub posted_on: Said<Day>,
    /// Its file.
    pub file: Said<()>,
    /// The file's address, where there is one.
    pub file_url: Option<Url>,
}

/// A procedure as a service portal shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    /// Its own page, where it has one.
    pub url: Option<Url>,
    /// Its code; `''` where it shows none, but leads to its page.
    pub code: String,
    /// `l1` … `l4`, `info`, `partial`, `full`; nothing where none is shown.
    pub level: Option<&'static str>,
    /// Whether its fee can be paid on line; nothing where it does not say.
    pub payable_online: Option<bool>,
    /// Parts that are missing, comma separated, `''` = all twelve are there; nothing where this is a list.
    pub parts_missing: Option<String>,
}
