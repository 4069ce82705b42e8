//! Columns and tables that get another name and keep their rows and all that hangs on them.

use trueup::{Registry, Status};
use trueup_tests::boots::{boot, cell, changes};
use trueup_tests::case::Safe;
use trueup_tests::engines::Engine;

case! {
    a_column_is_renamed
    before { struct Item { #[column(primary_key)] id: i64, nick: Option<String> } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(renamed_from = "nick")] display_name: Option<String> } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'a'), (2, NULL)")
        .step("HIGH rename_column items.display_name")
        .safe(Safe::Completes)
        .keeps("SELECT id, display_name FROM items ORDER BY id", &["1|a", "2|NULL"])
}

case! {
    a_renamed_column_keeps_index_key_check_reference_and_default
    before {
        struct Org { #[column(primary_key)] id: i64 }
        #[table(index(org desc, size), unique(org, size), check("size > 0 and org <> 9"))]
        struct Item {
            #[column(primary_key)] id: i64,
            #[column(references = Org::id, on_delete = cascade)] org: i64,
            #[column(default = 3)] size: i32,
        }
    }
    after {
        struct Org { #[column(primary_key)] id: i64 }
        #[table(index(org_id desc, weight), unique(org_id, weight), check("weight > 0 and org_id <> 9"))]
        struct Item {
            #[column(primary_key)] id: i64,
            #[column(references = Org::id, on_delete = cascade, renamed_from = "org")] org_id: i64,
            #[column(default = 3, renamed_from = "size")] weight: i32,
        }
    }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1); INSERT INTO items VALUES (1, 1, 5), (2, 1, 6)")
        .step("HIGH rename_column items.org_id")
        .safe(Safe::Completes)
        .keeps("SELECT id, org_id, weight FROM items ORDER BY id", &["1|1|5", "2|1|6"])
}

case! {
    a_renamed_column_keeps_what_is_computed_from_it
    before {
        #[table(index(twice), check(name = "fits", "size > 0 and size < 100"), check(name = "same", "id < 50"))]
        struct Item {
            #[column(primary_key)] id: i64,
            size: i32,
            #[column(generated(stored, "size * 2"))] twice: Option<i32>,
            #[column(generated(stored, "size + 1"))] next: Option<i32>,
            #[column(max_length = 20)] note: Option<String>,
        }
    }
    after {
        #[table(index(twice), check(name = "fits", "weight > 0 and weight < 100"), check(name = "same", "id < 50"))]
        struct Item {
            #[column(primary_key)] id: i64,
            #[column(renamed_from = "size")] weight: i32,
            #[column(generated(stored, "weight * 2"))] twice: Option<i32>,
            #[column(generated(stored, "weight + 1"))] next: Option<i32>,
            #[column(max_length = 20)] note: Option<String>,
        }
    }
    expect |case| case
        .seed("INSERT INTO items (id, size, note) VALUES (1, 5, 'size'), (2, 6, NULL)")
        .step("HIGH rename_column items.weight")
        .safe(Safe::Completes)
        .keeps("SELECT id, weight, twice, next, note FROM items ORDER BY id", &["1|5|10|6|size", "2|6|12|7|NULL"])
}

/// MySQL and MariaDB let a default name another column, and MySQL alone has an index over an expression.
#[tokio::test]
async fn a_renamed_column_keeps_a_default_and_an_index_that_name_it() {
    #[allow(
        dead_code,
        reason = "the structs stand for tables, and nobody makes one"
    )]
    mod before {
        structs! {
            struct Item {
                #[column(primary_key)] id: i64, size: i32, #[column(default = sql("size + 1"))] next: i32
            }
        }
    }
    #[allow(
        dead_code,
        reason = "the structs stand for tables, and nobody makes one"
    )]
    mod after {
        structs! {
            struct Item {
                #[column(primary_key)] id: i64,
                #[column(renamed_from = "size")] weight: i32,
                #[column(default = sql("weight + 1"))] next: i32,
            }
        }
    }
    #[allow(
        dead_code,
        reason = "the structs stand for tables, and nobody makes one"
    )]
    mod before_on_mysql {
        structs! {
            #[table(index(name = "by_next", expr("size + 1")))]
            struct Item {
                #[column(primary_key)] id: i64, size: i32, #[column(default = sql("size + 1"))] next: i32
            }
        }
    }
    #[allow(
        dead_code,
        reason = "the structs stand for tables, and nobody makes one"
    )]
    mod after_on_mysql {
        structs! {
            #[table(index(name = "by_next", expr("weight + 1")))]
            struct Item {
                #[column(primary_key)] id: i64,
                #[column(renamed_from = "size")] weight: i32,
                #[column(default = sql("weight + 1"))] next: i32,
            }
        }
    }
    let database = Engine::MariaDb.database().await;
    let (before, after) = if database.is_mysql().await {
        (before_on_mysql::TABLES, after_on_mysql::TABLES)
    } else {
        (before::TABLES, after::TABLES)
    };
    boot(&database, Registry::of(before).unwrap()).await;
    database
        .execute("INSERT INTO items (id, size) VALUES (1, 5)")
        .await;
    let report = boot(&database, Registry::of(after).unwrap()).await;
    assert_eq!(changes(&report.steps), ["rename_column items.weight"]);
    let report = boot(&database, Registry::of(after).unwrap()).await;
    assert_eq!(report.status, Status::UpToDate, "{report}");
    database
        .execute("INSERT INTO items (id, weight) VALUES (2, 7)")
        .await;
    let cells = cell(&database, "SELECT CAST(sum(next) AS char) FROM items").await;
    assert_eq!(cells, "14");
}

case! {
    a_renamed_primary_key_keeps_the_references_to_it
    before {
        struct Org { #[column(primary_key, auto_increment)] key: i64 }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::key, index)] org: i64 }
    }
    after {
        struct Org { #[column(primary_key, auto_increment, renamed_from = "key")] id: i64 }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::id, index)] org: i64 }
    }
    expect |case| case
        .seed(r#"INSERT INTO orgs VALUES (4); INSERT INTO items VALUES (1, 4)"#)
        .step("HIGH rename_column orgs.id")
        .keeps("SELECT orgs.id, items.id FROM orgs JOIN items ON items.org = orgs.id", &["4|1"])
}

case! {
    a_column_is_found_under_any_of_its_former_names
    before { struct Item { #[column(primary_key)] id: i64, first: i32 } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(renamed_from("second", "first"))] third: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 10)")
        .step("HIGH rename_column items.third")
        .keeps("SELECT id, third FROM items", &["1|10"])
}

case! {
    a_column_is_renamed_and_altered
    before { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 10)] nick: Option<String> } }
    after {
        struct Item {
            #[column(primary_key)] id: i64,
            #[column(max_length = 30, renamed_from = "nick", default = "?", unique)] name: String,
        }
    }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'a'), (2, 'b')")
        .step("HIGH rename_column items.name")
        .keeps("SELECT id, name FROM items ORDER BY id", &["1|a", "2|b"])
}

case! {
    a_column_gives_its_name_to_a_new_one_in_two_releases
    before { struct Item { #[column(primary_key)] id: i64, label: i32, other: Option<i32> } }
    after {
        #[table(dropped("other"))]
        struct Item { #[column(primary_key)] id: i64, #[column(renamed_from = "label")] number: i32, text: Option<i32> }
    }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 10, 20)")
        .keeps("SELECT id, number, text FROM items", &["1|10|NULL"])
}

case! {
    a_table_is_renamed_with_all_that_hangs_on_it
    before {
        struct Org { #[column(primary_key)] id: i64 }
        #[table(name = "entries", index(org_id, size), unique(size), check("size > 0"))]
        struct Item {
            #[column(primary_key, auto_increment)] id: i64,
            #[column(references = Org::id, on_delete = cascade)] org_id: i64,
            size: i32,
            #[column(references = Item::id)] parent: Option<i64>,
        }
        struct Part { #[column(primary_key)] id: i64, #[column(references = Item::id)] item_id: i64 }
    }
    after {
        struct Org { #[column(primary_key)] id: i64 }
        #[table(renamed_from = "entries", index(org_id, size), unique(size), check("size > 0"))]
        struct Item {
            #[column(primary_key, auto_increment)] id: i64,
            #[column(references = Org::id, on_delete = cascade)] org_id: i64,
            size: i32,
            #[column(references = Item::id)] parent: Option<i64>,
        }
        struct Part { #[column(primary_key)] id: i64, #[column(references = Item::id)] item_id: i64 }
    }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1); INSERT INTO entries (id, org_id, size, parent) VALUES (1, 1, 5, NULL), (2, 1, 6, 1);
               INSERT INTO parts VALUES (1, 2)")
        .step("HIGH rename_table items")
        .safe(Safe::Completes)
        .keeps("SELECT id, org_id, size, parent FROM items ORDER BY id", &["1|1|5|NULL", "2|1|6|1"])
        .keeps("SELECT id, item_id FROM parts", &["1|2"])
}

case! {
    a_table_is_renamed_and_so_is_its_column
    before { #[table(name = "entries", index(nick))] struct Item { #[column(primary_key)] id: i64, #[column(max_length = 9)] nick: String } }
    after {
        #[table(renamed_from("records", "entries"), index(name))]
        struct Item { #[column(primary_key)] id: i64, #[column(max_length = 9, renamed_from = "nick")] name: String, size: Option<i32> }
    }
    expect |case| case
        .seed("INSERT INTO entries VALUES (1, 'a')")
        .step("HIGH rename_table items")
        .step("HIGH rename_column items.name")
        .keeps("SELECT id, name, size FROM items", &["1|a|NULL"])
}

case! {
    both_ends_of_a_reference_are_renamed
    before {
        #[table(name = "firms")] struct Org { #[column(primary_key)] id: i64 }
        #[table(name = "entries")] struct Item { #[column(primary_key)] id: i64, #[column(references = Org::id)] org_id: i64 }
    }
    after {
        #[table(renamed_from = "firms")] struct Org { #[column(primary_key)] id: i64 }
        #[table(renamed_from = "entries")] struct Item { #[column(primary_key)] id: i64, #[column(references = Org::id)] org_id: i64 }
    }
    expect |case| case
        .seed("INSERT INTO firms VALUES (1); INSERT INTO entries VALUES (1, 1)")
        .keeps("SELECT id, org_id FROM items", &["1|1"])
}

/// Two tables cannot change their names in one release, nor can a name be used again in the release
/// that gives it up: the same structs must mean the same on a database where it was done before.
#[tokio::test]
async fn a_table_is_not_renamed_from_one_that_is_still_there() {
    #[allow(
        dead_code,
        reason = "the structs stand for tables, and nobody makes one"
    )]
    mod after {
        structs! {
            #[table(name = "lefts", renamed_from = "rights")]
            struct Left { #[column(primary_key)] id: i64 }
            #[table(name = "rights", renamed_from = "lefts")]
            struct Right { #[column(primary_key)] id: i64 }
        }
    }
    for engine in Engine::ALL {
        let database = engine.database().await;
        let target = trueup::Target::from_url(database.url()).unwrap();
        let registry = Registry::of(after::TABLES).unwrap();
        let refused = trueup::Migrator::new(target)
            .registry(registry)
            .migrate()
            .await;
        let Err(trueup::Error::Schema(error)) = refused else {
            panic!("{engine:?}: {refused:?}");
        };
        let messages = error.problems.into_iter().map(|problem| problem.message);
        assert_eq!(
            messages.collect::<Vec<_>>(),
            [
                "table `lefts` is renamed from `rights`, which is still there\n\
                 help: take the struct of `rights` away, or this `renamed_from`",
                "table `rights` is renamed from `lefts`, which is still there\n\
                 help: take the struct of `lefts` away, or this `renamed_from`",
            ]
        );
    }
}
