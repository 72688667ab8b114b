//! What is known of a page before it is read, and what all its readers share.

use std::collections::BTreeMap;

use url::Url;

use super::dom::Dom;
use super::selectors::Marked;
use crate::check::Labels;
use crate::exact::Day;

/// What is known of a page before it is read.
#[derive(Debug, Clone, Copy)]
pub struct PageContext<'a> {
    /// The portal's selectors, looked over by [`super::check_selectors`].
    pub selectors: &'a BTreeMap<String, String>,
    /// The labels of the pack.
    pub labels: &'a Labels,
    /// The section that the page is known to belong to.
    pub section: Option<&'a str>,
    /// The day it was fetched: a day that a page shows outside its entries and that is this one may be a clock.
    pub seen_on: Day,
}

/// What the readers of a page share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) dom: &'a Dom<'a>,
    pub(super) marked: &'a Marked,
    pub(super) labels: &'a Labels,
    pub(super) section: Option<&'a str>,
    pub(super) seen_on: Day,
    /// The page's own address.
    pub(super) page: &'a Url,
    /// The address that relative ones start from.
    pub(super) base: &'a Url,
}
