//! Primary keys, unique keys and indexes.

use trueup_tests::case::Safe;
use trueup_tests::engines::Engine::{MariaDb, Postgres, Sqlite};

case! {
    a_unique_key_is_added
    before { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 20)] name: Option<String> } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 20, unique)] name: Option<String> } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'a'), (2, NULL), (3, NULL)")
        .step_on(&[Postgres], "HIGH create_unique items.items_name_key")
        .step_on(&[MariaDb, Sqlite], "HIGH create_index items.items_name_key")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, name FROM items ORDER BY id", &["1|a", "2|NULL", "3|NULL"])
}

case! {
    a_unique_key_over_duplicates_fails_and_keeps_them
    before { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 20)] name: String } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 20, unique)] name: String } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'a'), (2, 'a')")
        .safe(Safe::HoldsBack)
        .fails_until(&[Postgres, MariaDb, Sqlite], "UPDATE items SET name = 'b' WHERE id = 2")
        .keeps("SELECT id, name FROM items ORDER BY id", &["1|a", "2|b"])
}

case! {
    a_unique_key_goes
    before { #[table(unique(name, size))] struct Item { #[column(primary_key)] id: i64, #[column(max_length = 20, unique)] name: String, size: i32 } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 20)] name: String, size: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'a', 1)")
        .step_on(&[Postgres], "HIGH drop_unique items.items_name_key")
        .step_on(&[MariaDb, Sqlite], "HIGH drop_index items.items_name_key")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, name FROM items", &["1|a"])
}

case! {
    a_unique_key_gets_another_name
    before { #[table(unique(name = "one", size))] struct Item { #[column(primary_key)] id: i64, size: i32 } }
    after { #[table(unique(name = "two", size))] struct Item { #[column(primary_key)] id: i64, size: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 1)")
        .keeps("SELECT id, size FROM items", &["1|1"])
}

case! {
    an_index_is_added
    before { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 20)] name: Option<String>, size: i32 } }
    after {
        #[table(index(name, size desc))]
        struct Item { #[column(primary_key)] id: i64, #[column(max_length = 20)] name: Option<String>, #[column(index)] size: i32 }
    }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'a', 1), (2, NULL, 1)")
        .step("MEDIUM create_index items.items_name_size_idx")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, name FROM items ORDER BY id", &["1|a", "2|NULL"])
}

case! {
    an_index_goes
    before { struct Item { #[column(primary_key)] id: i64, #[column(index)] size: i32 } }
    after { struct Item { #[column(primary_key)] id: i64, size: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 1)")
        .step("MEDIUM drop_index items.items_size_idx")
        .safe(Safe::HoldsBack)
}

case! {
    an_index_of_one_name_gets_other_columns
    before { #[table(index(name = "quick", size))] struct Item { #[column(primary_key)] id: i64, size: i32 } }
    after { #[table(index(name = "quick", size desc, id))] struct Item { #[column(primary_key)] id: i64, size: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 1)")
        .step("MEDIUM alter_index items.quick")
        .safe(Safe::HoldsBack)
}

case! {
    an_index_gets_another_name
    before { #[table(index(name = "quick", size))] struct Item { #[column(primary_key)] id: i64, size: i32 } }
    after { #[table(index(name = "quicker", size))] struct Item { #[column(primary_key)] id: i64, size: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 1)")
}

case! {
    an_index_becomes_a_unique_key
    before { struct Item { #[column(primary_key)] id: i64, #[column(index)] size: i32 } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(unique)] size: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 1)")
        .safe(Safe::HoldsBack)
}

case! {
    a_primary_key_of_several_columns_gets_another
    before { #[table(primary_key(a, b))] struct Item { a: i64, b: i32, c: i32 } }
    after { #[table(primary_key(b, a, c))] struct Item { a: i64, b: i32, c: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 2, 3), (1, 3, 3)")
        .step("HIGH alter_primary_key items")
        .safe(Safe::HoldsBack)
        .keeps("SELECT a, b, c FROM items ORDER BY b", &["1|2|3", "1|3|3"])
}

case! {
    a_primary_key_moves_to_another_column
    before { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 20)] name: String } }
    after { struct Item { id: i64, #[column(primary_key, max_length = 20)] name: String } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'a'), (2, 'b')")
        .step("HIGH alter_primary_key items")
        .keeps("SELECT id, name FROM items ORDER BY id", &["1|a", "2|b"])
}

case! {
    a_primary_key_over_duplicates_fails_and_keeps_them
    before { #[table(primary_key(a, b))] struct Item { a: i64, b: i32 } }
    after { struct Item { #[column(primary_key)] a: i64, b: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 2), (1, 3)")
        .fails_until(&[Postgres, MariaDb, Sqlite], "DELETE FROM items WHERE b = 3")
        .keeps("SELECT a, b FROM items", &["1|2"])
}

case! {
    a_table_gets_a_primary_key
    before { struct Item { id: i64, name: Option<String> } }
    after { struct Item { #[column(primary_key)] id: i64, name: Option<String> } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'a'), (2, NULL)")
        .step("HIGH create_primary_key items")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, name FROM items ORDER BY id", &["1|a", "2|NULL"])
}

case! {
    a_table_loses_its_primary_key
    before { struct Item { #[column(primary_key)] id: i64, name: Option<String> } }
    after { struct Item { id: i64, name: Option<String> } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'a'), (2, NULL)")
        .step("HIGH drop_primary_key items")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, name FROM items ORDER BY id", &["1|a", "2|NULL"])
}

case! {
    a_primary_key_that_is_referred_to_changes
    before {
        struct Org { #[column(primary_key)] id: i64, #[column(unique)] code: i64 }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::code, on_delete = cascade)] code: i64 }
    }
    after {
        struct Org { #[column(unique)] id: i64, #[column(primary_key)] code: i64 }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::code, on_delete = cascade)] code: i64 }
    }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1, 7); INSERT INTO items VALUES (1, 7)")
        .keeps("SELECT items.id, orgs.id FROM items JOIN orgs ON orgs.code = items.code", &["1|1"])
}
