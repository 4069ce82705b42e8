//! Where a definition is written, and what is wrong with it.
//!
//! In: the place that the derive saw, and a sentence. Out: both, drawn as rustc draws an error. Knows no rule.

use std::fmt;
use std::hash::{Hash, Hasher};

use super::PlaceMeta;

/// Where something is written in the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as the compiler was given it.
    pub file: &'static str,
    /// The line, from 1; 0 where it is not known.
    pub line: u32,
    /// The column, from 1; 0 where only the line is known.
    pub column: u32,
}

/// Where a definition stands says nothing of what it is: definitions that a comment moves down have one hash.
impl Hash for Place {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Place {
    /// The place of what no macro wrote.
    pub const UNKNOWN: Self = Self {
        file: "",
        line: 0,
        column: 0,
    };

    /// Whether there is something to point at.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        self.line > 0
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        match self.column {
            0 => Ok(()),
            column => write!(f, ":{column}"),
        }
    }
}

impl From<PlaceMeta> for Place {
    fn from(place: PlaceMeta) -> Self {
        Self {
            file: place.file,
            line: place.line,
            column: 0,
        }
    }
}

/// Something that is wrong with the definitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, and the way out on a line that begins with `help:`.
    pub message: String,
    /// The structs that it is about, known places only.
    pub places: Vec<Place>,
}

impl Problem {
    /// A problem of no struct in particular.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            places: Vec::new(),
        }
    }

    /// The same problem, at one more place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        if place.is_known() && !self.places.contains(&place) {
            self.places.push(place);
        }
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, help) = match self.message.find("\nhelp:") {
            Some(end) => self.message.split_at(end),
            None => (&*self.message, ""),
        };
        write!(f, "error: {what}")?;
        for (number, place) in self.places.iter().enumerate() {
            let arrow = if number == 0 { "-->" } else { ":::" };
            write!(f, "\n  {arrow} {place}")?;
        }
        f.write_str(help)
    }
}

/// All of them, with an empty line between.
pub(crate) fn drawn(problems: &[Problem]) -> String {
    let drawn: Vec<String> = problems.iter().map(ToString::to_string).collect();
    drawn.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_looks_like_an_error_of_rustc() {
        let place = |line| Place {
            file: "src/models.rs",
            line,
            column: 12,
        };
        let twice = Problem::new("table `users` is defined twice\nhelp: keep one of them")
            .at(place(8))
            .at(Place::UNKNOWN)
            .at(place(30));
        let nowhere = Problem::new("no table is linked");
        assert_eq!(
            drawn(&[twice, nowhere]),
            "error: table `users` is defined twice\n  --> src/models.rs:8:12\n  ::: src/models.rs:30:12\nhelp: keep one of them\n\n\
             error: no table is linked"
        );
    }
}
