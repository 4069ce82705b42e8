//! Reports as people read them.
//!
//! In: a report. Out: plain text without colours, for a terminal and for the log of a failed boot.
//! Decides nothing.

use std::collections::BTreeSet;
use std::fmt;

use super::{Report, StepReport, StepStatus};
use crate::consent::{Consent, Hold};

/// Longer lines are wrapped.
const WIDTH: usize = 96;

/// Where what belongs to a step begins.
const INDENT: usize = 7;

/// How a plan is approved.
pub(super) fn approval(hash: &str) -> String {
    format!("to let everything in this plan run, approve its hash:\nTRUEUP_APPROVED_PLANS={hash}")
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.steps.is_empty() {
            writeln!(f, "nothing to do: the database is as the structs say")?;
        }
        for (at, step) in self.steps.iter().enumerate() {
            if at > 0 {
                writeln!(f)?;
            }
            write!(f, "{step}")?;
        }
        for item in &self.foreign {
            writeln!(f, "not ours, left alone: {} `{}`", item.kind, item.object)?;
        }
        for item in &self.unsupported {
            writeln!(
                f,
                "not managed, left alone: {} `{}`: {}",
                item.kind, item.object, item.reason
            )?;
        }
        for warning in &self.warnings {
            writeln!(f, "warning: {warning}")?;
        }
        if let Some(error) = &self.error {
            writeln!(f, "error: {error}")?;
        }
        if !self.steps.is_empty() {
            writeln!(f, "\n{}", self.totals())?;
        }
        if self.awaits_consent() {
            writeln!(f, "{}", self.approval())?;
        }
        Ok(())
    }
}

impl Report {
    /// How many steps there are of each status, in the order in which a run meets them.
    fn totals(&self) -> String {
        let all = [
            StepStatus::Applied,
            StepStatus::Pending,
            StepStatus::Failed,
            StepStatus::NotRun,
            StepStatus::Held,
            StepStatus::Skipped,
        ];
        let totals = all.into_iter().filter_map(|status| {
            let steps = self.steps.iter().filter(|step| step.status == status);
            match steps.count() {
                0 => None,
                count => Some(format!("{count} {}", word(status))),
            }
        });
        totals.collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for StepReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.headline())?;
        for statement in &self.statements {
            for line in statement.sql.lines() {
                paragraph(f, "", line)?;
            }
        }
        for finding in &self.findings {
            let why = format!("{} ({})", finding.reason, finding.rule);
            paragraph(f, &format!("{}: ", finding.grade), &why)?;
        }
        match self.consent {
            Some(Consent::Declared) => paragraph(f, "allowed: ", "the code calls for it")?,
            Some(Consent::Approved) => paragraph(f, "allowed: ", "this plan was approved")?,
            Some(Consent::Mode) | None => {}
        }
        let Some(held) = &self.held else {
            return Ok(());
        };
        if *held != Hold::Grade(self.grade).to_string() {
            return paragraph(f, &format!("{}: ", word(self.status)), held);
        }
        let highest = self
            .findings
            .iter()
            .filter(|finding| finding.grade == self.grade);
        let ways_out: BTreeSet<&str> = highest.map(|finding| finding.way_out.as_str()).collect();
        for way_out in ways_out {
            paragraph(f, "way out: ", way_out)?;
        }
        Ok(())
    }
}

impl StepReport {
    /// The step on one line: its number, its grade, what became of it, and the change in words.
    #[must_use]
    pub fn headline(&self) -> String {
        format!(
            "{:>3}  {:6}  {:9}  {}",
            self.id,
            self.grade,
            word(self.status),
            self.summary
        )
    }
}

const fn word(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Pending => "to run",
        StepStatus::Applied => "applied",
        StepStatus::Held => "held back",
        StepStatus::Failed => "failed",
        StepStatus::NotRun => "not run",
        StepStatus::Skipped => "skipped",
    }
}

/// Writes a text below a step, its later lines indented further.
fn paragraph(f: &mut fmt::Formatter<'_>, label: &str, text: &str) -> fmt::Result {
    let own = text.len() - text.trim_start().len();
    let mut indent = INDENT + own;
    let mut label = label;
    // What stands behind a label is English, where an apostrophe opens nothing.
    let quotes: &[char] = if label.is_empty() {
        &['\'', '"', '`']
    } else {
        &['"', '`']
    };
    let width = WIDTH.saturating_sub(indent + label.len());
    for line in wrap(text.trim_start(), width, quotes) {
        writeln!(f, "{:indent$}{label}{line}", "")?;
        if !label.is_empty() {
            indent += label.len();
            label = "";
        }
    }
    Ok(())
}

/// Breaks a text at spaces, and never inside of quotes: what is copied from it still runs.
fn wrap<'a>(text: &'a str, width: usize, quotes: &[char]) -> Vec<&'a str> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut space = None;
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, _) if quotes.contains(&c) => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, ' ') => space = Some(at),
            _ => {}
        }
        if let Some(end) = space
            && text[start..at].chars().count() >= width
        {
            lines.push(&text[start..end]);
            start = end + 1;
            space = None;
        }
    }
    lines.push(&text[start..]);
    lines
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn long_lines_break_at_spaces_outside_of_quotes() {
        for (text, lines) in [
            ("short", &["short"][..]),
            ("one two three", &["one two", "three"]),
            (
                "one 'two three four' five",
                &["one", "'two three four'", "five"],
            ),
            ("anextremelylongword next", &["anextremelylongword", "next"]),
            ("a näive 雪 b", &["a näive 雪", "b"]),
            ("", &[""]),
        ] {
            assert_eq!(wrap(text, 9, &['\'']), lines, "of {text}");
        }
        assert_eq!(wrap("it's one two", 9, &['"']), ["it's one", "two"]);
    }
}
