//! What a session makes for itself, to see whether something holds.
//!
//! In: statements, and what cannot be temporary. Out: statements that come to the same over tables that are.

use std::collections::BTreeSet;

use super::words::table;
use crate::model::{Kept, TableName, Token, tokens};

/// The namespace of what only this session sees. What is in it comes before everything else of its name.
const TEMPORARY: &str = "pg_temp";

/// A view. One that keeps its rows is a table, for it is never temporary.
pub(crate) fn view(name: &TableName, query: &str, keeps_rows: bool) -> String {
    let name = table(name);
    if keeps_rows {
        format!("CREATE TABLE {name} AS {query} WITH NO DATA")
    } else {
        format!("CREATE VIEW {name} AS {query}")
    }
}

/// The rows of a table that a publication chooses, as a check, where it chooses any: no temporary table is published.
fn chosen_rows(published: &str) -> Option<String> {
    let (head, rows) = published.split_once(" WHERE ")?;
    let (_, table) = head.split_once(" ONLY ")?;
    let table = table.split_once(" (").map_or(table, |(table, _)| table);
    Some(format!("ALTER TABLE {table} ADD CHECK {rows}"))
}

/// The table or the type of that name which only this session sees.
pub(crate) fn temporary(name: &TableName) -> TableName {
    TableName::within(Some(TEMPORARY), name.name.clone())
}

/// The statement with the first name that has a namespace in the one of the session: it is what the object is on, or the object.
pub(crate) fn tried(kept: &Kept, statement: &str) -> String {
    let rows = (kept.kind == "publication").then(|| chosen_rows(statement));
    let statement = rows.flatten().unwrap_or_else(|| statement.to_owned());
    replaced(&statement, |at, _| at == 0)
}

/// The text with those of the names that have a namespace in the one of the session.
pub(crate) fn moved(text: &str, names: &BTreeSet<&TableName>) -> String {
    replaced(text, |_, [namespace, name]| {
        let mut names = names
            .iter()
            .filter_map(|own| Some((own.schema.as_ref()?, &own.name)));
        names.any(|(own_namespace, own)| {
            own_namespace.to_lowercase() == namespace && own.to_lowercase() == name
        })
    })
}

/// The text with another namespace before the names that `is_meant` is true of, by their number and in lower case.
fn replaced(text: &str, is_meant: impl Fn(usize, [&str; 2]) -> bool) -> String {
    let tokens = tokens(text);
    let mut number = 0;
    let is_replaced = |at: usize| {
        let [first, dot, last] = tokens.get(at..at + 3)? else {
            return None;
        };
        let pair = [first.identifier()?, last.identifier()?];
        (dot.text() == ".").then_some(pair)
    };
    let mut all = String::new();
    for (at, token) in tokens.iter().enumerate() {
        let pair = is_replaced(at);
        let is_meant = pair.is_some_and(|pair| is_meant(number, pair));
        number += usize::from(pair.is_some());
        all += if is_meant {
            TEMPORARY
        } else {
            Token::text(token)
        };
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{moved, tried};
    use crate::model::{Kept, TableName};

    #[test]
    fn what_is_tried_is_on_what_only_the_session_sees() {
        for (kind, put, wanted) in [
            (
                "policy",
                "CREATE POLICY p ON public.\"T\" USING ((a.b = 1))",
                "CREATE POLICY p ON pg_temp.\"T\" USING ((a.b = 1))",
            ),
            (
                "function",
                "CREATE OR REPLACE FUNCTION public.f()\n RETURNS bigint",
                "CREATE OR REPLACE FUNCTION pg_temp.f()\n RETURNS bigint",
            ),
            (
                "publication",
                "ALTER PUBLICATION n ADD TABLE ONLY public.t (id, a) WHERE ((a = 1))",
                "ALTER TABLE pg_temp.t ADD CHECK ((a = 1))",
            ),
        ] {
            let kept = Kept::new(kind.to_owned(), String::new(), [Vec::new(), Vec::new()]);
            assert_eq!(tried(&kept, put), wanted);
        }
    }

    #[test]
    fn names_move_with_their_namespaces_alone() {
        let names = [TableName::within(Some("Shop"), "t"), TableName::new("u")];
        assert_eq!(
            moved(
                "SELECT t.a, 'Shop.t' FROM \"Shop\".t, other.t, shop.u",
                &names.iter().collect()
            ),
            "SELECT t.a, 'Shop.t' FROM pg_temp.t, other.t, shop.u"
        );
    }
}
