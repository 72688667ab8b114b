//! Rows come back as they were given.

use super::*;

fn cells(n: usize) -> Vec<Cell> {
    vec![
        Cell::Text(format!("id-{n}")),
        Cell::Text(["solved", "pending", ""][n % 3].to_owned()),
        Cell::Int(i64::try_from(n).unwrap() - 2),
        Cell::Null,
        Cell::Int([i64::MIN, i64::MAX, 15, 16, -1][n % 5]),
        Cell::Text("đ".repeat(n % 90)),
    ]
}

#[test]
fn rows_come_back_as_they_were_given_however_many_there_are() {
    let mut rows = Rows::default();
    for n in 0..9_000 {
        rows.push(1 + n / 5_000, (n != 7).then_some(n + 1), &cells(n));
    }
    assert!(rows.chunks.len() > 2 && rows.columns[0].shut && !rows.columns[1].shut);
    assert_eq!((rows.len(), rows.of(1), rows.of(2)), (9_000, 5_000, 4_000));
    for (n, row) in rows.iter().enumerate() {
        assert_eq!(row.to_cells(), cells(n));
        assert_eq!(row.obs, 1 + n / 5_000);
        assert_eq!(row.line, (n != 7).then_some(n + 1));
    }
    assert_eq!(rows.get(3).unwrap().text(0), Some("id-3"));
    assert_eq!(rows.get(3).unwrap().cell(6), None);
    assert!(rows.get(9_000).is_none());
}

#[test]
fn rows_are_replaced_left_out_and_joined() {
    let mut rows: Rows = (0..6)
        .map(|n| Loaded {
            obs: 1 + n / 2,
            line: Some(n + 2),
            cells: cells(n),
        })
        .collect();
    rows.replace(1, &cells(80));
    rows.retain(&[false, true, false, false, true, true]);
    let told = |rows: &Rows| -> Vec<(usize, Option<usize>, Vec<Cell>)> {
        let all = rows.iter();
        all.map(|row| (row.obs, row.line, row.to_cells())).collect()
    };
    let left = [
        (1, Some(3), cells(80)),
        (3, Some(6), cells(4)),
        (3, Some(7), cells(5)),
    ];
    assert_eq!(told(&rows), left);
    let mut joined = Rows::default();
    let mut more = Rows::default();
    more.push(0, Some(9), &cells(9));
    joined.append(rows, 8);
    more.without_lines();
    joined.append(more, 9);
    let joined = told(&joined);
    assert_eq!(joined[2], (8, Some(7), cells(5)));
    assert_eq!(joined[3], (9, None, cells(9)));
}
