//! Sequences of their own, and the words that those of columns share with them.
//!
//! In: sequences of the model. Out: their statements. No statement takes a number back.

use std::collections::BTreeMap;

use super::numbering;
use super::words::{literal, quote, table as named};
use crate::dialect::sequence::completed;
use crate::dialect::{Obstacle, Rendered, Scene, Statement};
use crate::model::{Column, Engine, Sequence};

/// The type of the numbers where nobody says it.
const USUAL_TYPE: &str = "bigint";

pub(super) fn create(sequence: &Sequence, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
    for table in &scene.before.tables {
        let mut columns = table.columns.iter();
        let is_its = |column: &&Column| {
            numbering::sequence_of(&table.name, column).as_ref() == Some(&sequence.name)
        };
        if let Some(column) = columns.find(is_its) {
            return Err(Obstacle::new(
                &sequence.name,
                format!(
                    "`{}.{}` numbers its rows with a sequence of that name",
                    table.name, column.name
                ),
                "give one of the two another name: what the column counted is lost with it otherwise",
            ));
        }
    }
    let words = words(&sequence.options);
    let name = named(&sequence.name);
    let mut statements = vec![Statement::new(spaced(
        &format!("CREATE SEQUENCE {name}"),
        &words,
    ))];
    if let Some((table, column)) = &sequence.owned_by {
        let sql = format!(
            "ALTER SEQUENCE {name} OWNED BY {}.{}",
            named(table),
            quote(column)
        );
        statements.push(Statement::new(sql));
    }
    if sequence.comment.is_some() {
        statements.push(comment(sequence));
    }
    Ok(statements.into())
}

pub(super) fn drop(sequence: &Sequence) -> Rendered {
    Statement::new(format!("DROP SEQUENCE {}", named(&sequence.name))).into()
}

pub(super) fn alter(from: &Sequence, to: &Sequence) -> Rendered {
    let name = named(&to.name);
    let mut statements = Vec::new();
    let changed = changed(&from.options, &to.options, USUAL_TYPE);
    if !changed.is_empty() {
        statements.extend(begun(&name, &from.options, &to.options, USUAL_TYPE).map(Statement::new));
        let mut words = words(&changed);
        words.extend(restart(&from.options, &to.options, USUAL_TYPE));
        let sql = spaced(&format!("ALTER SEQUENCE {name}"), &words);
        statements.push(Statement::new(sql));
    }
    if from.owned_by != to.owned_by {
        let owner = to.owned_by.as_ref();
        let owner = owner.map_or_else(
            || "NONE".to_owned(),
            |(table, column)| format!("{}.{}", named(table), quote(column)),
        );
        statements.push(Statement::new(format!(
            "ALTER SEQUENCE {name} OWNED BY {owner}"
        )));
    }
    if from.comment != to.comment {
        statements.push(comment(to));
    }
    statements.into()
}

fn comment(sequence: &Sequence) -> Statement {
    super::commented("SEQUENCE", &sequence.name, sequence.comment.as_deref())
}

/// The settings that a sequence must be given to become the other one.
pub(super) fn changed(
    from: &BTreeMap<String, String>,
    to: &BTreeMap<String, String>,
    data_type: &str,
) -> BTreeMap<String, String> {
    let from = completed(from, Engine::Postgres, data_type);
    let to = completed(to, Engine::Postgres, data_type);
    to.into_iter()
        .filter(|(word, value)| from.get(word) != Some(value))
        .collect()
}

/// A sequence that gave no number yet begins at its new start, where its old one lies outside of the new
/// ends: the server would refuse them.
pub(super) fn begun(
    sequence: &str,
    from: &BTreeMap<String, String>,
    to: &BTreeMap<String, String>,
    data_type: &str,
) -> Option<String> {
    let from = completed(from, Engine::Postgres, data_type);
    let to = completed(to, Engine::Postgres, data_type);
    let is_within = |value: i64, settings: &BTreeMap<String, String>| {
        number(settings, "minimum").is_some_and(|least| least <= value)
            && number(settings, "maximum").is_some_and(|greatest| value <= greatest)
    };
    let (old, start) = (number(&from, "start")?, number(&to, "start")?);
    (!is_within(old, &to) && is_within(start, &from)).then(|| {
        format!(
            "SELECT pg_catalog.setval({}::regclass, {start}, false) FROM {sequence} WHERE NOT is_called",
            literal(sequence).trim_start()
        )
    })
}

/// The word that begins a sequence anew, where no number that it can have reached lies within its new ends: the
/// server would refuse any of them.
pub(super) fn restart(
    from: &BTreeMap<String, String>,
    to: &BTreeMap<String, String>,
    data_type: &str,
) -> Option<String> {
    let from = completed(from, Engine::Postgres, data_type);
    let to = completed(to, Engine::Postgres, data_type);
    let is_above = |upper: &BTreeMap<String, String>, lower: &BTreeMap<String, String>| {
        number(lower, "maximum") < number(upper, "minimum")
    };
    (is_above(&from, &to) || is_above(&to, &from)).then(|| "RESTART".to_owned())
}

pub(super) fn number(settings: &BTreeMap<String, String>, word: &str) -> Option<i64> {
    settings.get(word)?.parse().ok()
}

/// Settings as `CREATE SEQUENCE` takes them. Numbers and words alone: whatever else a snapshot holds
/// is quoted, and refused by the server.
pub(super) fn words(options: &BTreeMap<String, String>) -> Vec<String> {
    let order = [
        "as",
        "increment",
        "minimum",
        "maximum",
        "start",
        "cache",
        "cycle",
    ];
    order
        .into_iter()
        .filter_map(|word| options.get(word).map(|value| (word, plain(value))))
        .map(|(word, value)| match word {
            "as" => format!("AS {value}"),
            "increment" => format!("INCREMENT BY {value}"),
            "minimum" => format!("MINVALUE {value}"),
            "maximum" => format!("MAXVALUE {value}"),
            "start" => format!("START WITH {value}"),
            "cache" => format!("CACHE {value}"),
            _ if value == "true" => "CYCLE".to_owned(),
            _ => "NO CYCLE".to_owned(),
        })
        .collect()
}

fn plain(value: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if value.chars().all(is_plain) {
        value.to_owned()
    } else {
        literal(value)
    }
}

/// The words behind the others.
pub(super) fn spaced(sql: &str, words: &[String]) -> String {
    std::iter::once(sql)
        .chain(words.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join(" ")
}
