//! Columns that come, go, and change whether they may be NULL and what they are by default.

use trueup_tests::case::Safe;
use trueup_tests::engines::Engine::{MariaDb, Postgres, Sqlite};

case! {
    an_optional_column_is_added
    before { struct Item { #[column(primary_key)] id: i64 } }
    after { struct Item { #[column(primary_key)] id: i64, note: Option<String> } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1), (2)")
        .step("SAFE create_column items.note")
        .safe(Safe::Completes)
        .keeps("SELECT id, note FROM items ORDER BY id", &["1|NULL", "2|NULL"])
}

case! {
    an_optional_column_with_a_default_is_added
    before { struct Item { #[column(primary_key)] id: i64 } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(default = -5)] size: Option<i32> } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1), (2)")
        .step("SAFE create_column items.size")
        .safe(Safe::Completes)
        .keeps("SELECT id, size FROM items ORDER BY id", &["1|-5", "2|-5"])
}

case! {
    a_required_column_with_a_default_is_added
    before { struct Item { #[column(primary_key)] id: i64 } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(default = "it's", max_length = 20)] state: String } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1), (2)")
        .step("SAFE create_column items.state")
        .safe(Safe::Completes)
        .keeps("SELECT id, state FROM items ORDER BY id", &["1|it's", "2|it's"])
}

case! {
    a_required_moment_by_default_now_is_added
    before { struct Item { #[column(primary_key)] id: i64 } }
    after {
        struct Item {
            #[column(primary_key)] id: i64,
            #[column(default = now)] created_at: chrono::DateTime<chrono::Utc>,
        }
    }
    expect |case| case
        .seed("INSERT INTO items VALUES (1), (2)")
        .keeps("SELECT id FROM items WHERE created_at IS NOT NULL ORDER BY id", &["1", "2"])
}

case! {
    a_required_column_without_a_default_is_refused_on_a_filled_table
    before { struct Item { #[column(primary_key)] id: i64 } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 20)] state: String } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1), (2)")
        .step("HIGH create_column items.state")
        .safe(Safe::Refuses)
        .fails_until(&[Postgres, Sqlite], "DELETE FROM items")
}

case! {
    a_column_that_the_code_forgot_stays_and_is_held_back
    before { struct Item { #[column(primary_key)] id: i64, note: Option<String> } }
    after { struct Item { #[column(primary_key)] id: i64 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'a'), (2, NULL)")
        .step("HIGH drop_column items.note")
        .safe(Safe::HoldsBack)
        .keeps("SELECT * FROM items ORDER BY id", &["1", "2"])
}

case! {
    a_required_column_that_the_code_forgot_is_relaxed
    before { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 9)] note: String, size: i32 } }
    after { struct Item { #[column(primary_key)] id: i64, size: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'a', 1), (2, 'b', 2)")
        .step("HIGH drop_column items.note")
        .step("MEDIUM drop_not_null items.note")
        .safe(Safe::HoldsBack)
        .keeps("SELECT * FROM items ORDER BY id", &["1|1", "2|2"])
        .goes_back_empty()
}

case! {
    a_column_that_is_declared_dropped_goes
    before { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 9)] note: String, size: i32 } }
    after { #[table(dropped("note"))] struct Item { #[column(primary_key)] id: i64, size: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'a', 1), (2, 'b', 2)")
        .step("HIGH drop_column items.note")
        .safe(Safe::Completes)
        .keeps("SELECT * FROM items ORDER BY id", &["1|1", "2|2"])
        .goes_back_empty()
}

case! {
    a_column_goes_with_its_index_key_and_check
    before {
        #[table(index(note), index(id, size), unique(note, size), check("size > 0"), check("id > 0"))]
        struct Item { #[column(primary_key)] id: i64, #[column(max_length = 9)] note: Option<String>, size: Option<i32> }
    }
    after { #[table(dropped("note", "size"), check("id > 0"))] struct Item { #[column(primary_key)] id: i64 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'a', 1), (2, 'b', 2)")
        .step("HIGH drop_column items.note")
        .keeps("SELECT * FROM items ORDER BY id", &["1", "2"])
}

case! {
    a_column_that_refers_elsewhere_goes
    before {
        struct Org { #[column(primary_key)] id: i64 }
        struct Item {
            #[column(primary_key)] id: i64,
            #[column(references = Org::id, on_delete = cascade, index)] org_id: Option<i64>,
        }
    }
    after {
        struct Org { #[column(primary_key)] id: i64 }
        #[table(dropped("org_id"))] struct Item { #[column(primary_key)] id: i64 }
    }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1); INSERT INTO items VALUES (1, 1), (2, NULL)")
        .step("HIGH drop_column items.org_id")
        .keeps("SELECT * FROM items ORDER BY id", &["1", "2"])
        .keeps("SELECT * FROM orgs", &["1"])
}

case! {
    a_column_becomes_optional
    before { struct Item { #[column(primary_key)] id: i64, size: i32 } }
    after { struct Item { #[column(primary_key)] id: i64, size: Option<i32> } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 10), (2, 20)")
        .step("MEDIUM drop_not_null items.size")
        .safe(Safe::Refuses)
        .keeps("SELECT id, size FROM items ORDER BY id", &["1|10", "2|20"])
}

case! {
    a_column_becomes_required
    before { struct Item { #[column(primary_key)] id: i64, size: Option<i32> } }
    after { struct Item { #[column(primary_key)] id: i64, size: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 10), (2, 20)")
        .step("HIGH create_not_null items.size")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, size FROM items ORDER BY id", &["1|10", "2|20"])
}

case! {
    a_column_with_nulls_cannot_become_required
    before { struct Item { #[column(primary_key)] id: i64, size: Option<i32> } }
    after { struct Item { #[column(primary_key)] id: i64, size: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 10), (2, NULL)")
        .step("HIGH create_not_null items.size")
        .safe(Safe::HoldsBack)
        .fails_until(&[Postgres, MariaDb, Sqlite], "UPDATE items SET size = 0 WHERE size IS NULL")
        .keeps("SELECT id, size FROM items ORDER BY id", &["1|10", "2|0"])
}

case! {
    a_default_is_added
    before { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 9)] state: String } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 9, default = "new")] state: String } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'old')")
        .step_on(&[Postgres, MariaDb], "SAFE create_default items.state")
        .keeps("SELECT id, state FROM items", &["1|old"])
}

case! {
    a_default_changes
    before { struct Item { #[column(primary_key)] id: i64, #[column(default = 1)] size: i32, #[column(default = true)] on: bool } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(default = -2)] size: i32, #[column(default = false)] on: bool } }
    expect |case| case
        .seed("INSERT INTO items (id) VALUES (1)")
        .step_on(&[Postgres, MariaDb], "SAFE alter_default items.size")
        .keeps("SELECT id, size FROM items", &["1|1"])
}

case! {
    a_default_goes
    before { struct Item { #[column(primary_key)] id: i64, #[column(default = 1)] size: i32 } }
    after { struct Item { #[column(primary_key)] id: i64, size: i32 } }
    expect |case| case
        .seed("INSERT INTO items (id) VALUES (1)")
        .step("MEDIUM drop_default items.size")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, size FROM items", &["1|1"])
}

case! {
    a_default_of_the_moment_goes
    before { struct Item { #[column(primary_key)] id: i64, #[column(default = now)] at: chrono::NaiveDateTime } }
    after { struct Item { #[column(primary_key)] id: i64, at: chrono::NaiveDateTime } }
    expect |case| case
        .seed("INSERT INTO items (id) VALUES (1)")
        .step("MEDIUM drop_default items.at")
        .safe(Safe::HoldsBack)
        .keeps("SELECT count(*) FROM items WHERE at > '2020-01-01'", &["1"])
}

case! {
    many_things_change_on_one_table
    before {
        struct Org { #[column(primary_key, auto_increment)] id: i64 }
        #[table(index(name), check("size >= 0"), check("place < 9"))]
        struct Item {
            #[column(primary_key, auto_increment)] id: i64,
            #[column(max_length = 20, unique)] name: String,
            #[column(max_length = 20)] nick: Option<String>,
            #[column(default = 1)] size: i32,
            place: Option<i32>,
            #[column(references = Org::id)] org_id: Option<i64>,
            gone: Option<i64>,
        }
    }
    after {
        struct Org { #[column(primary_key, auto_increment)] id: i64 }
        struct Shop { #[column(primary_key, auto_increment)] id: i64 }
        #[table(index(title, place desc), unique(title, size), check("size >= 1"), dropped("gone"))]
        struct Item {
            #[column(primary_key, auto_increment)] id: i64,
            #[column(max_length = 40, renamed_from = "name")] title: String,
            #[column(max_length = 20, default = "none")] nick: String,
            #[column(default = 2)] size: i64,
            place: Option<i64>,
            #[column(references = Org::id, on_delete = cascade)] org_id: Option<i64>,
            #[column(references = Shop::id)] shop_id: Option<i64>,
            #[column(default = now)] made: chrono::NaiveDateTime,
        }
    }
    expect |case| case
        .seed("INSERT INTO orgs (id) VALUES (1);
               INSERT INTO items (name, nick, place, org_id, gone) VALUES ('a', 'x', 1, 1, 5), ('b', 'y', NULL, NULL, 6)")
        .keeps("SELECT id, title, nick, size, place, org_id, shop_id FROM items ORDER BY id",
            &["1|a|x|1|1|1|NULL", "2|b|y|1|NULL|NULL|NULL"])
}
