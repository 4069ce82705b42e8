//! Measuring beside others: turns, times, growth, and the page and plots that tell them.
//!
//! In: closures that do their work once, with a name each. Out: [`Cell`]s, and from them Markdown and SVG.
//! Knows nobody who is measured: `tests/benches/performance` does.

mod growth;
mod machine;
mod page;
mod plot;
mod race;

pub use growth::exponent;
pub use machine::{Machine, load, peak_kib, processor_time, version};
pub use page::{BEGIN, END, Page, replaced};
pub use plot::{Line, plot};
pub use race::{Limits, Outcome, Runner, Times, race};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// A start with nothing to do.
    Idle,
    /// All tables made in an empty database.
    Empty,
    /// A column that somebody dropped is looked for.
    Drift,
    /// The catalogue read, on a connection that is open.
    Read,
    /// Two schemas compared and planned in memory: processor time.
    Planning,
    /// A crate of structs compiled by cargo: processor time.
    Compiling,
}

impl Measure {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::Idle,
        Self::Empty,
        Self::Drift,
        Self::Read,
        Self::Planning,
        Self::Compiling,
    ];

    /// The name in arguments and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Empty => "empty",
            Self::Drift => "drift",
            Self::Read => "read",
            Self::Planning => "planning",
            Self::Compiling => "compiling",
        }
    }

    /// The heading on the page.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Idle => "A start with nothing to do",
            Self::Empty => "From an empty database",
            Self::Drift => "A column that somebody dropped",
            Self::Read => "Reading the schema",
            Self::Planning => "Comparing and planning in memory",
            Self::Compiling => "Compiling the structs",
        }
    }

    /// What the figures are of.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Idle => {
                "Connecting, looking and closing, inside the process, when everything is as it should be. The models are \
                 loaded before the clock starts."
            }
            Self::Empty => {
                "Connecting and making all tables. The bare client runs the same statements as trueup, in \
                 transactions of a thousand tables where the engine has such, and its time is that of the process."
            }
            Self::Drift => {
                "One column was dropped by hand. Connecting and comparing, without a repair. Whoever did \
                 not notice has no figure."
            }
            Self::Read => {
                "The whole schema read on a connection that is open and warm, beside bare queries of the catalogue for \
                 the same facts."
            }
            Self::Planning => {
                "Definitions lowered, both sides compared, and the steps planned with their statements. Processor time; \
                 no database takes part."
            }
            Self::Compiling => {
                "Crates of structs with twenty fields, each with another derive, when all that they need is built. Processor \
                 time, of cargo and all that it starts. `serde::Serialize` is what most structs derive anyway."
            }
        }
    }

    /// What there are so many of.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Compiling => "structs",
            _ => "tables",
        }
    }
}

/// The times of one of those who are measured, or why there are none.
#[derive(Debug, Clone)]
pub struct Cell {
    /// What was measured.
    pub measure: Measure,
    /// The engine on which it was, or the command.
    pub engine: &'static str,
    /// The number of tables, or of structs.
    pub tables: usize,
    /// Who was measured. Whoever comes first is what the others are divided by.
    pub who: String,
    /// The times.
    pub times: Result<Times, String>,
}
