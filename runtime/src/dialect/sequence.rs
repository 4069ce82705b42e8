//! What a sequence does where nobody says it.
//!
//! In: settings of a sequence in the words of the model. Out: the same without those that the server
//! would take anyway, or with all of them. Knows PostgreSQL and MariaDB, the engines with sequences.

use std::collections::BTreeMap;

use crate::model::Engine;

/// The settings that the server fills in, in the words of the model.
type Options = BTreeMap<String, String>;

/// All settings: those that are not given are the server's. `data_type` is the type of a sequence
/// that does not name one.
pub(crate) fn completed(options: &Options, engine: Engine, data_type: &str) -> Options {
    let mut all = options.clone();
    let said = |all: &Options, word: &str| all.get(word).cloned();
    let is_descending = said(&all, "increment").is_some_and(|step| step.starts_with('-'));
    let data_type = said(&all, "as").unwrap_or_else(|| data_type.to_owned());
    let (least, greatest) = range(engine, &data_type);
    let mut fill = |word: &str, value: String| {
        all.entry(word.to_owned()).or_insert(value);
    };
    if engine == Engine::Postgres {
        fill("as", data_type);
    }
    fill("increment", "1".to_owned());
    if is_descending {
        fill("minimum", least.to_string());
        fill("maximum", "-1".to_owned());
    } else {
        fill("minimum", "1".to_owned());
        fill("maximum", greatest.to_string());
    }
    let cache = if engine == Engine::Postgres {
        "1"
    } else {
        "1000"
    };
    fill("cache", cache.to_owned());
    fill("cycle", "false".to_owned());
    let end = if is_descending { "maximum" } else { "minimum" };
    if let Some(start) = said(&all, end) {
        all.entry("start".to_owned()).or_insert(start);
    }
    all
}

/// Only the settings that the server would not take anyway.
pub(crate) fn unusual(options: &Options, engine: Engine, data_type: &str) -> Options {
    // So it is for nearly every column that there is, and for nearly every sequence.
    let usual = Options::new();
    if *options == usual
        || completed(options, engine, data_type) == completed(&usual, engine, data_type)
    {
        return usual;
    }
    let mut kept = options.clone();
    // Each setting alone decides nothing but what follows from it, so one after the other goes.
    for word in [
        "start",
        "minimum",
        "maximum",
        "cache",
        "cycle",
        "increment",
        "as",
    ] {
        let mut without = kept.clone();
        without.remove(word);
        if completed(&without, engine, data_type) == completed(&kept, engine, data_type) {
            kept = without;
        }
    }
    kept
}

/// The least and the greatest number of a type.
fn range(engine: Engine, data_type: &str) -> (i64, i64) {
    match data_type {
        "smallint" => (i64::from(i16::MIN), i64::from(i16::MAX)),
        "integer" => (i64::from(i32::MIN), i64::from(i32::MAX)),
        // MariaDB keeps the outermost numbers to mark the end.
        _ if engine == Engine::MySql => (-i64::MAX, i64::MAX - 1),
        _ => (i64::MIN, i64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::{Options, completed, unusual};
    use crate::model::Engine;

    fn options(words: &[(&str, &str)]) -> Options {
        let pair = |(word, value): &(&str, &str)| ((*word).to_owned(), (*value).to_owned());
        words.iter().map(pair).collect()
    }

    #[test]
    fn what_the_server_takes_anyway_is_not_said() {
        for (given, expected) in [
            (options(&[("start", "1"), ("increment", "1")]), options(&[])),
            (options(&[("start", "1000")]), options(&[("start", "1000")])),
            (
                options(&[("minimum", "5"), ("start", "5")]),
                options(&[("minimum", "5")]),
            ),
            (
                options(&[("increment", "-1"), ("maximum", "-1"), ("start", "-1")]),
                options(&[("increment", "-1")]),
            ),
            (
                options(&[("as", "integer"), ("maximum", "2147483647")]),
                options(&[("as", "integer")]),
            ),
            (options(&[("cache", "1000")]), options(&[("cache", "1000")])),
        ] {
            assert_eq!(unusual(&given, Engine::Postgres, "bigint"), expected);
        }
        assert_eq!(
            unusual(&options(&[("cache", "1000")]), Engine::MySql, "bigint"),
            options(&[])
        );
    }

    #[test]
    fn all_settings_of_a_plain_sequence_are_known() {
        let all = completed(&options(&[]), Engine::Postgres, "smallint");
        assert_eq!(all["maximum"], "32767");
        assert_eq!(all["start"], "1");
        assert_eq!(all.len(), 7);
    }
}
