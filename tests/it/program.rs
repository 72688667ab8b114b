//! Running the program as a user does. Every document that a run prints is held against its schema.

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
