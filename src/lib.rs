//! sansang («sẵn sàng», ready): how ready a government unit's portals and office systems are, scored against a rubric kept as data.
//!
//! Collect once into tables; ask with SQL; score with a closed set of monotone formulas; carry what is unknown as an
//! interval to the end. The modules are layers: each uses only lower ones (`ARCHITECTURE.md`).

pub mod audit;
pub mod bundle;
pub mod check;
pub mod cli;
pub mod collect;
pub mod demo;
pub mod exact;
pub mod extract;
pub mod gate;
pub mod indicator;
pub mod kind;
pub mod proof;
pub mod rank;
pub mod report;
pub mod rubric;
pub mod score;
pub mod table;
pub mod unit;
pub mod words;
pub mod workspace;
