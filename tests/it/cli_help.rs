//! The help of every command in both languages, and that no text of it is missing.

use std::collections::BTreeSet;

use clap::Command;
use sansang::cli;
use sansang::words::{Lang, Words};

use crate::program::run;

/// Every command of the tree by its path, the whole first.
fn commands(tree: &Command) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    for sub in tree.get_subcommands() {
        for mut path in commands(sub) {
            path.insert(0, sub.get_name().to_owned());
            all.push(path);
        }
    }
    all
}

fn help(lang: Lang) -> String {
    let mut pages = Vec::new();
    for path in commands(&cli::command(&Words::built_in(), lang)) {
        let mut args: Vec<&str> = path.iter().map(String::as_str).collect();
        args.extend(["--help", "--lang", lang.code()]);
        let ran = run(&args).well();
        assert_eq!(ran.err, "");
        pages.push(format!("$ sansang {}\n{}", args.join(" "), ran.out));
    }
    pages.join("\n")
}

#[test]
fn the_help_of_every_command_in_vietnamese() {
    insta::assert_snapshot!(help(Lang::Vi));
}

#[test]
fn the_help_of_every_command_in_english() {
    insta::assert_snapshot!(help(Lang::En));
}

#[test]
fn the_tree_is_sound_in_both_languages() {
    for lang in [Lang::Vi, Lang::En] {
        cli::command(&Words::built_in(), lang).debug_assert();
    }
}

#[test]
fn every_command_argument_and_value_has_its_text() {
    let words = Words::built_in();
    for lang in [Lang::Vi, Lang::En] {
        let mut missing = Vec::new();
        look(&cli::command(&words, lang), &mut missing);
        assert!(missing.is_empty(), "{}: {missing:?}", lang.code());
    }
}

/// A text that is missing shows as its key.
fn look(command: &Command, missing: &mut Vec<String>) {
    let mut see = |text: Option<String>| match text {
        Some(text) if text.is_empty() || text.contains("help.") => missing.push(text),
        Some(_) => {}
        None => missing.push(format!("a text of `{}`", command.get_name())),
    };
    see(command.get_about().map(ToString::to_string));
    for arg in command.get_arguments() {
        see(arg.get_help().map(ToString::to_string));
        see(arg.get_help_heading().map(str::to_owned));
        for name in arg.get_value_names().unwrap_or_default() {
            see(Some(name.to_string()));
        }
    }
    for sub in command.get_subcommands() {
        look(sub, missing);
    }
}

#[test]
fn no_text_of_the_help_is_left_over() {
    let words = Words::built_in();
    let tree = cli::command(&words, Lang::En);
    let mut used = BTreeSet::from(["help.options_name".to_owned()]);
    for fixed in ["possible", "default"] {
        used.insert(format!("help.{fixed}"));
    }
    use_of(&tree, "help", &mut used);
    let planned = ["help.demo."];
    let left: Vec<&str> = words
        .keys(Lang::En)
        .filter(|key| key.starts_with("help.") && !used.contains(*key))
        .filter(|key| {
            !["help.heading.", "help.section.", "help.value."]
                .iter()
                .any(|s| key.starts_with(s))
        })
        .filter(|key| !planned.iter().any(|start| key.starts_with(start)))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

fn use_of(command: &Command, path: &str, used: &mut BTreeSet<String>) {
    used.insert(format!("{path}.about"));
    used.insert(format!("{path}.after"));
    for arg in command.get_arguments() {
        used.insert(format!("{path}.arg.{}", arg.get_id()));
    }
    for sub in command.get_subcommands() {
        use_of(sub, &format!("{path}.{}", sub.get_name()), used);
    }
}

#[test]
fn the_exit_codes_stand_in_the_help() {
    for lang in ["vi", "en"] {
        let help = run(&["--help", "--lang", lang]).well().out;
        for exit in cli::Exit::ALL {
            assert!(
                help.contains(&format!("{} ", exit.code())),
                "{lang}: {exit:?}"
            );
        }
    }
}

#[test]
fn help_is_a_command_too() {
    let by_flag = run(&["check", "show", "--help"]).well().out;
    assert_eq!(run(&["help", "check", "show"]).well().out, by_flag);
    let wrong = run(&["help", "chek"]);
    assert_eq!(wrong.code, 3);
    assert!(wrong.err.contains("check"), "{wrong:?}");
}

/// The words of a line as a shell would split it; nothing after `#`.
fn split(line: &str) -> Vec<String> {
    let line = line.split(" #").next().unwrap_or_default();
    let mut words = Vec::new();
    for (n, part) in line.split('"').enumerate() {
        if n % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn every_command_line_that_people_are_shown_is_understood() {
    let words = Words::built_in();
    let mut texts = vec![include_str!("../../README.md").to_owned()];
    texts.push(include_str!("../../checks/README.md").to_owned());
    for lang in [Lang::Vi, Lang::En] {
        let shown = |key: &&str| matches!(key.rsplit('.').next(), Some("after" | "next"));
        texts.extend(
            words
                .keys(lang)
                .filter(shown)
                .map(|key| words.get(lang, key).to_owned()),
        );
    }
    let mut seen = 0;
    for line in texts.iter().flat_map(|text| text.lines()) {
        let line = line.trim().trim_start_matches("$ ");
        if !line.starts_with("sansang ") || line.contains('[') {
            continue;
        }
        seen += 1;
        let tree = cli::command(&words, Lang::En);
        if let Err(error) = tree.try_get_matches_from(split(line)) {
            assert!(!error.use_stderr(), "{line}: {error}");
        }
    }
    assert!(seen > 15, "{seen} command lines were found");
}
