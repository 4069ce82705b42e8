//! Indexes, keys and constraints.

use trueup::{Mode, Registry, Status};
use trueup_tests::boots::{boot, boot_in, migrator, schema};
use trueup_tests::case::Safe;
use trueup_tests::engines::Engine::{self, MariaDb, Postgres, Sqlite};

/// A test of one definition: the texts that stand in the inspected table of each engine.
macro_rules! holds {
    ($name:ident { $($structs:tt)* } $($engine:ident: $fragment:literal),+ $(,)?) => {
        #[tokio::test]
        async fn $name() {
            #[allow(dead_code, reason = "the structs stand for tables, and nobody makes one")]
            mod tables {
                structs! { $($structs)* }
            }
            check_holds(tables::TABLES, &[$(($engine, $fragment)),+]).await;
        }
    };
}

async fn check_holds(
    tables: &'static [&'static trueup::meta::TableMeta],
    expected: &[(Engine, &str)],
) {
    for engine in Engine::ALL {
        let registry = Registry::of(tables).expect("tables of different names");
        let database = engine.database().await;
        let is_about_nulls = expected
            .iter()
            .any(|(_, text)| text.contains("NULLS NOT DISTINCT"));
        if is_about_nulls && !database.is_since(15).await {
            continue;
        }
        for status in [Status::Completed, Status::UpToDate] {
            let report = boot(&database, registry.clone()).await;
            assert_eq!(report.status, status, "on {}:\n{report}", engine.name());
            assert!(report.warnings.is_empty(), "{report}");
        }
        let schema = schema(&database).await;
        let unsupported = schema.unsupported.iter();
        let unsupported: Vec<_> = unsupported.filter(|item| item.on.is_some()).collect();
        assert!(unsupported.is_empty(), "{unsupported:?}");
        let tables = schema.tables.iter();
        let own: Vec<_> = tables
            .filter(|table| !table.name.name.starts_with("_trueup_"))
            .collect();
        let text = serde_json::to_string(&own).expect("a schema as JSON");
        for (_, fragment) in expected.iter().filter(|(on, _)| *on == engine) {
            assert!(
                text.contains(fragment),
                "on {}: no {fragment} in\n{text}",
                engine.name()
            );
        }
    }
}

holds! {
    a_partial_index {
        #[table(index(name = "live", email, where = "deleted_at IS NULL"))]
        struct Item { #[column(primary_key)] id: i64, #[column(max_length = 50)] email: String, deleted_at: Option<i64> }
    }
    Postgres: r#""name":"live","parts":[{"column":"email"}],"predicate":"(deleted_at IS NULL)""#,
    Sqlite: r#""predicate":"#,
    MariaDb: r#""name":"live","parts":[{"column":"email"}]}"#,
}

holds! {
    a_partial_unique_key {
        #[table(unique(name = "one_live", email, where = "deleted_at IS NULL", engines(postgres, sqlite)))]
        struct Item { #[column(primary_key)] id: i64, email: String, deleted_at: Option<i64> }
    }
    Postgres: r#""name":"one_live","parts":[{"column":"email"}],"unique":true,"predicate":"(deleted_at IS NULL)""#,
    Sqlite: r#""unique":true,"predicate":"#,
}

holds! {
    an_index_over_an_expression {
        #[table(
            index(expr("lower(email)"), id desc, engines(postgres, sqlite)),
            unique(expr("lower(email)"), engines(postgres, sqlite))
        )]
        struct Item { #[column(primary_key)] id: i64, email: String }
    }
    Postgres: r#""name":"items_lower_email_id_idx","parts":[{"expression":"lower(email)"},{"column":"id","descending":true}]"#,
    Postgres: r#""name":"items_lower_email_key","parts":[{"expression":"lower(email)"}],"unique":true"#,
    Sqlite: r#""name":"items_lower_email_key""#,
}

holds! {
    an_expression_for_each_engine {
        #[table(index(name = "folded", expr(postgres = "upper(email)", sqlite = "lower(email)")))]
        struct Item { #[column(primary_key)] id: i64, email: String }
    }
    Postgres: r#"{"expression":"upper(email)"}"#,
    Sqlite: r#""name":"folded""#,
}

holds! {
    the_order_of_an_index {
        #[table(index(name = "sorted", a desc nulls_last, b asc nulls_first, c desc nulls_first))]
        struct Item { #[column(primary_key)] id: i64, a: Option<i64>, b: Option<i64>, c: Option<i64> }
    }
    Postgres: r#"{"column":"a","descending":true,"clauses":["NULLS LAST"]},{"column":"b","clauses":["NULLS FIRST"]},{"column":"c","descending":true}"#,
    MariaDb: r#"{"column":"a","descending":true},{"column":"b"},{"column":"c","descending":true}"#,
    Sqlite: r#"{"column":"a","descending":true},{"column":"b"},{"column":"c","descending":true}"#,
}

holds! {
    what_an_index_keeps_and_how {
        #[table(index(name = "covers", a, include(b, c), with(fillfactor = 70), comment = "for the list"))]
        struct Item { #[column(primary_key)] id: i64, a: i64, b: i64, c: i64 }
    }
    Postgres: r#""include":["b","c"],"options":{"fillfactor":"70","comment":"for the list"}"#,
    MariaDb: r#""options":{"comment":"for the list"}"#,
}

#[tokio::test]
async fn an_invisible_index() {
    mod tables {
        #![allow(dead_code, reason = "nobody makes one")]
        structs! {
            #[table(index(name = "hidden", a, invisible))]
            struct Item { #[column(primary_key)] id: i64, a: i64 }
        }
    }
    let is_mysql = MariaDb.database().await.is_mysql().await;
    let word = ["ignored", "invisible"][usize::from(is_mysql)];
    let options = format!(r#""options":{{"visibility":"{word}"}}"#);
    check_holds(tables::TABLES, &[(MariaDb, &options)]).await;
}

holds! {
    the_methods_of_indexes {
        #[table(
            index(name = "hashed", a, method = hash),
            index(name = "ranges", b, method = brin),
            index(name = "tree", b, a, method = btree),
            index(name = "words", body, method(mysql = fulltext), engines(mysql)),
            index(name = "lexemes", expr("to_tsvector('simple', body)"), method = gin, engines(postgres)),
            index(name = "spans", expr("int8range(a, b)"), method = gist, engines(postgres)),
            index(name = "prefixes", body, method = spgist, engines(postgres)),
            index(name = "other", c, method = "btree")
        )]
        struct Item { #[column(primary_key)] id: i64, a: i64, b: i64, c: i64, body: String }
    }
    Postgres: r#""name":"hashed","parts":[{"column":"a"}],"method":"hash""#,
    Postgres: r#""method":"brin""#,
    Postgres: r#""method":"gin""#,
    Postgres: r#""method":"gist""#,
    Postgres: r#""method":"spgist""#,
    MariaDb: r#""name":"hashed","parts":[{"column":"a"}]}"#,
    MariaDb: r#""name":"words","parts":[{"column":"body"}],"method":"FULLTEXT""#,
    Sqlite: r#""name":"ranges","parts":[{"column":"b"}]}"#,
}

holds! {
    how_a_part_is_compared {
        #[table(
            index(name = "likes", body opclass("text_pattern_ops"), engines(postgres)),
            index(name = "sorts", body collation(postgres = "C", sqlite = "NOCASE"), engines(postgres, sqlite)),
            index(name = "starts", body length(20), id)
        )]
        struct Item { #[column(primary_key)] id: i64, body: String }
    }
    Postgres: r#"{"column":"body","clauses":["text_pattern_ops"]}"#,
    Postgres: r#"{"column":"body","clauses":["COLLATE \"C\""]}"#,
    Postgres: r#""name":"starts","parts":[{"column":"body"},{"column":"id"}]"#,
    MariaDb: r#"{"column":"body","length":20},{"column":"id"}"#,
    Sqlite: r#"{"column":"body","clauses":["COLLATE NOCASE"]}"#,
}

holds! {
    words_of_a_unique_key {
        #[table(unique(name = "pair", a, b, nulls_not_distinct, initially_deferred, engines(postgres)))]
        struct Item {
            #[column(primary_key)] id: i64,
            a: Option<i64>,
            b: Option<i64>,
            #[column(unique(name = "sole", deferrable, engines(postgres)))] c: i64,
            #[column(unique(name = "roomy", include(a), with(fillfactor = 80)))] d: i64,
            #[column(index(desc, name = "own"))] e: i64,
        }
    }
    Postgres: r#"{"name":"pair","columns":["a","b"],"clauses":["NULLS NOT DISTINCT","DEFERRABLE INITIALLY DEFERRED"]}"#,
    Postgres: r#"{"name":"sole","columns":["c"],"clauses":["DEFERRABLE"]}"#,
    Postgres: r#"{"name":"roomy","columns":["d"],"clauses":["INCLUDE (\"a\")","WITH (fillfactor='80')"]}"#,
    Postgres: r#"{"name":"own","parts":[{"column":"e","descending":true}]}"#,
    MariaDb: r#""name":"roomy","parts":[{"column":"d"}],"unique":true"#,
}

holds! {
    the_name_of_a_primary_key {
        #[table(primary_key(name = "item_identity", b, a, with(fillfactor = 90)))]
        struct Item { a: i64, b: i64 }
    }
    Postgres: r#""primary_key":{"name":"item_identity","columns":["b","a"],"clauses":["WITH (fillfactor='90')"]}"#,
    MariaDb: r#""primary_key":{"columns":["b","a"]}"#,
    Sqlite: r#""primary_key":{"columns":["b","a"]}"#,
}

holds! {
    a_foreign_key_over_several_fields {
        #[table(foreign_key(name = "in_org", org_id, user_id, references = Member(org, user), on_delete = cascade, on_update = cascade))]
        struct Post { #[column(primary_key)] id: i64, org_id: i64, user_id: i64 }
        #[table(unique(user, org))]
        struct Member { #[column(primary_key)] org: i64, #[column(primary_key)] user: i64 }
    }
    Postgres: r#"{"name":"in_org","columns":["org_id","user_id"],"target":{"name":"members"},"target_columns":["org","user"],"on_delete":"cascade","on_update":"cascade"}"#,
    MariaDb: r#""columns":["org_id","user_id"],"target":{"name":"members"},"target_columns":["org","user"]"#,
    Sqlite: r#""columns":["org_id","user_id"],"target":{"name":"members"},"target_columns":["org","user"]"#,
}

holds! {
    a_named_reference {
        struct Item { #[column(primary_key)] id: i64, #[column(references(Item::id, name = "above", on_delete = set_null))] parent: Option<i64> }
    }
    Postgres: r#"{"name":"above","columns":["parent"],"#,
    MariaDb: r#"{"name":"above","columns":["parent"],"#,
}

#[cfg(test)]
mod on_postgres {
    //! What only PostgreSQL has, or only it and SQLite.
    use super::*;

    #[tokio::test]
    async fn deferrable_references() {
        mod tables {
            #![allow(
                dead_code,
                reason = "the structs stand for tables, and nobody makes one"
            )]
            structs! {
                #[table(foreign_key(a, b, references = Pair(a, b), deferrable, match_full))]
                struct Item {
                    #[column(primary_key)] id: i64,
                    a: Option<i64>,
                    b: Option<i64>,
                    #[column(references(Pair::c, initially_deferred))] c: i64,
                }
                struct Pair { #[column(primary_key)] a: i64, #[column(primary_key)] b: i64, #[column(unique)] c: i64 }
            }
        }
        let registry = Registry::of(tables::TABLES).expect("tables of different names");
        let database = Postgres.database().await;
        for status in [Status::Completed, Status::UpToDate] {
            let report = boot(&database, registry.clone()).await;
            assert_eq!(report.status, status, "{report}");
        }
        let schema = schema(&database).await;
        let keys = &schema
            .tables
            .iter()
            .find(|table| table.name.name == "items");
        let clauses: Vec<_> = keys
            .expect("the table")
            .foreign_keys
            .iter()
            .map(|key| key.clauses.clone())
            .collect();
        assert_eq!(
            clauses,
            [
                vec!["MATCH FULL", "DEFERRABLE"],
                vec!["DEFERRABLE INITIALLY DEFERRED"]
            ]
        );
    }
}

holds! {
    an_exclusion_constraint {
        #[table(
            exclude(name = "no_overlap", using = gist, expr("int4range(first, last)") with "&&", where = "is_open", initially_deferred, engines(postgres)),
            exclude(using = btree, room with "=", engines(postgres))
        )]
        struct Item { #[column(primary_key)] id: i64, first: i32, last: i32, room: i32, is_open: bool }
    }
    Postgres: r#"{"name":"no_overlap","definition":"USING gist (int4range(first, last) WITH &&) WHERE (is_open) DEFERRABLE INITIALLY DEFERRED"}"#,
    Postgres: r#"{"name":"items_room_excl","definition":"USING btree (room WITH =)"}"#,
}

case! {
    indexes_of_every_kind_are_added
    before { struct Item { #[column(primary_key)] id: i64, a: i64, b: Option<i64>, #[column(max_length = 50)] body: String } }
    after {
        #[table(
            index(a, where = "b IS NULL"),
            index(a desc, b nulls_first, include(body), comment = "both"),
            index(name = "likes", body opclass("text_pattern_ops"), method(mysql = fulltext)),
            unique(name = "sole", a, where = "b IS NULL", engines(postgres, sqlite)),
            exclude(name = "alone", using = btree, a with "=", engines(postgres))
        )]
        struct Item { #[column(primary_key)] id: i64, a: i64, b: Option<i64>, #[column(max_length = 50)] body: String }
    }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 1, NULL, 'x'), (2, 2, 5, 'y')")
        .keeps("SELECT id, a, b, body FROM items ORDER BY id", &["1|1|NULL|x", "2|2|5|y"])
}

case! {
    an_index_changes_in_every_way
    before {
        #[table(
            index(name = "one", a, where = "b > 1"),
            index(name = "two", a, b, with(fillfactor = 70), comment = "old"),
            index(name = "three", b, invisible)
        )]
        struct Item { #[column(primary_key)] id: i64, a: i64, b: i64 }
    }
    after {
        #[table(
            index(name = "one", a, where = "b > 2"),
            index(name = "two", a, b, with(fillfactor = 80), comment = "new"),
            index(name = "three", b desc, method = btree, invisible)
        )]
        struct Item { #[column(primary_key)] id: i64, a: i64, b: i64 }
    }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 1, 1), (2, 2, 2)")
        .keeps("SELECT id, a, b FROM items ORDER BY id", &["1|1|1", "2|2|2"])
}

case! {
    a_foreign_key_over_several_fields_is_added
    before {
        struct Member { #[column(primary_key)] org: i64, #[column(primary_key)] user: i64 }
        struct Post { #[column(primary_key)] id: i64, org_id: Option<i64>, user_id: Option<i64> }
    }
    after {
        struct Member { #[column(primary_key)] org: i64, #[column(primary_key)] user: i64 }
        #[table(foreign_key(org_id, user_id, references = Member(org, user), on_delete = set_null))]
        struct Post { #[column(primary_key)] id: i64, org_id: Option<i64>, user_id: Option<i64> }
    }
    expect |case| case
        .seed("INSERT INTO members VALUES (1, 2); INSERT INTO posts VALUES (1, 1, 2), (2, NULL, NULL)")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, org_id, user_id FROM posts ORDER BY id", &["1|1|2", "2|NULL|NULL"])
}

case! {
    a_new_name_is_a_rename
    before {
        #[table(primary_key(name = "old_identity", id), index(name = "old", a), unique(name = "old_sole", a, b))]
        struct Item { id: i64, a: i64, b: i64 }
    }
    after {
        #[table(primary_key(name = "new_identity", id), index(name = "new", a), unique(name = "new_sole", a, b))]
        struct Item { id: i64, a: i64, b: i64 }
    }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 1, 1), (2, 2, 2)")
        .keeps("SELECT id, a, b FROM items ORDER BY id", &["1|1|1", "2|2|2"])
}

#[tokio::test]
async fn what_a_struct_does_not_state_of_an_index_is_left_as_it_is() {
    mod tables {
        #![allow(
            dead_code,
            reason = "the struct stands for a table, and nobody makes one"
        )]
        structs! {
            #[table(index(name = "by_a", a))]
            struct Item { #[column(primary_key)] id: i64, a: i64 }
        }
    }
    for (engine, settings) in [
        (
            Postgres,
            "ALTER INDEX by_a SET (fillfactor = 50); COMMENT ON INDEX by_a IS 'theirs'",
        ),
        (MariaDb, "ALTER TABLE items ALTER INDEX by_a IGNORED"),
    ] {
        let registry = Registry::of(tables::TABLES).expect("one table");
        let database = engine.database().await;
        boot(&database, registry.clone()).await;
        let settings = match database.is_mysql().await {
            true => settings.replace("IGNORED", "INVISIBLE"),
            false => settings.to_owned(),
        };
        database.execute(&settings).await;
        let report = boot(&database, registry).await;
        assert_eq!(report.status, Status::UpToDate, "{report}");
    }
}

case! {
    an_index_is_built_while_writers_wait
    before { struct Item { #[column(primary_key)] id: i64, a: i64 } }
    after {
        #[table(index(name = "by_a", a, concurrently = false))]
        struct Item { #[column(primary_key)] id: i64, a: i64 }
    }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 1), (2, 2)")
        .keeps("SELECT id, a FROM items ORDER BY id", &["1|1", "2|2"])
}

#[tokio::test]
async fn an_index_is_built_beside_writers_unless_the_struct_says_otherwise() {
    mod before {
        #![allow(
            dead_code,
            reason = "the struct stands for a table, and nobody makes one"
        )]
        structs! { struct Item { #[column(primary_key)] id: i64, a: i64, b: i64 } }
    }
    mod after {
        #![allow(
            dead_code,
            reason = "the struct stands for a table, and nobody makes one"
        )]
        structs! {
            #[table(index(a), index(b, concurrently = false))]
            struct Item { #[column(primary_key)] id: i64, a: i64, b: i64 }
        }
    }
    let database = Postgres.database().await;
    boot(&database, Registry::of(before::TABLES).expect("one table")).await;
    let registry = Registry::of(after::TABLES).expect("one table");
    let report = boot_in(&database, registry.clone(), Mode::Aggressive).await;
    let sql: Vec<&str> = report
        .steps
        .iter()
        .flat_map(|step| &step.statements)
        .map(|statement| statement.sql.as_str())
        .collect();
    assert_eq!(
        sql,
        [
            "CREATE INDEX CONCURRENTLY \"items_a_idx\" ON \"items\" (\"a\")",
            "CREATE INDEX \"items_b_idx\" ON \"items\" (\"b\")",
        ]
    );
    let report = boot(&database, registry).await;
    assert_eq!(report.status, Status::UpToDate, "{report}");
}

#[tokio::test]
async fn an_engine_that_would_accept_other_rows_names_the_key_and_the_way_out() {
    mod tables {
        #![allow(
            dead_code,
            reason = "the struct stands for a table, and nobody makes one"
        )]
        structs! {
            #[table(
                unique(name = "some", a, where = "b > 0"),
                unique(name = "later", a, b, deferrable),
                unique(name = "nulls", b, nulls_not_distinct),
                index(name = "tokens", a, method = gin),
                exclude(using = btree, a with "="),
                foreign_key(b, references = Item(id), match_full)
            )]
            struct Item { #[column(primary_key)] id: i64, a: i64, b: i64 }
        }
    }
    for engine in [MariaDb, Sqlite] {
        let registry = Registry::of(tables::TABLES).expect("one table");
        let database = engine.database().await;
        let error = migrator(&database, registry)
            .migrate()
            .await
            .expect_err("no such keys");
        let text = error.to_string();
        for part in [
            "`later` of `items`",
            "`nulls` of `items`",
            "`tokens` of `items`",
            "an exclusion constraint of `items`",
            "match_full",
            "engines(postgres)",
        ] {
            assert!(
                text.contains(part),
                "{}: no {part} in\n{text}",
                engine.name()
            );
        }
        assert_eq!(
            text.contains("`some` of `items`"),
            engine == MariaDb,
            "{text}"
        );
    }
}
