//! What is asked of the catalogue.
//!
//! In: the version of the server, the namespaces that are wanted and what the database lacks. Out: the texts of the
//! statements. Asks nothing.

use super::catalogue::TEXTS;
use super::census;
use crate::dialect::Dialect;
use crate::live::Scope;
use crate::model::{Flavor, Vendor};

/// The columns of a table that are published, and which rows.
const PUBLISHED: &str = "\
    ' (' || (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY o.at) \
    FROM pg_catalog.unnest(l.prattrs::pg_catalog.int2[]) WITH ORDINALITY o (number, at) \
    JOIN pg_catalog.pg_attribute a ON a.attrelid = l.prrelid AND a.attnum = o.number) || ')', \
    ' WHERE (' || pg_catalog.pg_get_expr(l.prqual, l.prrelid) || ')'";

/// The namespaces of which a publication has all tables.
const PUBLISHED_NAMESPACES: &str = "\
    (SELECT 'tables in ' || pg_catalog.string_agg(pg_catalog.quote_ident(n.nspname), ', ' ORDER BY n.nspname) \
    FROM pg_catalog.pg_publication_namespace l JOIN pg_catalog.pg_namespace n ON n.oid = l.pnnspid WHERE l.pnpubid = p.oid)";

/// The texts of the statements, in the order of their answers. One that would find nothing is empty.
pub(super) fn statements(
    flavor: Flavor,
    scope: &Scope,
    snapshot: Snapshot,
    lacking: &[&str],
) -> Vec<String> {
    let since = |version: u16, text: &str, before: &str| {
        let is_there = flavor.is_at_least(Vendor::Postgres, version, 0);
        (if is_there { text } else { before }).to_owned()
    };
    let extended = since(18, "k.conperiod OR NOT k.conenforced", "false");
    let condition = condition(flavor, scope);
    // A list is read once for each statement, where a join would be planned and looked up for each row.
    let namespaces =
        format!("ANY (ARRAY(SELECT n.oid FROM pg_catalog.pg_namespace n WHERE {condition}))");
    let words = [
        ("{scope}", condition),
        ("{namespaces}", namespaces),
        ("{database}", (*scope == Scope::All).to_string()),
        ("{compression}", since(14, "a.attcompression", "NULL")),
        (
            "{nulls_not_distinct}",
            since(15, "i.indnullsnotdistinct", "false"),
        ),
        (
            "{own_trigger}",
            since(
                13,
                "t.tgparentid = 0",
                "NOT EXISTS (SELECT FROM pg_catalog.pg_depend o WHERE o.classid = 2620 AND o.objid = t.oid \
                 AND o.deptype = 'P')",
            ),
        ),
        (
            "{same_clones}",
            since(
                13,
                "NOT EXISTS (SELECT FROM pg_catalog.pg_trigger o WHERE o.tgparentid = t.oid \
                 AND o.tgenabled <> t.tgenabled)",
                "true",
            ),
        ),
        ("{published}", since(15, PUBLISHED, "''")),
        (
            "{statistics_target}",
            since(13, "s.stxstattarget", "NULL::pg_catalog.int4"),
        ),
        ("{sql_body}", since(14, "p.prosqlbody IS NOT NULL", "false")),
        ("{extended}", extended),
        ("{emptied}", since(15, "k.confdelsetcols", "NULL")),
        (
            "{published_namespaces}",
            since(15, PUBLISHED_NAMESPACES, "NULL"),
        ),
        (
            "{publication_details}",
            since(
                15,
                "l.prattrs, pg_catalog.pg_get_expr(l.prqual, l.prrelid)",
                "NULL",
            ),
        ),
    ];
    let filled = |(name, text): &(&str, &str)| {
        // What a database has as a whole is no namespace's.
        let is_wide = *name == "wide" && *scope != Scope::All;
        if is_wide || census::is_in_vain(name, lacking) {
            return String::new();
        }
        let mut text = text.trim_end().to_owned();
        for (word, value) in &words {
            text = text.replace(word, value);
        }
        text
    };
    let mut statements: Vec<String> = TEXTS.iter().map(filled).collect();
    if snapshot == Snapshot::Own
        && let Some(first) = statements.first_mut()
    {
        // Statements that are sent together are one transaction. To compile a question that is asked once takes
        // longer than to answer it.
        first.insert_str(
            0,
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;\nSET LOCAL jit = off;\n",
        );
    }
    statements
}

/// Whose view of the database is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Snapshot {
    /// One of its own, the same for all statements.
    Own,
    /// That of the transaction that the session is in.
    Session,
}

/// Which namespaces are read, as a condition on `n`.
fn condition(flavor: Flavor, scope: &Scope) -> String {
    let dialect = Dialect::of(flavor);
    match scope {
        Scope::All => {
            r"(n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema')".to_owned()
        }
        Scope::Namespaces(names) => {
            let names: String = names
                .iter()
                .map(|name| format!(", {}", dialect.ddl().literal(name)))
                .collect();
            format!("n.nspname IN (pg_catalog.current_schema(){names})")
        }
    }
}
