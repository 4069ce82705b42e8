//! References between tables.

use trueup_tests::case::Safe;
use trueup_tests::engines::Engine::{MariaDb, Postgres, Sqlite};

case! {
    a_reference_is_added
    before {
        struct Org { #[column(primary_key)] id: i64 }
        struct Item { #[column(primary_key)] id: i64, org_id: Option<i64> }
    }
    after {
        struct Org { #[column(primary_key)] id: i64 }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::id)] org_id: Option<i64> }
    }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1); INSERT INTO items VALUES (1, 1), (2, NULL)")
        .step_on(&[Postgres, MariaDb], "HIGH create_foreign_key items.items_org_id_fkey")
        .step_on(&[Sqlite], "HIGH create_foreign_key items.org_id_fkey")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, org_id FROM items ORDER BY id", &["1|1", "2|NULL"])
}

case! {
    a_reference_to_nothing_fails_and_keeps_the_rows
    before {
        struct Org { #[column(primary_key)] id: i64 }
        struct Item { #[column(primary_key)] id: i64, org_id: Option<i64> }
    }
    after {
        struct Org { #[column(primary_key)] id: i64 }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::id, on_delete = cascade)] org_id: Option<i64> }
    }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1); INSERT INTO items VALUES (1, 1), (2, 9)")
        .safe(Safe::HoldsBack)
        .fails_until(&[Postgres, MariaDb, Sqlite], "UPDATE items SET org_id = NULL WHERE id = 2")
        .keeps("SELECT id, org_id FROM items ORDER BY id", &["1|1", "2|NULL"])
}

case! {
    a_reference_goes
    before {
        struct Org { #[column(primary_key)] id: i64 }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::id)] org_id: i64 }
    }
    after {
        struct Org { #[column(primary_key)] id: i64 }
        struct Item { #[column(primary_key)] id: i64, org_id: i64 }
    }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1); INSERT INTO items VALUES (1, 1)")
        .step_on(&[Postgres, MariaDb], "MEDIUM drop_foreign_key items.items_org_id_fkey")
        .step_on(&[Sqlite], "MEDIUM drop_foreign_key items.org_id_fkey")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, org_id FROM items", &["1|1"])
}

case! {
    a_reference_starts_to_cascade
    before {
        struct Org { #[column(primary_key)] id: i64 }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::id)] org_id: Option<i64> }
    }
    after {
        struct Org { #[column(primary_key)] id: i64 }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::id, on_delete = set_null, on_update = cascade)] org_id: Option<i64> }
    }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1); INSERT INTO items VALUES (1, 1)")
        .step_on(&[Postgres, MariaDb], "HIGH alter_foreign_key items.items_org_id_fkey")
        .step_on(&[Sqlite], "HIGH alter_foreign_key items.org_id_fkey")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, org_id FROM items", &["1|1"])
}

case! {
    a_reference_turns_to_another_table
    before {
        struct Org { #[column(primary_key)] id: i64 }
        struct Firm { #[column(primary_key)] id: i64 }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::id)] owner: i64 }
    }
    after {
        struct Org { #[column(primary_key)] id: i64 }
        struct Firm { #[column(primary_key)] id: i64 }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Firm::id)] owner: i64 }
    }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1); INSERT INTO firms VALUES (1); INSERT INTO items VALUES (1, 1)")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, owner FROM items", &["1|1"])
}

case! {
    new_tables_refer_to_each_other_and_to_themselves
    before { struct Org { #[column(primary_key)] id: i64 } }
    after {
        struct Org { #[column(primary_key)] id: i64 }
        struct Alpha {
            #[column(primary_key)] id: i64,
            #[column(references = Beta::id)] beta_id: Option<i64>,
            #[column(references = Alpha::id, on_delete = cascade)] parent: Option<i64>,
        }
        struct Beta {
            #[column(primary_key)] id: i64,
            #[column(references = Gamma::id)] gamma_id: Option<i64>,
        }
        struct Gamma {
            #[column(primary_key)] id: i64,
            #[column(references = Alpha::id)] alpha_id: Option<i64>,
            #[column(references = Org::id)] org_id: Option<i64>,
        }
    }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1)")
        .step("SAFE create_table alphas")
        .keeps("SELECT id FROM orgs", &["1"])
}

case! {
    tables_that_refer_to_each_other_go
    before {
        struct Org { #[column(primary_key)] id: i64 }
        struct Alpha { #[column(primary_key)] id: i64, #[column(references = Beta::id)] beta_id: Option<i64> }
        struct Beta {
            #[column(primary_key)] id: i64,
            #[column(references = Alpha::id)] alpha_id: Option<i64>,
            #[column(references = Org::id)] org_id: i64,
        }
    }
    after { struct Org { #[column(primary_key)] id: i64 } }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1); INSERT INTO alphas VALUES (1, NULL); INSERT INTO betas VALUES (1, 1, 1)")
        .dropped(&["alphas", "betas"])
        .step("HIGH drop_table alphas")
        .safe(Safe::Completes)
        .keeps("SELECT id FROM orgs", &["1"])
}

case! {
    a_row_starts_to_refer_to_its_own_table
    before { struct Item { #[column(primary_key)] id: i64, parent: Option<i64> } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(references = Item::id, on_delete = cascade, index)] parent: Option<i64> } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, NULL), (2, 1)")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, parent FROM items ORDER BY id", &["1|NULL", "2|1"])
}

case! {
    a_new_column_refers_to_a_new_table
    before { struct Item { #[column(primary_key)] id: i64 } }
    after {
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::id, on_delete = cascade, index)] org_id: Option<i64> }
        struct Org { #[column(primary_key)] id: i64, #[column(references = Item::id)] first: Option<i64> }
    }
    expect |case| case
        .seed("INSERT INTO items VALUES (1)")
        .step("SAFE create_table orgs")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, org_id FROM items", &["1|NULL"])
}

case! {
    a_parent_with_cascading_children_is_rebuilt_and_they_stay
    before {
        struct Org { #[column(primary_key)] id: i64, size: Option<i32> }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::id, on_delete = cascade)] org_id: i64 }
    }
    after {
        #[table(check("size > 0"))] struct Org { #[column(primary_key)] id: i64, #[column(default = 4)] size: i64 }
        struct Item { #[column(primary_key)] id: i64, #[column(references = Org::id, on_delete = cascade)] org_id: i64 }
    }
    expect |case| case
        .seed("INSERT INTO orgs VALUES (1, 5); INSERT INTO items VALUES (1, 1), (2, 1)")
        .keeps("SELECT id, org_id FROM items ORDER BY id", &["1|1", "2|1"])
        .keeps("SELECT id, size FROM orgs", &["1|5"])
}
