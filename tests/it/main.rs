//! The one integration binary.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests say what they expect by failing"
)]

mod audit_faults;
mod audit_live;
mod audit_many;
mod authority;
mod bundles;
mod cases;
mod cli_certificates;
mod cli_decide;
mod cli_demo;
mod cli_explain;
mod cli_help;
mod cli_pack;
mod cli_report;
mod cli_score;
mod cli_sheets;
mod cli_usage;
mod cli_workspace;
mod demo;
mod demo_pages;
mod fresh;
mod hostile_files;
mod invariants;
mod layers;
mod messages;
mod mistakes;
mod own_check;
mod parts;
mod program;
mod proofs;
mod rubric;
mod same_bytes;
mod schemas;
mod servers;
mod small_rubric;
mod support;
mod unknowns;
mod whose;
mod wire_bodies;
mod wire_hostile;
mod wire_http;
mod wire_names;
mod wire_support;
mod wire_tls;
