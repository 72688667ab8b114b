//! What the demo proposes to try next works as it is printed.

use std::net::TcpStream;
use std::path::Path;

use crate::program::{Up, finish, program};

/// Words of a command line, `"…"` around those with blanks.
fn words(line: &str) -> Vec<String> {
    line.split('"')
        .enumerate()
        .flat_map(|(n, part)| {
            let quoted = n % 2 == 1;
            let words: Vec<&str> = if quoted {
                vec![part]
            } else {
                part.split(' ').collect()
            };
            words
                .into_iter()
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
        })
        .collect()
}

/// The commands that a demo proposes, without the program itself.
fn proposed(out: &str) -> Vec<Vec<String>> {
    let named = env!("CARGO_BIN_EXE_sansang");
    let commands = out
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix(named));
    commands.map(words).collect()
}

/// `demo --serve` says where its portals are, serves them, and ends well when it is told to.
fn portals_stay_up(folder: &Path, command: &[String]) {
    let mut up = Up::start(folder, command);
    for unit in ["hai-ha", "mau-a", "mau-b"] {
        let told = up.said.iter().find_map(|line| {
            let rest = line.trim().strip_prefix("https://")?;
            let port = rest.strip_prefix(unit)?.strip_prefix(".localhost:")?;
            port.strip_suffix('/')?.parse::<u16>().ok()
        });
        let port = told.unwrap_or_else(|| panic!("{:?}", up.said));
        assert!(TcpStream::connect(("127.0.0.1", port)).is_ok(), "{unit}");
    }
    assert!(up.interrupt().success());
}

#[test]
fn every_proposed_command_works_as_it_is_printed_and_again_after_another_run() {
    let home = tempfile::tempdir().unwrap();
    let at_home = |args: &[String]| finish(program().current_dir(home.path()).args(args));
    for lang in ["vi", "en"] {
        let demo = ["demo", "a folder", "--lang", lang].map(str::to_owned);
        let commands = proposed(&at_home(&demo).well().out);
        let verbs: Vec<&str> = commands.iter().map(|words| words[0].as_str()).collect();
        let all = [
            "explain", "query", "gate", "decide", "score", "check", "audit", "demo",
        ];
        assert_eq!(verbs, all, "{lang}");
        for command in &commands {
            if command[0] == "demo" {
                portals_stay_up(home.path(), command);
                continue;
            }
            let ran = at_home(command);
            let unsure = i32::from(command[0] == "gate") * 2;
            assert_eq!(ran.code, unsure, "{command:?}\n{}", ran.err);
            assert!(!ran.out.trim().is_empty(), "{command:?}");
        }
    }
    let log = home.path().join("a folder/decisions/hai-ha.jsonl");
    assert_eq!(std::fs::read_to_string(log).unwrap().lines().count(), 2);
}

#[test]
fn the_readme_of_the_demo_names_commands_that_work() {
    let home = tempfile::tempdir().unwrap();
    let run = |args: &[&str], folder: &Path| finish(program().current_dir(folder).args(args));
    run(&["demo"], home.path()).well();
    let folder = home.path().join("hai-ha-2020");
    let readme = std::fs::read_to_string(folder.join("README-demo.txt")).unwrap();
    let mut tried = 0;
    for line in readme
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("sansang "))
    {
        // Two blanks part a command from what it shows.
        let command = words(line.split("  ").next().unwrap());
        tried += 1;
        if command[0] == "demo" {
            portals_stay_up(&folder, &command);
            continue;
        }
        let ran = run(
            &command.iter().map(String::as_str).collect::<Vec<_>>(),
            &folder,
        );
        assert_eq!(ran.code, 0, "{command:?}\n{}", ran.err);
    }
    assert!(tried > 8, "only {tried} commands");
}
