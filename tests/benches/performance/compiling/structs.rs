//! The text of the structs, as each derive wants them. Measures nothing.

use std::fmt::Write as _;

/// How many structs, and of how many fields each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) structs: usize,
    pub(super) fields: usize,
}

/// What is derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Derive {
    Serialize,
    Nothing,
    Table,
    FromRow,
    SeaOrm,
    Diesel,
}

/// A field with the type that it has in a struct, and in a `table!` of Diesel.
struct Field {
    name: String,
    ty: &'static str,
    diesel: &'static str,
    /// The words of `column`.
    words: String,
}

impl Derive {
    pub(super) const ALL: [Self; 6] = [
        Self::Serialize,
        Self::Nothing,
        Self::Table,
        Self::FromRow,
        Self::SeaOrm,
        Self::Diesel,
    ];

    /// The name of the crate.
    pub(super) const fn package(self) -> &'static str {
        match self {
            Self::Serialize => "serde-structs",
            Self::Nothing => "bare-structs",
            Self::Table => "trueup-tables",
            Self::FromRow => "sqlx-rows",
            Self::SeaOrm => "seaorm-entities",
            Self::Diesel => "diesel-tables",
        }
    }

    /// The name in the tables.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Serialize => "`serde::Serialize`",
            Self::Nothing => "bare structs, no derive",
            Self::Table => "trueup",
            Self::FromRow => "`sqlx::FromRow`",
            Self::SeaOrm => "SeaORM",
            Self::Diesel => "Diesel",
        }
    }

    /// What the crate needs.
    pub(super) const fn dependencies(self) -> &'static str {
        match self {
            Self::Serialize => {
                "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n"
            }
            Self::Nothing | Self::Table => "",
            Self::FromRow => {
                "sqlx = { version = \"0.9\", default-features = false, features = [\"derive\", \"postgres\"] }\n"
            }
            Self::SeaOrm => {
                "sea-orm = { version = \"=2.0.4\", default-features = false, features = [\"macros\", \"sqlx-postgres\", \"runtime-tokio\"] }\n"
            }
            Self::Diesel => {
                "diesel = { version = \"=2.3.14\", default-features = false, features = [\"32-column-tables\", \"postgres\"] }\n\
                 pq-sys = { version = \"0.7\", features = [\"bundled_without_openssl\"] }\n"
            }
        }
    }

    /// The name in arguments, if the crate needs what this workspace does not have.
    pub(super) const fn program(self) -> Option<&'static str> {
        match self {
            Self::SeaOrm => Some("seaorm"),
            Self::Diesel => Some("diesel"),
            Self::Serialize | Self::Nothing | Self::Table | Self::FromRow => None,
        }
    }

    /// A library of structs, one field of which has a name of this version.
    pub(super) fn library(self, shape: Shape, version: usize) -> String {
        let mut text = String::from("//! Written by `scripts/bench`.\n#![allow(dead_code)]\n\n");
        for number in 0..shape.structs {
            // One struct in the middle has a field that changes its name.
            let version = (number == shape.structs / 2).then_some(version);
            let fields: Vec<Field> = (0..shape.fields)
                .map(|at| field(number, at, version))
                .collect();
            text.push_str(&self.item(number, &fields));
        }
        text
    }

    fn item(self, number: usize, fields: &[Field]) -> String {
        let plain = |derive: &str| {
            let mut text = format!("{derive}pub struct Table{number} {{\n");
            for field in fields {
                if self == Self::Table && !field.words.is_empty() {
                    line(&mut text, format_args!("    #[column({})]", field.words));
                }
                line(
                    &mut text,
                    format_args!("    pub {}: {},", field.name, field.ty),
                );
            }
            text + "}\n\n"
        };
        match self {
            Self::Nothing => plain(""),
            Self::Table => plain("#[derive(trueup::Table)]\n"),
            Self::Serialize => plain("#[derive(serde::Serialize)]\n"),
            Self::FromRow => plain("#[derive(sqlx::FromRow)]\n"),
            Self::SeaOrm => entity(number, fields),
            Self::Diesel => {
                let mut text = format!("diesel::table! {{\n    table{number} (id) {{\n");
                for field in fields {
                    line(
                        &mut text,
                        format_args!("        {} -> {},", field.name, field.diesel),
                    );
                }
                let derive = format!(
                    "    }}\n}}\n\n#[derive(diesel::Queryable, diesel::Selectable)]\n#[diesel(table_name = table{number})]\n"
                );
                text + &plain(&derive)
            }
        }
    }

    /// A function that does with a struct what it is derived for: what nobody calls is in no program. The tables of
    /// trueup are there without one.
    pub(super) const fn usage(self) -> &'static str {
        match self {
            Self::Nothing | Self::Table => "",
            Self::Serialize => {
                "|value: &'static models::TableNUMBER| serde_json::to_string(value).expect(\"a text\")"
            }
            Self::FromRow => {
                "|row: &'static sqlx::postgres::PgRow| -> Result<models::TableNUMBER, sqlx::Error> { sqlx::FromRow::from_row(row) }"
            }
            Self::SeaOrm => {
                "|database: &'static sea_orm::DatabaseConnection| { \
                 let found = sea_orm::EntityTrait::find(); \
                 let all: std::pin::Pin<Box<dyn Future<Output = _>>> = \
                 Box::pin(sea_orm::Select::<models::table_NUMBER::Entity>::all(found, database)); all }"
            }
            Self::Diesel => {
                "|connection: &'static mut diesel::PgConnection| { use diesel::prelude::*; \
                 models::tableNUMBER::table.select(models::TableNUMBER::as_select()).load(connection) }"
            }
        }
    }
}

/// As applications have them.
fn field(number: usize, at: usize, version: Option<usize>) -> Field {
    let name = match (version, at) {
        (_, 0) => "id".to_owned(),
        (Some(version), 2) => format!("field_of_version_{version}"),
        _ => format!("field_{at}"),
    };
    let (ty, diesel, words) = match at % 6 {
        _ if at == 0 => ("i64", "BigInt", "primary_key, auto_increment".to_owned()),
        0 => ("Option<String>", "Nullable<Text>", String::new()),
        1 if at == 1 && number > 0 => {
            let target = number - 1;
            let words = format!("references = Table{target}::id, on_delete = cascade, index");
            ("i64", "BigInt", words)
        }
        1 => ("i64", "BigInt", String::new()),
        2 => ("String", "Text", "max_length = 255".to_owned()),
        3 => ("i32", "Integer", "default = 0".to_owned()),
        4 => ("bool", "Bool", String::new()),
        _ => ("Option<f64>", "Nullable<Double>", String::new()),
    };
    Field {
        name,
        ty,
        diesel,
        words,
    }
}

/// An entity stands in a module of its own, as its types have fixed names.
fn entity(number: usize, fields: &[Field]) -> String {
    let mut text = format!(
        "pub mod table_{number} {{\n    use sea_orm::entity::prelude::*;\n\n    \
         #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]\n    #[sea_orm(table_name = \"table{number}\")]\n    \
         pub struct Model {{\n        #[sea_orm(primary_key)]\n"
    );
    for field in fields {
        line(
            &mut text,
            format_args!("        pub {}: {},", field.name, field.ty),
        );
    }
    let relation = match number.checked_sub(1) {
        None => "{}".to_owned(),
        Some(target) => format!(
            "{{\n        #[sea_orm(\n            belongs_to = \"super::table_{target}::Entity\",\n            \
             from = \"Column::Field1\",\n            to = \"super::table_{target}::Column::Id\",\n            \
             on_delete = \"Cascade\"\n        )]\n        Parent,\n    }}"
        ),
    };
    text + &format!(
        "    }}\n\n    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]\n    pub enum Relation {relation}\n\n    \
         impl ActiveModelBehavior for ActiveModel {{}}\n}}\n\n"
    )
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    writeln!(text, "{arguments}").expect("writing to a string");
}
