//! Partitions as words of a struct.
//!
//! In: how the rows of a table are divided, in the dialect's words. Out: the words, or why a struct cannot say
//! it. What a partition has on its own stays with it, and is said nowhere.

use super::Scene;
use super::key::Gap;
use super::words::{Word, literal};
use crate::model::{Day, Engine, Partition, Partitioning, Table, Token, tokens};

/// Seconds of a day, by which MySQL divides moments.
const DAY: i64 = 86_400;

/// The function by which MySQL compares moments.
const SECONDS: [&str; 4] = ["floor", "(", "unix_timestamp", "("];

impl Scene<'_> {
    pub(super) fn partitions(&self, table: &Table) -> Result<Vec<Word>, Gap> {
        let Some(partitioning) = &table.partitioning else {
            return Ok(Vec::new());
        };
        let gap = |reason: String| {
            format!(
                "its partitions by {} ({}), which stay as they are: {reason}",
                partitioning.method.to_lowercase(),
                partitioning.key
            )
        };
        let (columns, are_moments) = key(table, partitioning)
            .ok_or_else(|| gap("its key is more than columns".to_owned()))?;
        let fields = self.fields(table, &columns).join(", ");
        let method = match partitioning.method.split(' ').next().unwrap_or_default() {
            "RANGE" => "range",
            "LIST" => "list",
            "HASH" | "KEY" => return self.spread(table, &fields).map_err(gap),
            _ => return Err(gap("no attribute has this method".to_owned())),
        };
        let mut words = vec![Word::with(
            "partition_by",
            vec![format!("{method}({fields})")],
        )];
        let mut from: Option<Vec<String>> = None;
        for partition in &table.partitions {
            let name = self.partition_name(table, partition).map_err(gap)?;
            let mut arguments = vec![format!("name = {}", literal(name))];
            let values = values(&partition.bound, are_moments)
                .ok_or_else(|| gap(format!("`{name}` holds {}", partition.bound)))?;
            match (self.engine(), &values[..]) {
                (_, []) => arguments.push("default".to_owned()),
                (Engine::MySql, [to]) if method == "range" => {
                    if to.iter().all(|value| value == "maxvalue") {
                        arguments.push("default".to_owned());
                    } else {
                        let least = vec!["minvalue".to_owned(); to.len()];
                        let from = from.replace(to.clone()).unwrap_or(least);
                        arguments.push(format!("from({})", from.join(", ")));
                        arguments.push(format!("to({})", to.join(", ")));
                    }
                }
                (_, [list]) => arguments.push(format!("values({})", list.join(", "))),
                (_, [from, to]) => {
                    arguments.push(format!("from({})", from.join(", ")));
                    arguments.push(format!("to({})", to.join(", ")));
                }
                _ => return Err(gap(format!("`{name}` holds {}", partition.bound))),
            }
            words.push(Word::with("partition", arguments));
        }
        Ok(words)
    }

    /// Rows that are spread evenly. The names follow from the number.
    fn spread(&self, table: &Table, fields: &str) -> Result<Vec<Word>, String> {
        let count = table.partitions.len();
        for partition in &table.partitions {
            let name = self.partition_name(table, partition)?;
            let number = name.strip_prefix('p').and_then(|text| text.parse().ok());
            let number: usize = number
                .filter(|number| *number < count)
                .ok_or_else(|| format!("`{name}` is not named by its number"))?;
            let usual = format!("FOR VALUES WITH (modulus {count}, remainder {number})");
            if self.engine() == Engine::Postgres && partition.bound != usual {
                return Err(format!("`{name}` holds {}", partition.bound));
            }
        }
        let arguments = vec![format!("hash({fields})"), format!("partitions = {count}")];
        Ok(vec![Word::with("partition_by", arguments)])
    }

    /// The name that a struct gives it, without that of its table.
    fn partition_name<'a>(
        &self,
        table: &Table,
        partition: &'a Partition,
    ) -> Result<&'a str, String> {
        if self.engine() != Engine::Postgres {
            return Ok(&partition.name);
        }
        if partition.namespace.is_some() {
            return Err(format!("`{}` is in a namespace of its own", partition.name));
        }
        let rest = partition.name.strip_prefix(&table.name.name);
        let own = rest.and_then(|rest| rest.strip_prefix('_'));
        own.ok_or_else(|| {
            format!(
                "the name of `{}` does not begin with that of its table",
                partition.name
            )
        })
    }
}

/// The columns of the key, and whether MySQL compares their seconds.
fn key(table: &Table, partitioning: &Partitioning) -> Option<(Vec<String>, bool)> {
    let words: Vec<Token> = tokens(&partitioning.key)
        .into_iter()
        .filter(|token| !matches!(token, Token::Space(_)))
        .collect();
    let texts: Vec<String> = words
        .iter()
        .map(|token| token.text().to_lowercase())
        .collect();
    let are_moments = texts.iter().zip(SECONDS).all(|(own, word)| own == word)
        && texts.len() == SECONDS.len() + 3
        && texts.ends_with(&[")".to_owned(), ")".to_owned()]);
    let names = if are_moments {
        &words[SECONDS.len()..=SECONDS.len()]
    } else {
        &words[..]
    };
    let column = |token: &Token| {
        let name = super::words::unquoted(token)?;
        let of_table = |column: &&crate::model::Column| column.name.eq_ignore_ascii_case(&name);
        Some(table.columns.iter().find(of_table)?.name.clone())
    };
    let columns: Option<Vec<String>> = names
        .split(|token| token.text() == ",")
        .map(|part| match part {
            [only] => column(only),
            _ => None,
        })
        .collect();
    Some((columns?, are_moments))
}

/// The values in each pair of parentheses of a bound; none for the partition of everything else.
fn values(bound: &str, are_moments: bool) -> Option<Vec<Vec<String>>> {
    let words = tokens(bound);
    let mut lists: Vec<Vec<String>> = Vec::new();
    let mut minus = "";
    let mut is_inside = false;
    for token in &words {
        match (token, token.text()) {
            (Token::Space(_), _) => {}
            (_, "(") if !is_inside => {
                is_inside = true;
                lists.push(Vec::new());
            }
            (_, ")") if is_inside => is_inside = false,
            _ if !is_inside => {}
            (_, ",") => {}
            (_, "-") if minus.is_empty() => minus = "-",
            (token, text) => {
                let value = match token {
                    Token::Text(text) if minus.is_empty() => literal(&text_value(text)?),
                    Token::Word(word, _) if ["minvalue", "maxvalue"].contains(&word.as_str()) => {
                        word.clone()
                    }
                    Token::Other(_) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                        if are_moments {
                            literal(&moment(text.parse().ok()?))
                        } else {
                            format!("{minus}{text}")
                        }
                    }
                    _ => return None,
                };
                minus = "";
                lists.last_mut()?.push(value);
            }
        }
    }
    let is_default = bound.trim().eq_ignore_ascii_case("default");
    let is_whole = lists.iter().all(|list| !list.is_empty());
    (is_default == lists.is_empty() && is_whole).then_some(lists)
}

/// The text of a literal, a moment without the zone that it always has.
fn text_value(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('\'')?.strip_suffix('\'')?;
    let text = inner.replace("''", "'");
    let is_moment = Day::read(&text).is_some();
    Some(match text.strip_suffix("+00").filter(|_| is_moment) {
        Some(moment) => moment.to_owned(),
        None => text,
    })
}

/// Seconds since 1970 as a moment in UTC.
fn moment(seconds: i64) -> String {
    let (day, rest) = (Day(seconds.div_euclid(DAY)), seconds.rem_euclid(DAY));
    let time = match rest {
        0 => String::new(),
        _ => format!(" {:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60),
    };
    day.text() + &time
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn bounds_are_lists_of_values() {
        for (bound, are_moments, lists) in [
            ("DEFAULT", false, Some(vec![])),
            (
                "FOR VALUES FROM (-5, MINVALUE) TO (7, 'a''b')",
                false,
                Some(vec![vec!["-5", "minvalue"], vec!["7", "\"a'b\""]]),
            ),
            (
                "FOR VALUES FROM ('2026-01-01 00:00:00+00') TO (MAXVALUE)",
                false,
                Some(vec![vec!["\"2026-01-01 00:00:00\""], vec!["maxvalue"]]),
            ),
            (
                "VALUES LESS THAN (1767268800)",
                true,
                Some(vec![vec!["\"2026-01-01 12:00:00\""]]),
            ),
            ("FOR VALUES IN ('de', NULL)", false, None),
            ("FOR VALUES IN ('{1,2}'::integer[])", false, None),
        ] {
            let expected = lists.map(|lists: Vec<Vec<&str>>| {
                let list = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect();
                lists.into_iter().map(list).collect::<Vec<Vec<String>>>()
            });
            assert_eq!(values(bound, are_moments), expected, "{bound}");
        }
    }
}
