//! Mutual and self references, across modules and through aliases.

use trueup::Table;

mod people {
    #[derive(trueup::Table)]
    #[table(name = "people", schema = "hr")]
    pub struct Person {
        #[column(primary_key)]
        id: i64,
        #[column(references = super::teams::Team::id)]
        team: Option<i32>,
        #[column(references = Self::id)]
        boss: Option<i64>,
        #[column(references = Person::id)]
        mentor: Option<i64>,
    }
}

mod teams {
    use super::people::Person as Human;

    #[derive(trueup::Table)]
    pub struct Team {
        #[column(primary_key)]
        id: i32,
        #[column(references = Human::id)]
        lead: i64,
    }
}

// The key of a part is a key of the whole when it is unique alone.
#[derive(Table)]
#[table(primary_key(team, code), unique(code))]
struct Badge {
    #[column(references = crate::tables_that_refer_to_each_other::teams::Team::id)]
    team: i32,
    code: String,
}

#[derive(Table)]
struct Door {
    #[column(primary_key)]
    id: i64,
    #[column(references = Badge::code)]
    opened_by: String,
}

fn in_a_function() -> &'static str {
    #[derive(Table)]
    struct Local {
        #[column(primary_key)]
        id: i64,
        #[column(references = Local::id)]
        next: Option<i64>,
        #[column(references = Door::id)]
        door: i64,
    }
    Local::META.foreign_keys()[0].target_table
}

#[test]
fn tables_refer_to_each_other() {
    let keys = people::Person::META.foreign_keys();
    assert_eq!(
        (keys[0].target_schema, keys[0].target_table),
        (None, "teams")
    );
    assert_eq!(
        (keys[1].target_schema, keys[1].target_table),
        (Some("hr"), "people")
    );
    assert_eq!(
        teams::Team::META.foreign_keys()[0].target_schema,
        Some("hr")
    );
    assert_eq!(Door::META.foreign_keys()[0].target_columns, ["code"]);
    assert!(!Badge::COLUMNS.team.is_key());
    assert_eq!(in_a_function(), "locals");
}
