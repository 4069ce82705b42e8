//! Columns of another type, wider and narrower.

use trueup_tests::case::Safe;
use trueup_tests::engines::Engine::{MariaDb, Postgres};

case! {
    a_text_gets_room_for_more
    before { #[table(index(name), unique(name, id))] struct Item { #[column(primary_key)] id: i64, #[column(max_length = 5)] name: String } }
    after { #[table(index(name), unique(name, id))] struct Item { #[column(primary_key)] id: i64, #[column(max_length = 50)] name: String } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'abcde')")
        .step("MEDIUM alter_column items.name")
        .keeps("SELECT id, name FROM items", &["1|abcde"])
}

case! {
    a_text_gets_room_without_end
    before { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 5, default = "x")] name: String } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(default = "x")] name: String } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'abcde')")
        .keeps("SELECT id, name FROM items", &["1|abcde"])
}

case! {
    a_text_gets_less_room_and_every_row_fits
    before { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 50)] name: String } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 5)] name: String } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'abcde'), (2, '')")
        .step_on(&[Postgres, MariaDb], "HIGH alter_column items.name")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, name FROM items ORDER BY id", &["1|abcde", "2|"])
}

case! {
    a_text_gets_less_room_and_a_row_does_not_fit
    before { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 50)] name: String } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 5)] name: String } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'abcdefgh'), (2, '')")
        .fails_until(&[Postgres, MariaDb], "UPDATE items SET name = 'abc' WHERE id = 1")
        .keeps("SELECT id FROM items ORDER BY id", &["1", "2"])
}

case! {
    an_integer_gets_wider
    before {
        #[table(index(size), check("size < 100"))]
        struct Item { #[column(primary_key)] id: i64, #[column(default = 7)] size: i32, small: i16 }
    }
    after {
        #[table(index(size), check("size < 100"))]
        struct Item { #[column(primary_key)] id: i64, #[column(default = 7)] size: i64, small: i32 }
    }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 5, -3)")
        .step_on(&[Postgres, MariaDb], "HIGH alter_column items.size")
        .keeps("SELECT id, size, small FROM items", &["1|5|-3"])
}

case! {
    an_integer_gets_narrower_and_a_row_does_not_fit
    before { struct Item { #[column(primary_key)] id: i64, size: i64 } }
    after { struct Item { #[column(primary_key)] id: i64, size: i16 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 5), (2, 70000)")
        .step_on(&[Postgres, MariaDb], "HIGH alter_column items.size")
        .fails_until(&[Postgres, MariaDb], "UPDATE items SET size = 7 WHERE id = 2")
        .keeps("SELECT id FROM items ORDER BY id", &["1", "2"])
}

case! {
    a_numbered_key_gets_wider_with_the_columns_that_refer_to_it
    before {
        struct Org { #[column(primary_key, auto_increment)] id: i32 }
        struct Item {
            #[column(primary_key, auto_increment)] id: i32,
            #[column(references = Org::id, on_delete = cascade, index)] org_id: i32,
            #[column(references = Item::id)] parent: Option<i32>,
        }
    }
    after {
        struct Org { #[column(primary_key, auto_increment)] id: i64 }
        struct Item {
            #[column(primary_key, auto_increment)] id: i64,
            #[column(references = Org::id, on_delete = cascade, index)] org_id: i64,
            #[column(references = Item::id)] parent: Option<i64>,
        }
    }
    expect |case| case
        .seed("INSERT INTO orgs (id) VALUES (1); INSERT INTO items (id, org_id, parent) VALUES (1, 1, NULL), (2, 1, 1)")
        .keeps("SELECT id, org_id, parent FROM items ORDER BY id", &["1|1|NULL", "2|1|1"])
}

case! {
    a_number_becomes_a_text
    before { struct Item { #[column(primary_key)] id: i64, #[column(default = 1)] code: i32 } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(default = "one", max_length = 20)] code: String } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 42)")
        .step("HIGH alter_column items.code")
        .keeps("SELECT id, code FROM items", &["1|42"])
}

case! {
    a_text_becomes_a_number
    before { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 20)] code: String } }
    after { struct Item { #[column(primary_key)] id: i64, code: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, '42')")
        .step("HIGH alter_column items.code")
        .keeps("SELECT id, code FROM items", &["1|42"])
}

case! {
    an_integer_becomes_a_float
    before { struct Item { #[column(primary_key)] id: i64, size: i32 } }
    after { struct Item { #[column(primary_key)] id: i64, size: f64 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 42)")
        .step("HIGH alter_column items.size")
        .keeps("SELECT id FROM items WHERE size = 42", &["1"])
}

case! {
    a_moment_gets_a_zone
    before { struct Item { #[column(primary_key)] id: i64, at: Option<chrono::NaiveDateTime> } }
    after { struct Item { #[column(primary_key)] id: i64, at: Option<chrono::DateTime<chrono::Utc>> } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, '2024-02-29 12:34:56')")
        .step_on(&[Postgres, MariaDb], "HIGH alter_column items.at")
        .keeps("SELECT id FROM items WHERE at IS NOT NULL", &["1"])
}

case! {
    a_number_starts_to_be_given_by_the_database
    before { struct Item { #[column(primary_key)] id: i64, size: i32 } }
    after { struct Item { #[column(primary_key, auto_increment)] id: i64, size: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (41, 1)")
        .keeps("SELECT id, size FROM items", &["41|1"])
}
