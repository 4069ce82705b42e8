//! A view as a struct.
//!
//! In: a view. Out: the text of its struct, or why a struct cannot say it.

use std::collections::BTreeSet;

use super::words::{Word, attributes, documentation, literal, query};
use super::{Scene, names};
use crate::model::{Engine, View};

impl Scene<'_> {
    pub(super) fn view(&self, view: &View) -> Result<String, String> {
        let gap = |reason: String| format!("view `{}`: {reason}", view.name);
        let Some(rust) = self.views.get(&view.name) else {
            return Err(gap("it has no name".to_owned()));
        };
        if let Some(index) = view.indexes.first() {
            return Err(gap(format!("its index `{}`", index.name)));
        }
        let mut words = Vec::new();
        if !names::is_table_of(rust, &view.name.name) {
            words.push(Word::text("name", &view.name.name));
        }
        if let Some(schema) = &view.name.schema {
            words.push(Word::text("schema", schema));
        }
        if view.materialized {
            words.push(Word::new("materialized"));
        }
        for (name, value) in &view.options {
            words.push(match (self.engine(), name.as_str(), value.as_str()) {
                (_, "check_option", value) => Word::text("check_option", value),
                (Engine::Postgres, "security_barrier" | "security_invoker", "true" | "on") => {
                    Word::new(name.as_str())
                }
                (Engine::MySql, "sql_security", "invoker") => Word::new("security_invoker"),
                _ => return Err(gap(format!("its option {name} = {}", literal(value)))),
            });
        }
        if let Some(comment) = &view.comment {
            words.push(Word::text("comment", comment));
        }
        let mut out = documentation(view.comment.as_ref(), "");
        out += "#[derive(trueup::View)]\n";
        out += &attributes("view", &words, "");
        let query = Word::new(format!("query = {}", query(&view.query)));
        out += &attributes("view", &[query], "");
        out += &format!("pub struct {rust} {{\n{}}}\n", self.view_fields(view));
        Ok(out)
    }

    /// No column of a view is required: nothing tells that one is never NULL.
    fn view_fields(&self, view: &View) -> String {
        let mut taken = BTreeSet::new();
        let mut out = String::new();
        for column in &view.columns {
            let field = names::free(&names::of_field(&column.name), &mut taken);
            let of = self.field_type(&view.name, column);
            out += &documentation(column.comment.as_ref(), "    ");
            if !names::is_column_of(&field, &column.name) {
                out += &format!("    /// The column {}.\n", literal(&column.name));
            }
            out += &format!("    pub {field}: Option<{}>,\n", of.rust);
        }
        out
    }
}
