//! Tables that come and go.

use trueup_tests::case::Safe;

case! {
    the_first_tables_are_made
    before {}
    after {
        struct Org { #[column(primary_key, auto_increment)] id: i64, #[column(unique, max_length = 9)] name: String }
        #[table(index(org_id, size desc), check("size > 0"))]
        struct Item { #[column(primary_key, auto_increment)] id: i64, #[column(references = Org::id)] org_id: i64, size: i32 }
    }
    expect |case| case
        .step("SAFE create_table items")
        .safe(Safe::Completes)
}

case! {
    a_new_table_refers_to_one_that_is_there
    before { struct Org { #[column(primary_key)] id: i64 } }
    after {
        struct Org { #[column(primary_key)] id: i64 }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::id, on_delete = cascade, index)] org_id: i64 }
    }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1)")
        .step("SAFE create_table items")
        .safe(Safe::Completes)
        .keeps("SELECT id FROM orgs", &["1"])
}

case! {
    a_table_whose_struct_is_gone_is_held_back
    before {
        struct Org { #[column(primary_key)] id: i64 }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::id, index)] org_id: i64 }
    }
    after { struct Org { #[column(primary_key)] id: i64 } }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1); INSERT INTO items VALUES (1, 1)")
        .step("HIGH drop_table items")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id FROM orgs", &["1"])
}

case! {
    a_table_that_is_declared_dropped_goes
    before {
        struct Org { #[column(primary_key)] id: i64 }
        #[table(index(size, org_id), check("size > 0"))]
        struct Item {
            #[column(primary_key, auto_increment)] id: i64,
            #[column(references = Org::id, on_delete = cascade)] org_id: i64,
            #[column(unique, default = 1)] size: i32,
        }
    }
    after { struct Org { #[column(primary_key)] id: i64 } }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1); INSERT INTO items VALUES (1, 1, 1)")
        .dropped(&["items"])
        .step("HIGH drop_table items")
        .safe(Safe::Completes)
        .keeps("SELECT id FROM orgs", &["1"])
}

case! {
    a_table_that_others_refer_to_goes
    before {
        struct Org { #[column(primary_key)] id: i64 }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::id)] org_id: Option<i64>, size: i32 }
    }
    after { struct Item { #[column(primary_key)] id: i64, org_id: Option<i64>, size: i32 } }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1); INSERT INTO items VALUES (1, 1, 1)")
        .dropped(&["orgs"])
        .step("HIGH drop_table orgs")
        .keeps("SELECT id, size FROM items", &["1|1"])
        .goes_back_empty()
}
