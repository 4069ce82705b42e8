//! What only the text of a table tells.
//!
//! In: a table as the catalogue tells of it, and its definition. Out: the table with the words that the server keeps
//! and that change nothing for a row. They count where two databases are to have the same text.

use crate::dialect::mysql::{Kind, bare, lexemes};
use crate::model::{Index, Table, Vendor};

/// The option of an index for the words `USING`, with which no engine of one kind of index does another thing.
const USING: &str = "using";
/// The option of a full-text index.
const PARSER: &str = "parser";

type Lexeme<'a> = (Kind, &'a str);

/// Adds the words that stand in the definition. `is_all` asks for those that change nothing, too. `collation` tells that
/// of a column.
pub(super) fn read(
    table: &mut Table,
    definition: &str,
    vendor: Vendor,
    is_all: bool,
    collation: impl Fn(&str) -> Option<String>,
) {
    // What older servers shall not read stands in comments that the server reads itself.
    let text = definition.replace("/*!", " ").replace("/*M!", " ");
    let text = text.replace("*/", " ");
    let found: Vec<Lexeme<'_>> = lexemes(&text)
        .into_iter()
        .filter(|(kind, _)| *kind != Kind::Space)
        .collect();
    let (items, tail) = items(&found);
    for item in items {
        match item {
            [(Kind::Name, name), rest @ ..] => {
                if is_all && vendor == Vendor::MySql && names_a_set(rest) {
                    let name = bare(name);
                    let said = collation(&name);
                    if let Some(column) = table.columns.iter_mut().find(|own| own.name == name) {
                        column.collation = said;
                    }
                }
            }
            [(_, first), rest @ ..] if first.eq_ignore_ascii_case("PRIMARY") => {
                if let Some(key) = table.primary_key.as_mut().filter(|_| is_all) {
                    for (word, value) in settings(rest) {
                        let clause = format!("USING {value}");
                        if word == USING && !key.clauses.contains(&clause) {
                            key.clauses.insert(0, clause);
                        }
                    }
                }
            }
            _ => {
                let name = item.iter().find(|(kind, _)| *kind == Kind::Name);
                let name = name.map(|(_, text)| bare(text));
                let mut indexes = table.indexes.iter_mut();
                let index = indexes.find(|own| Some(own.name.text()) == name.as_deref());
                if let Some(index) = index {
                    set(index, item, is_all);
                }
            }
        }
    }
    if is_all {
        read_tail(table, tail);
    }
}

fn set(index: &mut Index, item: &[Lexeme<'_>], is_all: bool) {
    for (word, value) in settings(item) {
        // MariaDB takes a hash where a unique key is too long, and says so as if somebody had stated it. The method is told
        // where it makes another index.
        let is_its_own = index.unique && value.eq_ignore_ascii_case("HASH");
        if word == PARSER || (is_all && index.method.is_none() && !is_its_own) {
            index.options.insert(word.to_owned(), value);
        }
    }
}

/// What follows the parts of an index.
fn settings(item: &[Lexeme<'_>]) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let last = item.iter().rposition(|(_, text)| *text == ")");
    let rest = last.map_or(&[][..], |at| &item[at + 1..]);
    for (at, (kind, text)) in rest.iter().enumerate() {
        let value = |ahead: usize| rest.get(at + ahead).map(|(_, text)| bare(text));
        let is_word = |word: &str| *kind == Kind::Word && text.eq_ignore_ascii_case(word);
        if is_word("USING") {
            found.extend(value(1).map(|value| (USING, value)));
        } else if is_word("PARSER") {
            found.extend(value(1).map(|value| (PARSER, value)));
        }
    }
    found
}

fn names_a_set(item: &[Lexeme<'_>]) -> bool {
    item.windows(2).any(|pair| {
        pair[0].1.eq_ignore_ascii_case("CHARACTER") && pair[1].1.eq_ignore_ascii_case("SET")
    })
}

/// Where a table has its rows elsewhere, the tail holds a password as well, which is not read.
fn read_tail(table: &mut Table, tail: &[Lexeme<'_>]) {
    for (at, (kind, text)) in tail.iter().enumerate() {
        let value = |ahead: usize| tail.get(at + ahead).map(|(_, text)| *text);
        let is_word = |word: &str| *kind == Kind::Word && text.eq_ignore_ascii_case(word);
        // How a key is hashed, where it is not as it is today.
        if is_word("ALGORITHM")
            && let (Some(partitioning), Some(number)) = (&mut table.partitioning, value(2))
        {
            partitioning.method = format!("{} ALGORITHM={number}", partitioning.method);
        }
        if is_word("PARTITIONS") {
            break;
        }
    }
}

/// What stands in the parentheses of the definition, and what stands behind them.
fn items<'a>(found: &'a [Lexeme<'a>]) -> (Vec<&'a [Lexeme<'a>]>, &'a [Lexeme<'a>]) {
    let (mut items, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, (_, text)) in found.iter().enumerate() {
        match (*text, depth) {
            ("(", _) => {
                depth += 1;
                if depth == 1 {
                    start = at + 1;
                }
            }
            (")", 1) => {
                items.push(&found[start..at]);
                return (items, &found[at + 1..]);
            }
            (")", _) => depth = depth.saturating_sub(1),
            (",", 1) => {
                items.push(&found[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    (items, &[])
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::model::{Column, Index, Name, Partitioning, PrimaryKey, Table, TableName, Vendor};

    const DEFINITION: &str = "CREATE TABLE `t` (
  `a` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT 'x) USING HASH',
  `b` int,
  PRIMARY KEY (`a`) USING BTREE,
  KEY `k` (`b`,`a`) USING BTREE COMMENT 'USING HASH',
  KEY `plain` (`b`),
  FULLTEXT KEY `f` (`a`) /*!50100 WITH PARSER `ngram` */
) ENGINE=InnoDB CONNECTION='ALGORITHM = 2' COMMENT='PARTITIONS'
/*!50100 PARTITION BY KEY ALGORITHM = 1 (a)
PARTITIONS 2 */";

    fn table(is_all: bool, vendor: Vendor) -> Table {
        let mut table = Table::new(TableName::new("t"));
        table.columns = vec![Column::new("a", "varchar(20)"), Column::new("b", "int")];
        table.primary_key = Some(PrimaryKey {
            columns: vec!["a".to_owned()],
            ..PrimaryKey::default()
        });
        table.indexes = ["k", "plain", "f"]
            .map(|name| Index::over(Name::chosen(name), &["b"]))
            .to_vec();
        table.partitioning = Some(Partitioning {
            method: "KEY".to_owned(),
            key: "`a`".to_owned(),
            modulus: None,
        });
        read(&mut table, DEFINITION, vendor, is_all, |_| {
            Some("utf8mb4_bin".to_owned())
        });
        table
    }

    #[test]
    fn words_outside_of_texts_are_read() {
        let table = table(true, Vendor::MySql);
        assert_eq!(table.columns[0].collation.as_deref(), Some("utf8mb4_bin"));
        assert_eq!(table.columns[1].collation, None);
        let key = table.primary_key.expect("a key");
        assert_eq!(key.clauses, ["USING BTREE"]);
        let options: Vec<String> = table
            .indexes
            .iter()
            .map(|index| format!("{:?}", index.options))
            .collect();
        assert_eq!(
            options,
            [r#"{"using": "BTREE"}"#, "{}", r#"{"parser": "ngram"}"#]
        );
        assert!(table.options.is_empty());
        let partitioning = table.partitioning.expect("it is divided");
        assert_eq!(partitioning.method, "KEY ALGORITHM=1");
        assert!(partitioning.is_spread());
    }

    #[test]
    fn where_words_do_not_count_only_the_parser_is_read() {
        let table = table(false, Vendor::MySql);
        assert!(table.options.is_empty());
        assert!(table.primary_key.expect("a key").clauses.is_empty());
        assert!(table.indexes[0].options.is_empty());
        assert_eq!(table.indexes[2].options["parser"], "ngram");
        assert_eq!(table.columns[0].collation, None);
    }

    #[test]
    fn a_hash_of_a_long_unique_key_is_nobodys_choice() {
        let mut table = Table::new(TableName::new("t"));
        table.indexes = vec![Index {
            unique: true,
            ..Index::over(Name::chosen("k"), &["b"])
        }];
        let text = "CREATE TABLE `t` (\n  `b` text,\n  UNIQUE KEY `k` (`b`) USING HASH\n)";
        read(&mut table, text, Vendor::MariaDb, true, |_| None);
        assert!(table.indexes[0].options.is_empty());
    }

    #[test]
    fn mariadb_says_the_set_of_a_column_where_it_is_another() {
        assert_eq!(table(true, Vendor::MariaDb).columns[0].collation, None);
    }
}
