//! The fingerprint of the catalogue.
//!
//! In: databases. Out: a statement. Each change of a table writes its time of creation anew; what has no such time is
//! compared by its content. Asks nothing.

use crate::live::fingerprint::Side;
use crate::live::home::{self, Home};
use crate::model::Engine;

/// A catalogue of which each database has a part.
struct Catalogue {
    name: &'static str,
    /// The column that names the database.
    database: &'static str,
    /// What of a row counts.
    content: &'static str,
    /// Which rows count, as the end of a condition.
    condition: &'static str,
}

const TABLES: Catalogue = Catalogue {
    name: "TABLES",
    database: "TABLE_SCHEMA",
    content: "TABLE_NAME, TABLE_TYPE, UNIX_TIMESTAMP(CREATE_TIME), ENGINE, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT",
    condition: " AND TABLE_TYPE <> 'TEMPORARY'",
};

const TRIGGERS: Catalogue = Catalogue {
    name: "TRIGGERS",
    database: "TRIGGER_SCHEMA",
    content: "TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER, DEFINER, SQL_MODE, \
              ACTION_STATEMENT",
    condition: "",
};

const ROUTINES: Catalogue = Catalogue {
    name: "ROUTINES",
    database: "ROUTINE_SCHEMA",
    content: "ROUTINE_NAME, ROUTINE_TYPE, CREATED, LAST_ALTERED, DEFINER, SQL_MODE, ROUTINE_DEFINITION",
    condition: "",
};

const EVENTS: Catalogue = Catalogue {
    name: "EVENTS",
    database: "EVENT_SCHEMA",
    content: "EVENT_NAME, CREATED, LAST_ALTERED, STATUS, DEFINER, SQL_MODE, EVENT_DEFINITION",
    condition: "",
};

const VIEWS: Catalogue = Catalogue {
    name: "VIEWS",
    database: "TABLE_SCHEMA",
    content: "TABLE_NAME, VIEW_DEFINITION, CHECK_OPTION, DEFINER, SECURITY_TYPE",
    condition: "",
};

/// The statement that tells what the state rows keep, each with the place of its side, and the pieces of the
/// fingerprints, each with the name of its database.
pub(in crate::live) fn glance(sides: &[Side<'_>]) -> String {
    let databases = databases(sides);
    let states = sides.iter().zip(0..);
    let states = states.map(|(side, at)| format!("SELECT {at}, '', ({}), NULL", side.seen));
    let own = format!(
        "SELECT NULL, CONCAT_WS(',', VERSION(), SCHEMA_NAME, @@lower_case_table_names, DEFAULT_COLLATION_NAME), NULL, \
         CAST(SCHEMA_NAME AS BINARY) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ({databases})"
    );
    // Times are kept in seconds: while one is younger than two, another change could bear it too, and there is no
    // fingerprint.
    let tables = format!(
        "CASE WHEN MAX(CREATE_TIME) > NOW() - INTERVAL 2 SECOND THEN NULL ELSE {} END",
        TABLES.sum()
    );
    let others = [TRIGGERS, ROUTINES, EVENTS].map(|other| other.piece(&other.sum(), &databases));
    let views = match sides {
        // To tell of views, MariaDB opens every table.
        [_] => format!(
            "SELECT NULL, CASE WHEN EXISTS ( \
               SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA IN ({databases}) AND TABLE_TYPE = 'VIEW') \
             THEN (SELECT {} FROM information_schema.VIEWS WHERE TABLE_SCHEMA IN ({databases})) ELSE '' END, NULL, NULL",
            VIEWS.sum()
        ),
        _ => VIEWS.piece(&VIEWS.sum(), &databases),
    };
    let parts: Vec<String> = states
        .chain([own, TABLES.piece(&tables, &databases)])
        .chain(others)
        .chain([views])
        .collect();
    parts.join(" UNION ALL ")
}

/// The databases as a list. One alone is looked up by its name, where several are looked for among all.
fn databases(sides: &[Side<'_>]) -> String {
    let dialect = home::dialect(Engine::MySql);
    let names = sides.iter().map(|side| match side.home {
        Home::Own => "DATABASE()".to_owned(),
        Home::Named(name) => dialect.ddl().literal(name),
    });
    names.collect::<Vec<_>>().join(", ")
}

impl Catalogue {
    /// A sum does not depend on an order, and rows differ in their name.
    fn sum(&self) -> String {
        let Self { name, content, .. } = self;
        format!(
            "CONCAT_WS(':', '{name}', COUNT(*), \
             SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', {content}), 256), 15), 16, 10) AS UNSIGNED)))"
        )
    }

    /// A row for each database that has any. Names that differ in their case alone may be those of two databases.
    fn piece(&self, text: &str, databases: &str) -> String {
        let Self {
            name,
            database,
            condition,
            ..
        } = self;
        format!(
            "SELECT NULL, {text}, NULL, CAST({database} AS BINARY) FROM information_schema.{name} \
             WHERE {database} IN ({databases}){condition} GROUP BY CAST({database} AS BINARY)"
        )
    }
}
