//! What a database has none of, so that nothing more is asked about it.
//!
//! In: an answer of the server. Out: the statements of the catalogue that would find nothing. Asks nothing.
//!
//! Most databases have no policy, no rule and no function of their own, and a server needs longer to plan a statement
//! about them than to find none. The answer comes with the one that tells what the server is, and again from the
//! snapshot of the catalogue: what came in between is seen there.

/// What there may be none of, and how that is found out. Numbers below 16384 are those of the server's own objects
/// (postgresql.org/docs/current/system-catalog-initial-data.html).
const KINDS: [(&str, &str); 12] = [
    (
        RELATIONS,
        "SELECT FROM pg_catalog.pg_class WHERE oid >= 16384",
    ),
    (
        "composite types",
        "SELECT FROM pg_catalog.pg_class WHERE oid >= 16384 AND relkind = 'c'",
    ),
    // Each table has a type of its rows, and one of arrays of them.
    (
        "types",
        "SELECT FROM pg_catalog.pg_type WHERE oid >= 16384 AND typtype <> 'c' \
         AND typinput <> 'pg_catalog.array_in'::pg_catalog.regproc",
    ),
    (
        "routines",
        "SELECT FROM pg_catalog.pg_proc WHERE oid >= 16384",
    ),
    (
        "rules",
        "SELECT FROM pg_catalog.pg_rewrite WHERE oid >= 16384",
    ),
    // Foreign keys have triggers too.
    (
        "triggers",
        "SELECT FROM pg_catalog.pg_trigger WHERE NOT tgisinternal",
    ),
    ("policies", "SELECT FROM pg_catalog.pg_policy"),
    ("publications", "SELECT FROM pg_catalog.pg_publication_rel"),
    ("statistics", "SELECT FROM pg_catalog.pg_statistic_ext"),
    ("inheritance", "SELECT FROM pg_catalog.pg_inherits"),
    (
        "extensions",
        "SELECT FROM pg_catalog.pg_extension WHERE oid >= 16384",
    ),
    // Besides `public`. Where that is not read, the one that is read is among them.
    (
        NAMESPACES,
        r"SELECT FROM pg_catalog.pg_namespace WHERE oid >= 16384 AND nspname NOT LIKE 'pg\_%'",
    ),
];

const RELATIONS: &str = "relations";
const NAMESPACES: &str = "namespaces";

/// The statements that find nothing where there is nothing of any of these kinds. What a view shows is a rule.
const FIND_NOTHING: [(&str, &[&str]); 22] = [
    ("columns", &[RELATIONS]),
    ("defaults", &[RELATIONS]),
    ("constraints", &[RELATIONS]),
    ("target_columns", &[RELATIONS]),
    ("target_columns", &[NAMESPACES]),
    ("indexes", &[RELATIONS]),
    ("index_expressions", &[RELATIONS]),
    ("operator_classes", &[RELATIONS]),
    ("sequences", &[RELATIONS]),
    ("inherits", &["inheritance"]),
    ("types", &["types"]),
    ("domains", &["types"]),
    ("domain_checks", &["types"]),
    ("routines", &["routines"]),
    ("rules", &["rules"]),
    ("views", &["rules"]),
    ("triggers", &["triggers"]),
    ("policies", &["policies"]),
    ("publications", &["publications"]),
    ("statistics", &["statistics"]),
    ("extensions", &["extensions"]),
    (
        "dependencies",
        &[
            "composite types",
            "routines",
            "rules",
            "triggers",
            "policies",
            "publications",
            "statistics",
        ],
    ),
];

/// What to ask, as an expression: a letter for each kind.
pub(super) fn question() -> String {
    let kinds = KINDS.map(|(_, rows)| format!("EXISTS ({rows})"));
    format!("pg_catalog.concat({})", kinds.join(", "))
}

/// The kinds that there is nothing of.
pub(super) fn lacking(answer: &str) -> Vec<&'static str> {
    let kinds = KINDS.iter().zip(answer.chars());
    let lacking = kinds.filter(|(_, letter)| *letter == 'f');
    lacking.map(|((kind, _), _)| *kind).collect()
}

/// What is likely to be lacking still after a migration: seldom it makes more than tables.
pub(super) fn beside_tables(mut lacking: Vec<&'static str>) -> Vec<&'static str> {
    lacking.retain(|kind| *kind != RELATIONS);
    lacking
}

/// Whether a statement would find nothing.
pub(super) fn is_in_vain(statement: &str, lacking: &[&str]) -> bool {
    let mut found = FIND_NOTHING.iter().filter(|(name, _)| *name == statement);
    found.any(|(_, kinds)| kinds.iter().all(|kind| lacking.contains(kind)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::postgres::catalogue::TEXTS;

    #[test]
    fn each_statement_that_is_left_out_is_one() {
        for (statement, kinds) in FIND_NOTHING {
            assert!(
                TEXTS.iter().any(|(name, _)| *name == statement),
                "{statement}"
            );
            for kind in kinds {
                assert!(KINDS.iter().any(|(name, _)| name == kind), "{kind}");
            }
        }
    }

    #[test]
    fn an_answer_has_a_letter_for_each_kind() {
        assert_eq!(lacking("tttttttttftt"), ["inheritance"]);
        assert_eq!(lacking(&"t".repeat(KINDS.len())), [""; 0]);
        // Nothing is taken to be lacking of which nothing was heard.
        assert_eq!(lacking(""), [""; 0]);
    }

    #[test]
    fn what_depends_on_tables_is_asked_for_as_long_as_one_kind_of_it_is_there() {
        let mut lacking: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
        assert!(is_in_vain("dependencies", &lacking));
        lacking.retain(|kind| *kind != "policies");
        assert!(!is_in_vain("dependencies", &lacking));
        assert!(!is_in_vain("relations", &lacking), "no kind tells of it");
    }
}
