//! What trueup would run for the structs of one Rust block of the guide.
//!
//! In: the block's module and a flavor. Out: the statements of two plans: for an empty database, and for one that
//! has everything under its former name, and the tables with nothing but their columns, so that they are altered.

use trueup::Registry;
use trueup::dialect::{Desired, lower};
use trueup::model::{Column, Flavor, ObjectId, Schema, Table, ValuesOf};
use trueup::private::{Registered, RegisteredObject, inventory};
use trueup_tests::in_memory::planned;

#[allow(
    dead_code,
    unused_imports,
    unused_variables,
    clippy::all,
    clippy::restriction,
    reason = "examples show definitions, and nobody uses them"
)]
mod pages {
    include!(concat!(env!("OUT_DIR"), "/pages.rs"));
}

/// The statements, or why there are none.
pub(crate) fn statements(module: &str, flavor: Flavor) -> Result<Vec<String>, String> {
    let desired = lower(&registry(module), flavor).map_err(|error| error.to_string())?;
    let created = planned(&Schema::new(flavor), &desired);
    if let Some(obstacle) = created.steps.iter().find_map(|step| step.obstacle.as_ref()) {
        return Err(obstacle.to_string());
    }
    let altered = planned(&plain(&desired), &desired);
    let steps = created.steps.into_iter().chain(altered.steps);
    Ok(steps
        .flat_map(|step| step.statements)
        .map(|statement| without_widths(&statement.sql))
        .collect())
}

/// As MySQL writes integers: MariaDB gives them a width, and the pages have one row for both.
fn without_widths(sql: &str) -> String {
    sql.replace("bigint(20)", "bigint")
        .replace("int(11)", "int")
}

/// What the block declares.
fn registry(module: &str) -> Registry {
    let file = format!("/{module}.rs");
    let tables: Vec<_> = inventory::iter::<Registered>()
        .map(|registered| registered.0)
        .filter(|table| table.place.file.ends_with(&file))
        .collect();
    let objects: Vec<_> = inventory::iter::<RegisteredObject>()
        .map(|registered| registered.0)
        .filter(|object| object.place.file.ends_with(&file))
        .collect();
    Registry::of(&tables)
        .and_then(|registry| registry.with_views(&objects))
        .unwrap_or_else(|error| panic!("{module}: {error}"))
}

/// The same before: under the former names, and of the tables nothing but the columns, their types and what may go.
fn plain(desired: &Desired) -> Schema {
    let intents = &desired.intents;
    let mut schema = desired.schema.clone();
    for table in &mut schema.tables {
        let intent = &intents.tables[&table.name];
        let former = |column: &Column| {
            let old = intent.renamed_columns.get(&column.name);
            let name = old.map_or(&column.name, |old| &old[0]);
            Column {
                nullable: column.nullable,
                ..Column::new(name, &column.data_type)
            }
        };
        let dropped = intents.dropped.iter().filter_map(|id| match id {
            ObjectId::Column(of, name) if *of == table.name => Some(Column::new(name, "text")),
            _ => None,
        });
        let name = intent.renamed_from.first().unwrap_or(&table.name);
        *table = Table {
            columns: table.columns.iter().map(former).chain(dropped).collect(),
            primary_key: table.primary_key.clone(),
            partitioning: table.partitioning.clone(),
            ..Table::new(name.clone())
        };
    }
    schema.views.retain_mut(|view| {
        let former = intents.renamed_from.get(&ObjectId::View(view.name.clone()));
        let Some(ObjectId::View(name)) = former.and_then(|names| names.first()) else {
            return false;
        };
        view.name = name.clone();
        true
    });
    for item in &mut schema.enums {
        let place = ValuesOf::Type(item.name.clone());
        let renamed = intents.enums.iter().filter(|intent| intent.place == place);
        for (value, former) in renamed.flat_map(|intent| &intent.renamed) {
            let at = item.values.iter().position(|found| found == value);
            item.values[at.expect("a value of the enum")] = former[0].clone();
        }
        if let Some(names) = intents.renamed_enums.get(&item.name) {
            let columns = schema
                .tables
                .iter_mut()
                .flat_map(|table| &mut table.columns);
            for column in columns.filter(|column| column.data_type == item.name.name) {
                column.data_type.clone_from(&names[0].name);
            }
            item.name = names[0].clone();
        }
    }
    schema
}
