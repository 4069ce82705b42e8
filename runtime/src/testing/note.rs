//! The note that each database for tests bears, and when it may go.
//!
//! In: a database's name and its note. Out: whether it is dropped. Only what has such a note ever is.

use super::{DAYS, TEMPLATE, TEST};
use std::time::SystemTime;

pub(super) const UNFINISHED: &str = "trueup template, unfinished";
pub(super) const USED: &str = "trueup template, used on day ";
pub(super) const RUNNING: &str = "trueup test, running since day ";
pub(super) const FAILED: &str = "trueup test, failed: ";

pub(super) fn used() -> String {
    format!("{USED}{}", today())
}

pub(super) fn running(test: &str) -> String {
    format!("{RUNNING}{}: {test}", today())
}

pub(super) fn failed(test: &str) -> String {
    format!("{FAILED}{test}")
}

/// Whether a database with this note may go: a template that nobody uses, what a killed run left, and
/// what failed in the last run of the same test.
pub(super) fn is_stale(name: &str, note: &str, prefix: &str) -> bool {
    let is_old = |start: &str| {
        let rest = note.strip_prefix(start)?;
        let digits = rest.split(':').next()?;
        Some(digits.parse::<u64>().ok()? + DAYS < today())
    };
    if name.starts_with(TEMPLATE) {
        return is_old(USED) == Some(true);
    }
    name.starts_with(TEST)
        && (is_old(RUNNING) == Some(true) || name.starts_with(prefix) && note.starts_with(FAILED))
}

/// Days since 1970.
fn today() -> u64 {
    let since = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    since.as_secs() / (24 * 60 * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_our_note_goes() {
        let old = today() - DAYS - 1;
        let prefix = "trueup_test_0a_";
        for (name, note, goes) in [
            ("trueup_template_x", format!("{USED}{old}"), true),
            ("trueup_template_x", used(), false),
            ("trueup_template_x", UNFINISHED.to_owned(), false),
            ("trueup_template_x", String::new(), false),
            ("trueup_test_0a_1", failed("a"), true),
            ("trueup_test_0b_1", failed("b"), false),
            ("trueup_test_0a_1", running("a"), false),
            ("trueup_test_0b_1", format!("{RUNNING}{old}: b"), true),
            ("trueup_test_0a_1", String::new(), false),
            ("shop", format!("{USED}{old}"), false),
            ("shop", failed("a"), false),
        ] {
            assert_eq!(is_stale(name, &note, prefix), goes, "{name}: {note}");
        }
    }
}
