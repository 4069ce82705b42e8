//! Collects everything that is wrong with one struct, and words the suggestions.
//!
//! In: a place and a message. Out: all of them as one `syn::Error`. Knows no rule.

use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

/// The mistakes found so far. Dropping it without [`Errors::finish`] would swallow them.
#[derive(Default)]
pub(crate) struct Errors {
    found: Vec<syn::Error>,
    is_read: bool,
}

impl Errors {
    /// Adds a mistake of one token.
    pub(crate) fn add(&mut self, span: Span, message: impl Display) {
        self.found.push(syn::Error::new(span, message));
    }

    /// Adds a mistake of several tokens.
    pub(crate) fn add_spanned(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.found.push(syn::Error::new_spanned(tokens, message));
    }

    /// Adds a mistake that a reader returned.
    pub(crate) fn push(&mut self, error: syn::Error) {
        self.found.push(error);
    }

    /// How many there are, so that a caller can ask whether its own part failed.
    pub(crate) fn count(&self) -> usize {
        self.found.len()
    }

    /// All of them.
    pub(crate) fn finish(mut self) -> syn::Result<()> {
        self.is_read = true;
        let all = std::mem::take(&mut self.found);
        match all.into_iter().reduce(|mut all, next| {
            all.combine(next);
            all
        }) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        // A panic while panicking would abort the compiler and hide the first message.
        if !std::thread::panicking() {
            debug_assert!(self.is_read, "the mistakes of a struct were not reported");
        }
    }
}

/// The help line of an unknown word: the nearest known one, or all of them.
pub(crate) fn suggestion(word: &str, known: &[impl AsRef<str>]) -> String {
    match nearest(word, known) {
        Some(known) => format!("help: did you mean `{known}`?"),
        None if known.len() > READABLE => {
            "help: the documentation of `trueup::Table` lists the words".to_owned()
        }
        None if known.is_empty() => "help: there is none to choose from".to_owned(),
        None => format!("help: expected {}", alternatives(known)),
    }
}

/// The known word that was probably meant.
pub(crate) fn nearest<'a>(word: &str, known: &'a [impl AsRef<str>]) -> Option<&'a str> {
    let near = known
        .iter()
        .map(|known| (distance(word, known.as_ref()), known.as_ref()))
        .min_by_key(|(distance, _)| *distance);
    near.filter(|(distance, _)| *distance <= word.chars().count().div_ceil(3))
        .map(|(_, known)| known)
        .or_else(|| longer(word, known))
}

/// The only known word that is made of this one and others, as `initially_deferred` is of `deferred`.
fn longer<'a>(word: &str, known: &'a [impl AsRef<str>]) -> Option<&'a str> {
    let length = word.chars().count();
    let is_part = |part: &str| length > 3 && distance(word, part) <= length / 4;
    let mut longer = known
        .iter()
        .map(AsRef::as_ref)
        .filter(|known| known.contains('_') && known.split('_').any(is_part));
    let found = longer.next();
    found.filter(|_| longer.next().is_none())
}

/// How many words a sentence can list.
const READABLE: usize = 15;

fn alternatives(known: &[impl AsRef<str>]) -> String {
    let quoted: Vec<_> = known
        .iter()
        .map(|known| format!("`{}`", known.as_ref()))
        .collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// How many letters must be added, removed, replaced or swapped with their neighbour.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.to_lowercase().chars().collect();
    let right: Vec<char> = right.to_lowercase().chars().collect();
    let mut rows: Vec<Vec<usize>> = vec![(0..=right.len()).collect()];
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let replaced = rows[i][j] + usize::from(a != b);
            let mut best = replaced.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[left.len()][right.len()]
}
