//! The command tree worded in one language, and the `help` command.
//!
//! The parser's own texts never reach a user: every about, help, heading and value name is a message `[help]` of the
//! locale files. Start at [`command`].

use clap::{Arg, ArgAction, Args, CommandFactory as _};

use super::exit::Exit;
use super::session::{Failure, Session};
use super::tree::Line;
use crate::words::{Lang, Words, written};

/// Prints the help of the program or of a command.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

/// The whole command tree in a language.
pub fn command(words: &Words, lang: Lang) -> clap::Command {
    let wording = Wording { words, lang };
    let root = Line::command()
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::HelpShort)
                .global(true),
        )
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version),
        );
    wording.command(root, "help")
}

/// Help as it is printed; where the parser leaves words of its own, ours are put in their place.
pub(super) fn rendered(
    text: &clap::builder::StyledStr,
    colour: bool,
    session: Wording<'_>,
) -> String {
    let text = if colour {
        text.ansi().to_string()
    } else {
        text.to_string()
    };
    session.usage(&text)
}

/// Wraps what is printed at the terminal's width, or at a fixed one where there is none.
pub(super) fn columns(width: Option<usize>) -> usize {
    const MOST: usize = 110;
    width.unwrap_or(MOST).clamp(40, MOST)
}

/// Words the parser's tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wording<'a> {
    pub words: &'a Words,
    pub lang: Lang,
}

impl Wording<'_> {
    fn get(self, key: &str) -> Option<String> {
        let text = self.words.get(self.lang, key);
        (text != key).then(|| text.to_owned())
    }

    /// A text, or its key where it is missing, which a test rules out.
    fn text(self, key: &str) -> String {
        self.words.get(self.lang, key).to_owned()
    }

    /// A usage line in which the parser's own words are replaced.
    pub(super) fn usage(self, line: &str) -> String {
        line.replace(
            "[OPTIONS]",
            &format!("[{}]", self.text("help.options_name")),
        )
    }

    fn command(self, command: clap::Command, path: &str) -> clap::Command {
        let heading = anstyle::Style::new().bold().underline();
        let usage = self.text("help.heading.usage");
        let mut place = 0;
        let command = command
            .about(self.text(&format!("{path}.about")))
            .help_template(format!(
                "{{about-with-newline}}\n{heading}{usage}:{heading:#} {{usage}}\n\n{{all-args}}{{after-help}}"
            ))
            .disable_help_flag(true)
            .disable_help_subcommand(true)
            .subcommand_help_heading(self.text("help.heading.commands"))
            .subcommand_value_name(self.text("help.value.COMMAND"))
            .mut_args(|arg| {
                let arg = self.arg(arg, path);
                if arg.is_positional() {
                    // In the order in which they are typed; the parser would sort them by name.
                    place += 1;
                    arg.display_order(place)
                } else {
                    arg
                }
            });
        let command = match self.get(&format!("{path}.after")) {
            Some(after) => command.after_help(after),
            None => command,
        };
        command.mut_subcommands(|sub| {
            let path = format!("{path}.{}", sub.get_name());
            self.command(sub, &path)
        })
    }

    fn arg(self, arg: Arg, path: &str) -> Arg {
        let id = arg.get_id().as_str().to_owned();
        let shared = arg.is_global_set() || id == "version";
        let key = if shared {
            format!("help.arg.{id}")
        } else {
            format!("{path}.arg.{id}")
        };
        let heading = if shared {
            "help.heading.shared"
        } else if arg.is_positional() {
            "help.heading.arguments"
        } else {
            "help.heading.options"
        };
        let mut help = self.text(&key);
        let takes_values = arg.get_action().takes_values();
        let list = |values: Vec<String>| values.join(", ");
        let possible: Vec<String> = arg
            .get_possible_values()
            .iter()
            .map(|value| value.get_name().to_owned())
            .collect();
        if takes_values && !possible.is_empty() {
            help.push_str(&self.note("help.possible", list(possible)));
        }
        let default: Vec<String> = arg
            .get_default_values()
            .iter()
            .map(|value| value.to_string_lossy().into_owned())
            .collect();
        if takes_values && !default.is_empty() {
            help.push_str(&self.note("help.default", list(default)));
        }
        let names: Vec<String> = arg
            .get_value_names()
            .unwrap_or_default()
            .iter()
            .map(|name| self.text(&format!("help.value.{name}")))
            .collect();
        let arg = arg.help(help).help_heading(self.text(heading));
        if !takes_values {
            return arg;
        }
        let arg = arg.hide_possible_values(true).hide_default_value(true);
        if names.is_empty() {
            arg
        } else {
            arg.value_names(names)
        }
    }

    fn note(self, key: &str, values: String) -> String {
        let note = self.words.fill(self.lang, key, &[("values", values)]);
        format!(" [{note}]")
    }
}

/// `help [COMMAND…]`.
pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let mut tree = command(session.words(), session.lang()).term_width(columns(session.width()));
    tree.build();
    let mut asked = &mut tree;
    for name in &typed.command {
        let known: Vec<String> = asked
            .get_subcommands()
            .map(|sub| sub.get_name().to_owned())
            .collect();
        asked = match asked.find_subcommand_mut(name) {
            Some(sub) => sub,
            None => return Err(written::unknown("usage.unknown_command", name, &known).into()),
        };
    }
    let help = asked.render_help();
    let text = rendered(&help, session.colour(), session.wording());
    session.print(&text)?;
    Ok(Exit::Ok)
}
