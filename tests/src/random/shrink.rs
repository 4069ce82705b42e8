//! A pair with less in it.
//!
//! In: a pair of schemas. Out: every pair that has one thing less on one side or on both, the greatest things first.

use trueup::model::{Column, Schema, Table, TableName, Target, View, tokens};

/// Takes one thing away. Nothing, when it is not there.
type Removal = Box<dyn Fn(&mut Schema)>;

/// The pairs that have one thing less.
#[must_use]
pub fn smaller(from: &Schema, to: &Schema) -> Vec<(Schema, Schema)> {
    let mut all = Vec::new();
    for removal in removals(from).into_iter().chain(removals(to)) {
        let (mut less_from, mut less_to) = (from.clone(), to.clone());
        removal(&mut less_from);
        removal(&mut less_to);
        for pair in [
            (less_from.clone(), less_to.clone()),
            (less_from, to.clone()),
            (from.clone(), less_to),
        ] {
            let is_less = pair.0 != *from || pair.1 != *to;
            if is_less && !all.contains(&pair) {
                all.push(pair);
            }
        }
    }
    all
}

fn removals(schema: &Schema) -> Vec<Removal> {
    let mut all: Vec<Removal> = Vec::new();
    for table in &schema.tables {
        let name = table.name.clone();
        all.push(Box::new(move |schema| {
            schema.tables.retain(|table| table.name != name);
            for table in &mut schema.tables {
                table.foreign_keys.retain(|key| key.target != name);
                let triggers = &mut table.triggers;
                triggers.retain(|trigger| !mentions(&trigger.definition, &name.name));
            }
            without_views(schema, &|view| mentions(&view.query, &name.name));
        }));
    }
    for view in &schema.views {
        let name = view.name.clone();
        all.push(Box::new(move |schema| {
            without_views(schema, &|view| view.name == name);
        }));
    }
    for item in &schema.enums {
        let name = item.name.clone();
        all.push(Box::new(move |schema| {
            let is_used = !schema.columns_of(&name).is_empty();
            schema.enums.retain(|item| is_used || item.name != name);
        }));
    }
    for table in &schema.tables {
        for column in &table.columns {
            let (of, name) = (table.name.clone(), column.name.clone());
            if name != "id" {
                all.push(Box::new(move |schema| {
                    without_views(schema, &|view| {
                        mentions(&view.query, &of.name) && mentions(&view.query, &name)
                    });
                    for table in &mut schema.tables {
                        table.triggers.retain(|trigger| {
                            let text = &trigger.definition;
                            !mentions(text, &of.name) || !mentions(text, &name)
                        });
                    }
                    if let Some(table) = schema.table_mut(&of) {
                        without_column(table, &name);
                    }
                }));
            }
        }
    }
    for table in &schema.tables {
        all.extend(parts(table));
    }
    all
}

/// A schema without some views and what reads them.
fn without_views(schema: &mut Schema, is_gone: &dyn Fn(&View) -> bool) {
    let gone: Vec<TableName> = schema
        .views
        .extract_if(.., |view| is_gone(view))
        .map(|view| view.name)
        .collect();
    for name in gone {
        for table in &mut schema.tables {
            let triggers = &mut table.triggers;
            triggers.retain(|trigger| !mentions(&trigger.definition, &name.name));
        }
        without_views(schema, &|view| mentions(&view.query, &name.name));
    }
}

/// A table without a column and what is over it.
fn without_column(table: &mut Table, name: &str) {
    let parts = table.partitions.iter_mut();
    for own in parts.filter_map(|part| part.own.as_mut()) {
        without_column(own, name);
    }
    let is_over = |text: &str| mentions(text, name);
    table.columns.retain(|column| {
        let computed = column.generated.as_ref();
        column.name != name && !computed.is_some_and(|one| is_over(&one.expression))
    });
    table.checks.retain(|check| !is_over(&check.expression));
    let exclusions = &mut table.exclusions;
    exclusions.retain(|exclusion| !is_over(&exclusion.definition));
    table.indexes.retain(|index| {
        !index.parts.iter().any(|part| match &part.target {
            Target::Column(column) => column == name,
            Target::Expression(text) => is_over(text),
        })
    });
    let has = |columns: &Vec<String>| columns.iter().any(|column| column == name);
    table.uniques.retain(|unique| !has(&unique.columns));
    table.foreign_keys.retain(|key| !has(&key.columns));
    if let Some(key) = &mut table.primary_key {
        key.columns.retain(|column| column != name);
    }
}

fn parts(table: &Table) -> Vec<Removal> {
    let mut all: Vec<Removal> = Vec::new();
    let of = &table.name;
    let mut push = |change: Box<dyn Fn(&mut Table)>| {
        let of = of.clone();
        all.push(Box::new(move |schema: &mut Schema| {
            schema.table_mut(&of).into_iter().for_each(&change);
        }));
    };
    for name in table.foreign_keys.iter().map(|key| key.name.clone()) {
        push(Box::new(move |table| {
            table.foreign_keys.retain(|item| item.name != name);
        }));
    }
    for name in table.checks.iter().map(|check| check.name.clone()) {
        push(Box::new(move |table| {
            table.checks.retain(|item| item.name != name);
        }));
    }
    for name in table.indexes.iter().map(|index| index.name.clone()) {
        push(Box::new(move |table| {
            table.indexes.retain(|item| item.name != name);
        }));
    }
    for name in table.uniques.iter().map(|unique| unique.name.clone()) {
        push(Box::new(move |table| {
            table.uniques.retain(|item| item.name != name);
        }));
    }
    for name in table.exclusions.iter().map(|item| item.name.clone()) {
        push(Box::new(move |table| {
            table.exclusions.retain(|item| item.name != name);
        }));
    }
    for name in table.triggers.iter().map(|trigger| trigger.name.clone()) {
        push(Box::new(move |table| {
            table.triggers.retain(|item| item.name != name);
        }));
    }
    push(Box::new(|table| table.comment = None));
    push(Box::new(|table| table.constraint_comments.clear()));
    push(Box::new(|table| table.options.clear()));
    push(Box::new(|table| {
        table.partitioning = None;
        table.partitions.clear();
    }));
    for name in table.partitions.iter().map(|part| part.name.clone()) {
        let whose = name.clone();
        push(Box::new(move |table| {
            let mut parts = table.partitions.iter_mut();
            let part = parts.find(|part| part.name == whose);
            part.into_iter().for_each(|part| part.own = None);
        }));
        push(Box::new(move |table| {
            table.partitions.retain(|part| part.name != name);
        }));
    }
    push(Box::new(|table| {
        table
            .primary_key
            .iter_mut()
            .for_each(|key| key.said.clear());
    }));
    for name in table.columns.iter().map(|column| column.name.clone()) {
        let mut change = |change: fn(&mut Column)| {
            let name = name.clone();
            push(Box::new(move |table| {
                table.column_mut(&name).into_iter().for_each(change);
            }));
        };
        change(|column| column.default = None);
        change(|column| column.comment = None);
        change(|column| column.auto_increment = None);
        change(|column| column.storage = None);
        change(|column| column.compression = None);
        change(|column| column.nullable = column.name != "id");
    }
    all
}

/// Whether a text names it.
fn mentions(text: &str, name: &str) -> bool {
    let words = tokens(text);
    words.iter().any(|token| token.identifier() == Some(name))
}
