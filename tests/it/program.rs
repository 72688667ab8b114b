//! Running the program as a user does. Every document that a run prints is held against its schema.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ExitStatus, Stdio};

use assert_cmd::Command;

use crate::schemas;

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The document on standard output.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The run, which must have ended well.
    pub(crate) fn well(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }
}

/// The program with nothing of our own environment that it looks at.
pub(crate) fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_sansang"));
    program.env_remove("SANSANG_LANG").env_remove("NO_COLOR");
    program
}

/// Runs the program.
pub(crate) fn run(args: &[&str]) -> Ran {
    finish(program().args(args))
}

/// Runs a command to its end.
pub(crate) fn finish(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    let ran = Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    for text in [&ran.out, &ran.err] {
        if let Ok(document) = serde_json::from_str(text)
            && let Err(why) = schemas::hold(&document)
        {
            panic!("{command:?}: {why}");
        }
    }
    ran
}

/// `demo --serve`, which stays up until it is interrupted or this is dropped.
pub(crate) struct Up {
    child: Child,
    /// The lines that it has said until its portals were up.
    pub(crate) said: Vec<String>,
}

impl Up {
    /// Starts it and waits until it says how to end it.
    pub(crate) fn start(folder: &Path, args: &[String]) -> Self {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_sansang"));
        command.env_remove("SANSANG_LANG").current_dir(folder);
        let child = command
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut up = Self {
            child,
            said: Vec::new(),
        };
        let out = BufReader::new(up.child.stdout.take().unwrap());
        for line in out.lines() {
            up.said.push(line.unwrap());
            if up.said.last().unwrap().contains("Ctrl-C") {
                return up;
            }
        }
        panic!("{args:?} is not up: {:?}", up.said);
    }

    /// Presses Ctrl-C.
    pub(crate) fn interrupt(&mut self) -> ExitStatus {
        let pid = self.child.id().to_string();
        assert!(
            std::process::Command::new("kill")
                .args(["-INT", &pid])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap()
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        if self.child.kill().is_ok() {
            self.child.wait().unwrap();
        }
    }
}
