//! What a reader finds in each format: the figures of every line, as texts that the JSON would write.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::sync::OnceLock;

use calamine::{Data, DataType, Reader, Xlsx};
use scraper::{ElementRef, Html, Selector};

use crate::check::{Files, Pack};
use crate::rank::rank;
use crate::report::terminal::Style;
use crate::report::{
    RankingMaterial, Templates, UnitMaterial, Wording, csv, html, json, markdown, terminal, xlsx,
};
use crate::rubric::{Rubric, SheetColumn};
use crate::score::{Explanation, Scorecard};
use crate::words::{Lang, Words};

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            let bytes = std::fs::read(&path).unwrap();
            files.insert(name.replace('\\', "/"), name, bytes);
        }
    }
}

/// The pack and the rubric of `checks/`, read once.
pub(super) fn pack() -> &'static (Pack, Rubric) {
    static PACK: OnceLock<(Pack, Rubric)> = OnceLock::new();
    PACK.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("checks");
        let mut files = Files::default();
        collect(&root, &root, &mut files);
        let pack = Pack::parse(&files).unwrap();
        let (_, text) = &pack.rubrics["ict170/rubric.toml"];
        let rubric = Rubric::parse("rubric.toml", text, &pack.shapes()).unwrap();
        (pack, rubric)
    })
}

pub(super) fn page_of(card: &Scorecard, explained: &[Explanation], lang: Lang) -> String {
    let (pack, rubric) = pack();
    let material = UnitMaterial {
        card,
        explained,
        rubric,
        pack,
        bundle_format: 1,
    };
    let words = Words::built_in();
    let wording = Wording {
        words: &words,
        lang,
    };
    html::unit(&material, wording, &Templates::built_in()).unwrap()
}

pub(super) fn ranking_of(cards: &[Scorecard], lang: Lang) -> String {
    let (pack, _) = pack();
    let ranking = rank(cards).unwrap();
    let material = RankingMaterial {
        ranking: &ranking,
        cards,
        pack,
        bundle_format: 1,
    };
    let words = Words::built_in();
    let wording = Wording {
        words: &words,
        lang,
    };
    html::ranking(&material, wording, &Templates::built_in()).unwrap()
}

/// The texts of a page without its markup, the style and what browsers do not show.
pub(super) fn shown(page: &str) -> String {
    let body = page.split_once("<body").unwrap().1;
    let mut text = String::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        rest = after.split_once('>').unwrap().1;
    }
    text.push_str(rest);
    for (escape, sign) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#x2f;", "/"),
        ("&amp;", "&"),
    ] {
        text = text.replace(escape, sign);
    }
    text
}

/// The figures of a line by their names; what there is none of is empty.
pub(super) type Figures = BTreeMap<&'static str, String>;
/// The lines of a document by their codes; the whole has none.
pub(super) type Lines = BTreeMap<String, Figures>;

/// The names of all figures of a line, in the order of tables.
pub(super) const FIGURES: [&str; 7] = [
    "max",
    "low",
    "high",
    "evidenced",
    "declared",
    "official_low",
    "official_high",
];

/// A number as the JSON writes it; a sign for none is nothing.
fn plain(text: &str, lang: Lang) -> String {
    let number = match text.trim() {
        "–" | "Không tự chấm" | "Not self-scored" => String::new(),
        number => number.replace('−', "-"),
    };
    match lang {
        Lang::Vi => number.replace('.', "").replace(',', "."),
        Lang::En => number.replace(',', ""),
    }
}

/// The ends of a range as reports print it.
fn ends(text: &str, lang: Lang) -> [String; 2] {
    let (low, high) = text.split_once(" – ").unwrap_or((text, text));
    [plain(low, lang), plain(high, lang)]
}

/// Cells of the tables that print max, a range, two points and another range.
fn of_cells(cells: &[String], lang: Lang) -> Figures {
    let [low, high] = ends(&cells[1], lang);
    let [official_low, official_high] = ends(&cells[4], lang);
    let values = [
        plain(&cells[0], lang),
        low,
        high,
        plain(&cells[2], lang),
        plain(&cells[3], lang),
        official_low,
        official_high,
    ];
    FIGURES.into_iter().zip(values).collect()
}

/// The measured range and the maximum, which is all that lists of criteria print.
fn of_criterion(measured: &str, max: &str, lang: Lang) -> Figures {
    let [low, high] = ends(measured, lang);
    [("max", plain(max, lang)), ("low", low), ("high", high)].into()
}

/// The document itself.
pub(super) fn of_json(card: &Scorecard) -> Lines {
    let value: serde_json::Value = serde_json::from_str(&json::scorecard(card)).unwrap();
    let figures = |line: &serde_json::Value| -> Figures {
        let at = |path: &str| {
            let text = line.pointer(path).and_then(serde_json::Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        let paths = [
            "/max",
            "/measured/low",
            "/measured/high",
            "/evidenced",
            "/declared",
            "/official/low",
            "/official/high",
        ];
        FIGURES.into_iter().zip(paths.map(at)).collect()
    };
    let mut lines = Lines::from([(String::new(), figures(&value["total"]))]);
    for list in ["groups", "criteria"] {
        for line in value[list].as_array().unwrap() {
            let code = line["code"].as_str().unwrap().to_owned();
            lines.insert(code, figures(line));
        }
    }
    lines
}

pub(super) fn of_csv(card: &Scorecard, lang: Lang) -> Lines {
    let bytes = csv::scorecard(card, &Words::built_in(), lang).unwrap();
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap();
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text);
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        // Code, maximum, proved, evidenced, declared, attainable, official low and high.
        let at = |n: usize| plain(&row[n], lang);
        let values = [at(9), at(10), at(13), at(11), at(12), at(14), at(15)];
        (row[6].to_owned(), FIGURES.into_iter().zip(values).collect())
    });
    rows.collect()
}

/// The rows of the form, by the codes of the lines whose titles stand in them.
pub(super) fn of_xlsx(card: &Scorecard, lang: Lang) -> Lines {
    let bytes = xlsx::self_score(card, &[], &Words::built_in(), lang).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let column = |wanted: SheetColumn| {
        let columns = &card.rubric.sheet;
        columns.iter().position(|own| *own == wanted).unwrap()
    };
    let digits = usize::try_from(card.rubric.digits).unwrap();
    let number = |data: &Data| match data.get_float() {
        Some(number) => format!("{number:.digits$}"),
        None => plain(data.get_string().unwrap_or_default(), lang),
    };
    let columns = [
        SheetColumn::Max,
        SheetColumn::MeasuredLow,
        SheetColumn::MeasuredHigh,
        SheetColumn::Evidenced,
        SheetColumn::Declared,
        SheetColumn::OfficialLow,
        SheetColumn::OfficialHigh,
    ];
    let of_row = |title: &str| -> Figures {
        let is = |row: &&[Data]| {
            let cell = row.get(column(SheetColumn::Title));
            cell.and_then(DataType::get_string) == Some(title)
        };
        let row = sheet.rows().find(is).unwrap_or_else(|| panic!("{title}"));
        let values = columns.map(|wanted| number(&row[column(wanted)]));
        FIGURES.into_iter().zip(values).collect()
    };
    let words = Words::built_in();
    let total = words.get(lang, "sheet.total");
    let groups = card.groups.iter().map(|group| (&group.code, &group.title));
    let criteria = card.criteria.iter().map(|one| (&one.code, &one.title));
    let mut lines: Lines = groups
        .chain(criteria)
        .map(|(code, title)| (code.clone(), of_row(title.in_lang(lang))))
        .collect();
    lines.insert(String::new(), of_row(total));
    lines
}

/// The groups and the whole of the summary.
pub(super) fn of_markdown(card: &Scorecard, lang: Lang) -> Lines {
    let text = markdown::scorecard(card, &Words::built_in(), lang);
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<String> = line
            .strip_prefix("| ")?
            .strip_suffix(" |")?
            .split(" | ")
            .map(|cell| cell.trim().to_owned())
            .collect();
        (cells.len() == 7 && cells[2].starts_with(|c: char| c.is_ascii_digit() || c == '−')).then(
            || {
                let code = cells[0].trim_matches(['`', '|', ' ']).to_owned();
                (code, of_cells(&cells[2..], lang))
            },
        )
    });
    rows.collect()
}

/// The tables of a page: groups and the whole; and the head of every criterion.
pub(super) fn of_html(card: &Scorecard, lang: Lang) -> Lines {
    let page = Html::parse_document(&page_of(card, &[], lang));
    let all = |selector: &str| Selector::parse(selector).unwrap();
    let text = |element: ElementRef<'_>| element.text().collect::<String>().trim().to_owned();
    let code = |element: ElementRef<'_>| {
        let code = all(".code");
        element.select(&code).next().map(text).unwrap_or_default()
    };
    let mut lines = Lines::new();
    for row in page.select(&all("table.groups tbody tr")) {
        let cells: Vec<String> = row.select(&all("td[data-label]")).map(text).collect();
        lines.insert(code(row), of_cells(&cells, lang));
    }
    for article in page.select(&all("article.criterion")) {
        let score = article.select(&all(".score")).next().map(text).unwrap();
        let (measured, max) = score.split_once(" / ").unwrap();
        lines.insert(code(article), of_criterion(measured, max, lang));
    }
    // The five figures of the head are those of the whole.
    let head: Vec<String> = page.select(&all(".figures .points")).map(text).collect();
    let whole = &lines[""];
    let official = ends(&head[4], lang);
    for (shown, name) in [
        (plain(&head[0], lang), "low"),
        (plain(&head[1], lang), "evidenced"),
        (plain(&head[2], lang), "declared"),
        (plain(&head[3], lang), "high"),
        (official[0].clone(), "official_low"),
        (official[1].clone(), "official_high"),
    ] {
        assert_eq!(shown, whole[name], "{name}");
    }
    lines
}

/// The tables of the terminal, wide enough that no line is wrapped.
pub(super) fn of_terminal(card: &Scorecard, lang: Lang) -> Lines {
    let style = Style {
        colour: false,
        width: 400,
    };
    let mut out = Vec::new();
    terminal::scorecard(card, &Words::built_in(), lang, &mut out, style).unwrap();
    let text = String::from_utf8(out).unwrap();
    let mut lines = Lines::new();
    for line in text.lines() {
        let cells: Vec<String> = line
            .split("  ")
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .map(str::to_owned)
            .collect();
        let known = |code: &str| {
            card.groups.iter().any(|group| group.code == code)
                || card.criteria.iter().any(|criterion| criterion.code == code)
        };
        let first = cells.first().map_or("", String::as_str);
        match cells.len() {
            7 if known(first) => lines.insert(first.to_owned(), of_cells(&cells[2..], lang)),
            6 if line.starts_with("  ") => lines.insert(String::new(), of_cells(&cells[1..], lang)),
            5 if known(first) => {
                lines.insert(first.to_owned(), of_criterion(&cells[2], &cells[3], lang))
            }
            _ => None,
        };
    }
    lines
}
