//! Views: meta to model.
//!
//! In: what the derive writes of a view. Out: the same in the desired schema, or why the flavor has
//! none of it. Does not read a query beyond the names in it, which say what must be made before.

use std::collections::BTreeSet;

use super::outside::at;
use super::{Lowering, sql_for, statement};
use crate::meta::{Declared, ViewMeta, ViewOption};
use crate::model::{Engine, ObjectId, Schema, TableName, Vendor, View, tokens};

impl Lowering {
    pub(super) fn view(&mut self, meta: &ViewMeta, declared: &Declared) {
        let Some(query) = sql_for(self.flavor.engine(), meta.query) else {
            return;
        };
        let name = self.home.name(meta.schema, meta.name);
        let at = at(declared);
        let object = format!("view `{name}` ({at})");
        self.namespace(
            meta.schema,
            &object,
            "say `engines(postgres)`, or take `schema` away",
        );
        let limit = self.ddl().capability().identifier_limit;
        if meta.name.len() > limit {
            self.problem(format!(
                "view `{name}` ({at}): the name is longer than the {limit} bytes of {}\nhelp: give a shorter one with `name = \"...\"`",
                self.flavor.engine()
            ));
        }
        if self.known.contains_key(&name) {
            self.problem(format!(
                "view `{name}` ({at}): a table has that name\nhelp: give one of the two another name"
            ));
        }
        let is_postgres = self.flavor.engine() == Engine::Postgres;
        if meta.materialized && !is_postgres {
            self.problem(format!(
                "view `{name}` ({at}): {} has no materialised views\nhelp: say `engines(postgres)`, or take `materialized` away",
                self.flavor.vendor
            ));
        }
        let mut view = View {
            materialized: meta.materialized,
            // The other databases keep no comment of a view.
            comment: meta.comment.filter(|_| is_postgres).map(str::to_owned),
            ..View::new(
                name.clone(),
                statement(self.flavor.engine(), query.trim_start()),
            )
        };
        for option in meta.options {
            match self.view_option(option) {
                Ok(Some((word, value))) => {
                    view.options.insert(word.to_owned(), value.to_owned());
                }
                Ok(None) => {}
                Err(reason) => self.problem(format!("view `{name}` ({at}): {reason}")),
            }
        }
        let olds = meta.renamed_from.iter();
        let olds = olds
            .map(|old| ObjectId::View(self.home.parse(old, &name)))
            .collect();
        let id = ObjectId::View(name);
        self.intents.renamed_from.insert(id, olds);
        self.schema.views.push(view);
    }

    /// An option in the words of [`View::options`]; none where the database needs none.
    fn view_option(
        &self,
        option: &ViewOption,
    ) -> Result<Option<(&'static str, &'static str)>, String> {
        let flavor = self.flavor;
        match (option, flavor.engine()) {
            (ViewOption::Check(_), Engine::Sqlite) => Err(format!(
                "{} checks no row that is written through a view\nhelp: say `engines(postgres, mysql)`, or take `check_option` away",
                flavor.vendor
            )),
            (ViewOption::Check(value), _) => Ok(Some(("check_option", value))),
            (ViewOption::SecurityInvoker, Engine::Postgres)
                if !flavor.is_at_least(Vendor::Postgres, 15, 0) =>
            {
                Err(format!(
                    "{flavor} reads the tables of a view with the rights of its owner alone\nhelp: use PostgreSQL 15 or later, or take `security_invoker` away"
                ))
            }
            (ViewOption::SecurityInvoker, Engine::Postgres) => {
                Ok(Some(("security_invoker", "true")))
            }
            (ViewOption::SecurityInvoker, Engine::MySql) => Ok(Some(("sql_security", "invoker"))),
            (ViewOption::SecurityBarrier, Engine::Postgres) => {
                Ok(Some(("security_barrier", "true")))
            }
            // SQLite has no users, and the others no functions that could see rows too early.
            (ViewOption::SecurityInvoker | ViewOption::SecurityBarrier, _) => Ok(None),
        }
    }

    /// What the queries name must be there before. A name may stand for something else, so a wish
    /// that would lead back to the view is left out.
    pub(super) fn view_uses(&mut self) {
        let names: Vec<TableName> = self
            .schema
            .views
            .iter()
            .map(|view| view.name.clone())
            .collect();
        for at in 0..names.len() {
            let words: BTreeSet<String> = tokens(&self.schema.views[at].query)
                .iter()
                .filter_map(|token| token.identifier().map(str::to_lowercase))
                .collect();
            let named = |name: &str| words.contains(&name.to_lowercase());
            let mut uses = Vec::new();
            for table in self
                .schema
                .tables
                .iter()
                .filter(|table| named(&table.name.name))
            {
                uses.push(ObjectId::Table(table.name.clone()));
                let columns = table.columns.iter().filter(|column| named(&column.name));
                uses.extend(
                    columns.map(|column| ObjectId::Column(table.name.clone(), column.name.clone())),
                );
            }
            for other in &names {
                if *other != names[at]
                    && named(&other.name)
                    && !reaches(&self.schema, other, &names[at])
                {
                    uses.push(ObjectId::View(other.clone()));
                }
            }
            self.schema.views[at].uses = uses;
        }
    }
}

/// Whether the first view uses the second, or a view that does.
fn reaches(schema: &Schema, from: &TableName, to: &TableName) -> bool {
    schema.view(from).is_some_and(|view| {
        view.uses.iter().any(|id| match id {
            ObjectId::View(name) => name == to || reaches(schema, name, to),
            _ => false,
        })
    })
}
