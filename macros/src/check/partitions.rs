//! Rules about partitions.
//!
//! In: words on the struct, and its keys. Out: how the table is divided. Does not know types.

use proc_macro2::Span;
use syn::ext::IdentExt;

use super::keys::{self, Keys};
use super::{Input, Named};
use crate::attr::{self, Bound, Count, Method, Value};
use crate::errors::Errors;
use crate::model::{Partition, PartitionBound, PartitionMethod, Partitioning};

/// Gathers the words about partitions.
pub(super) fn partitions(
    input: &Input,
    columns: &[Named],
    keys: &Keys,
    errors: &mut Errors,
) -> Option<Partitioning> {
    let partitions = &input.words.partitions;
    let Some(by) = &input.words.partition_by else {
        if let Some(partition) = partitions.first() {
            errors.add(
                partition.word,
                "the table is not divided\nhelp: add `partition_by(range(field))`, with `list` or `hash` in the place of `range` where you want that",
            );
        }
        return None;
    };
    let over = by.fields.iter();
    let named: Vec<String> = over
        .map(|field| keys::column(input, field, &[], columns, errors))
        .collect();
    let position = |name: &String| columns.iter().position(|column| column.name.text == *name);
    let positions: Vec<usize> = named.iter().filter_map(position).collect();
    repeated(by, errors);
    // A field that is not there was told already.
    if positions.len() == named.len() {
        in_every_key(by, &named, keys, errors);
    }
    let method = method(by, partitions, errors);
    names(partitions, errors);
    let width = by.fields.len();
    let (mut found, mut bounds) = (Vec::new(), Vec::new());
    for partition in partitions {
        let bound = bound(by.method, width, partition, errors)?;
        let columns = positions.iter().copied().cycle();
        let values = match &bound {
            PartitionBound::Range(from, to) => from.iter().chain(to).collect(),
            PartitionBound::List(values) => values.iter().collect(),
            PartitionBound::Default | PartitionBound::Dropped => Vec::new(),
        };
        bounds.extend(columns.zip(values.into_iter().cloned()));
        found.push(Partition {
            name: partition.name.text.clone(),
            bound,
        });
    }
    overlaps(&found, partitions, errors);
    Some(Partitioning {
        rolling: by
            .every
            .and_then(|every| Some((*positions.first()?, every.span))),
        method: method?,
        columns: named,
        partitions: found,
        bounds,
    })
}

fn repeated(by: &attr::PartitionBy, errors: &mut Errors) {
    for (at, field) in by.fields.iter().enumerate() {
        if by.fields[..at]
            .iter()
            .any(|other| other.unraw() == field.unraw())
        {
            errors.add(
                field.span(),
                format!("duplicate `{}`\nhelp: name each field once", field.unraw()),
            );
        }
    }
    if let (Method::List, Some(second)) = (by.method, by.fields.get(1)) {
        errors.add(
            second.span(),
            "a list divides rows by one field\nhelp: take the others away, or divide by `range`",
        );
    }
}

/// Uniqueness is looked after in each partition alone, so a key must tell the partition.
fn in_every_key(by: &attr::PartitionBy, named: &[String], keys: &Keys, errors: &mut Errors) {
    let primary: Vec<&String> = keys.primary.iter().map(|(name, _)| name).collect();
    let unique = |key: &crate::model::Key| {
        named
            .iter()
            .all(|name| key.columns().any(|column| column == name))
    };
    for (field, name) in by.fields.iter().zip(named) {
        if !primary.is_empty() && !primary.contains(&name) {
            errors.add(
                field.span(),
                format!(
                    "the primary key does not contain `{name}`, by which rows are divided\nhelp: make it part of the key: `primary_key({}, {name})`",
                    primary.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
                ),
            );
            return;
        }
    }
    if let Some(key) = keys.uniques.iter().find(|key| !unique(key)) {
        let columns: Vec<&str> = key.columns().collect();
        errors.add(
            by.method_span,
            format!(
                "the unique key over `{}` does not contain `{}`, by which rows are divided\nhelp: make it part of the key: `unique({}, {})`",
                columns.join(", "),
                named.join(", "),
                columns.join(", "),
                named.join(", ")
            ),
        );
    }
}

fn method(
    by: &attr::PartitionBy,
    partitions: &[attr::Partition],
    errors: &mut Errors,
) -> Option<PartitionMethod> {
    if by.method != Method::Hash
        && let Some(Count { span, .. }) = by.partitions
    {
        errors.add(
            span,
            "a number of partitions is for `hash`\nhelp: declare each partition: `partition(name = \"...\", ...)`",
        );
        return None;
    }
    let Some(every) = by.every else {
        if let Some(Count { span, .. }) = by.ahead.or(by.keep) {
            errors.add(
                span,
                "`ahead` and `keep` are for partitions that are made as time goes on\nhelp: say how long each is: `every = \"1 month\"`",
            );
            return None;
        }
        return match (by.method, by.partitions) {
            (Method::Range, _) => Some(PartitionMethod::Range),
            (Method::List, _) => Some(PartitionMethod::List),
            (Method::Hash, Some(Count { number: 1.., .. })) => {
                if let Some(partition) = partitions.first() {
                    errors.add(
                        partition.word,
                        "partitions by `hash` are numbered\nhelp: take `partition(...)` away",
                    );
                }
                by.partitions
                    .map(|count| PartitionMethod::Hash(count.number))
            }
            (Method::Hash, _) => {
                errors.add(
                    by.method_span,
                    "`hash` needs a number of partitions\nhelp: write `partition_by(hash(id), partitions = 8)`",
                );
                None
            }
        };
    };
    if by.method != Method::Range || by.fields.len() != 1 {
        errors.add(
            every.span,
            "`every` needs a range over one field\nhelp: write `partition_by(range(created_at), every = \"1 month\")`",
        );
        return None;
    }
    let is_ranged = |one: &&attr::Partition| one.default.is_none() && one.dropped.is_none();
    if let Some(partition) = partitions.iter().find(is_ranged) {
        errors.add(
            partition.word,
            "`every` makes the partitions of this table\nhelp: take this one away; only a default one can stand beside them",
        );
        return None;
    }
    Some(PartitionMethod::Rolling {
        every,
        ahead: by.ahead.map_or(1, |count| count.number),
        keep: by.keep.map(|count| count.number),
    })
}

fn names(partitions: &[attr::Partition], errors: &mut Errors) {
    for (at, partition) in partitions.iter().enumerate() {
        let name = &partition.name;
        if name.text.trim().is_empty() {
            errors.add(
                name.span,
                "the name is empty\nhelp: give the partition a name, such as `p2026`",
            );
        }
        let mut others = partitions[..at].iter();
        if others.any(|other| other.name.text.eq_ignore_ascii_case(&name.text)) {
            errors.add(
                name.span,
                format!(
                    "duplicate partition `{}`\nhelp: give each a name of its own",
                    name.text
                ),
            );
        }
    }
    let mut defaults = partitions.iter().filter_map(|one| one.default).skip(1);
    if let Some(span) = defaults.next() {
        errors.add(
            span,
            "there is a default partition already\nhelp: keep one of them",
        );
    }
}

/// Which rows a partition holds. Nothing, where that was told as a mistake.
fn bound(
    method: Method,
    width: usize,
    partition: &attr::Partition,
    errors: &mut Errors,
) -> Option<PartitionBound> {
    let word = partition.word;
    let said = [
        partition
            .from
            .as_ref()
            .or(partition.to.as_ref())
            .map(|one| one.word),
        partition.values.as_ref().map(|one| one.word),
        partition.default,
        partition.dropped,
    ];
    if let Some(second) = said.into_iter().flatten().nth(1) {
        errors.add(
            second,
            "a partition holds a range, a list of values, or what no other does\nhelp: keep one of them",
        );
        return None;
    }
    match (method, partition) {
        (_, one) if one.dropped.is_some() => Some(PartitionBound::Dropped),
        (_, one) if one.default.is_some() => Some(PartitionBound::Default),
        (
            Method::Range,
            attr::Partition {
                from: Some(from),
                to: Some(to),
                ..
            },
        ) => {
            let to_word = to.word;
            let (from, to) = (ends(from, width, errors)?, ends(to, width, errors)?);
            is_range(&from, &to, to_word, errors)?;
            Some(PartitionBound::Range(from, to))
        }
        (
            Method::List,
            attr::Partition {
                values: Some(values),
                ..
            },
        ) => {
            let is_value = |bound: &&Bound| matches!(bound.value, Value::Least | Value::Greatest);
            if let Some(bound) = values.values.iter().find(is_value) {
                errors.add(
                    bound.span,
                    "a list has values alone\nhelp: name the values, or use `default`",
                );
                return None;
            }
            Some(PartitionBound::List(values.values.clone()))
        }
        (Method::Hash, _) => None,
        (Method::Range, _) => {
            errors.add(
                word,
                "a partition of a range needs `from` and `to`\nhelp: write `from = ..., to = ...`, or `default` for what no other holds",
            );
            None
        }
        (Method::List, _) => {
            errors.add(
                word,
                "a partition of a list needs its values\nhelp: write `values(...)`, or `default` for what no other holds",
            );
            None
        }
    }
}

/// One value for each field. `minvalue` and `maxvalue` stand for all that follow.
fn ends(bounds: &attr::Bounds, width: usize, errors: &mut Errors) -> Option<Vec<Bound>> {
    let mut values = bounds.values.clone();
    let last = values.last().cloned();
    if let Some(last) = last.filter(|last| matches!(last.value, Value::Least | Value::Greatest))
        && values.len() < width
    {
        values.resize(width, last);
    }
    if values.len() != width {
        errors.add(
            bounds.word,
            format!("expected {width} values, as many as `range` has fields\nhelp: write one value for each field"),
        );
        return None;
    }
    Some(values)
}

fn is_range(from: &[Bound], to: &[Bound], word: Span, errors: &mut Errors) -> Option<()> {
    if before(from, to) == Some(false) {
        errors.add(
            word,
            "the range is empty: `to` is not behind `from`\nhelp: `to` is the first value that the partition does not hold",
        );
        return None;
    }
    Some(())
}

/// Whether the first values are before the second ones, where that can be told: numbers, and dates of the
/// same form.
fn before(a: &[Bound], b: &[Bound]) -> Option<bool> {
    for (a, b) in a.iter().zip(b) {
        let order = match (&a.value, &b.value) {
            (Value::Number(a), Value::Number(b)) => {
                a.parse::<i128>().ok()?.cmp(&b.parse::<i128>().ok()?)
            }
            (Value::Text(a), Value::Text(b)) if is_dated(a) && is_dated(b) => a.cmp(b),
            (Value::Text(a), Value::Text(b)) if a == b => std::cmp::Ordering::Equal,
            (Value::Least, Value::Least) | (Value::Greatest, Value::Greatest) => {
                std::cmp::Ordering::Equal
            }
            (Value::Least, _) | (_, Value::Greatest) => return Some(true),
            (_, Value::Least) | (Value::Greatest, _) => return Some(false),
            _ => return None,
        };
        if order.is_ne() {
            return Some(order.is_lt());
        }
    }
    Some(false)
}

fn is_dated(text: &str) -> bool {
    text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-'
}

/// Refuses two partitions that hold the same rows, where that can be told.
fn overlaps(found: &[Partition], written: &[attr::Partition], errors: &mut Errors) {
    for (at, one) in found.iter().enumerate() {
        let span = written[at].word;
        for other in &found[..at] {
            match (&one.bound, &other.bound) {
                (PartitionBound::Range(a, b), PartitionBound::Range(c, d))
                    if before(a, d) == Some(true) && before(c, b) == Some(true) =>
                {
                    overlap(span, &other.name, errors);
                }
                (PartitionBound::List(a), PartitionBound::List(b)) => {
                    let twice = a
                        .iter()
                        .find(|one| b.iter().any(|two| two.value == one.value));
                    if let Some(bound) = twice {
                        overlap(bound.span, &other.name, errors);
                    }
                }
                _ => {}
            }
        }
    }
}

fn overlap(span: Span, other: &str, errors: &mut Errors) {
    errors.add(
        span,
        format!("partition `{other}` holds these rows as well\nhelp: let each value belong to one partition"),
    );
}
