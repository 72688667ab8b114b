//! Small sealed bundles, made as an audit makes them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sansang::bundle::{Draft, RubricName, meta};
use sansang::exact::Day;
use sansang::score::UnitRef;
use sansang::unit::{Period, Round};
use sansang::words::Bilingual;

use crate::support::pack;

/// Two scanners, one of them of unknown state; every other table is without input.
pub(crate) const SCANNERS: &str = "\
insert into coverage (unit_id, table_name, part, state, missing) values ('huyen', 'devices', '', 'complete', 0);
insert into devices (unit_id, id, kind, in_use, obs, row) values
  ('huyen', 'd1', 'scanner', 1, 1, 2), ('huyen', 'd2', 'scanner', null, 1, 3);
insert into observation values (1, 'csv', 'devices', 'observed', 'exports/devices.csv', '', 10, 'unit', 0, '', '', '2020-12-31T08:00:00Z', '')";

fn day(iso: &str) -> Day {
    Day::parse(iso).unwrap()
}

/// Seals a bundle of a unit with some rows.
pub(crate) fn sealed(folder: &Path, unit: &str, sql: &str) -> PathBuf {
    sealed_in(folder, unit, "2020", sql)
}

/// The same in another round.
pub(crate) fn sealed_in(folder: &Path, unit: &str, round: &str, sql: &str) -> PathBuf {
    let unit_ref = UnitRef {
        id: unit.to_owned(),
        name: Bilingual {
            vi: format!("Huyện mẫu {unit}"),
            en: format!("Sample district {unit}"),
        },
        kind: "district".to_owned(),
    };
    let round = Round {
        id: round.to_owned(),
        period: Period {
            from: day("2020-01-01"),
            to: day("2020-12-31"),
        },
        previous: Period {
            from: day("2019-01-01"),
            to: day("2019-12-31"),
        },
        data_cutoff: day("2020-11-05"),
        as_of: day("2020-12-31"),
        rubric: "ict170-reconstructed".to_owned(),
        timezone: "Asia/Ho_Chi_Minh".to_owned(),
        units: Vec::new(),
    };
    let rubric = RubricName {
        id: "ict170-reconstructed".to_owned(),
        edition: "2020.1".to_owned(),
        sha256: "0".repeat(64),
    };
    let rows = meta(&unit_ref, &round, &rubric, &BTreeMap::new(), false);
    let path = folder.join(format!("{unit}-{}.sansang", round.id));
    let part = path.with_extension("sansang.part");
    let draft = Draft::create(&part, &pack().catalogue, &rows).unwrap();
    draft
        .connection()
        .execute_batch(&sql.replace("'huyen'", &format!("'{unit}'")))
        .unwrap();
    draft.seal(&path).unwrap();
    path
}
