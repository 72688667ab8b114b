//! How the program ends.

use std::process::ExitCode;

use crate::words::{Class, Problem};

/// The exit codes that scripts may rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done; a gate that was asked for is met.
    Ok,
    /// The gate is not met.
    NotMet,
    /// Too much is unknown to judge.
    Unknown,
    /// Wrong use, wrong configuration or input, or a fault of the tool.
    Wrong,
    /// A bundle, decision or signature that must not be trusted.
    Untrusted,
    /// Interrupted; what was done is kept.
    Interrupted,
}

impl Exit {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::Ok,
        Self::NotMet,
        Self::Unknown,
        Self::Wrong,
        Self::Untrusted,
        Self::Interrupted,
    ];

    /// The number.
    pub fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::NotMet => 1,
            Self::Unknown => 2,
            Self::Wrong => 3,
            Self::Untrusted => 4,
            Self::Interrupted => 130,
        }
    }

    /// How a problem ends the program: anything untrusted among several outweighs the rest.
    pub(super) fn of(problem: &Problem) -> Self {
        let own = match problem.class() {
            Class::Input => Self::Wrong,
            Class::Untrusted => Self::Untrusted,
        };
        problem.others().iter().map(Self::of).fold(own, Self::max)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_untrusted_thing_outweighs_wrong_input() {
        let wrong = || Problem::new("cli.not_found");
        assert_eq!(Exit::of(&wrong()), Exit::Wrong);
        let both = wrong().and(vec![Problem::untrusted("bundle.digest")]);
        assert_eq!(Exit::of(&both), Exit::Untrusted);
    }
}
