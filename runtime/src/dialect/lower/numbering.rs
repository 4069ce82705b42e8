//! How columns number new rows: meta to model.
//!
//! In: the words of one column. Out: the same in the model, or why the flavor counts in no such way.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use super::outside::option;
use crate::meta::{ColumnMeta, IdentityMeta};
use crate::model::{AutoIncrement, Engine, ObjectId, TableName};

/// The setting that names the sequence.
pub(super) const SEQUENCE: &str = "sequence";

impl Lowering {
    /// How the column numbers rows, and the settings of that.
    pub(super) fn numbering(
        &mut self,
        table: &TableName,
        meta: &ColumnMeta,
    ) -> (Option<AutoIncrement>, BTreeMap<String, String>) {
        if !meta.is_auto_increment() && meta.identity().is_none() {
            return (None, BTreeMap::new());
        }
        let mut settings: BTreeMap<String, String> = meta.numbering().iter().map(option).collect();
        if let Some(name) = meta.sequence() {
            settings.insert(SEQUENCE.to_owned(), name.to_owned());
        }
        let mut stated: BTreeSet<String> = settings.keys().cloned().collect();
        if self.flavor.engine() != Engine::Postgres {
            self.counts_plainly(table, meta, &mut settings);
        }
        let kind = match meta.identity() {
            Some(IdentityMeta::Always) => AutoIncrement::Always,
            Some(IdentityMeta::ByDefault) | None => AutoIncrement::Default,
        };
        if meta.identity().is_some() {
            stated.insert("identity".to_owned());
        }
        let id = ObjectId::Column(table.clone(), meta.name.to_owned());
        self.intents.stated.entry(id).or_default().extend(stated);
        (Some(kind), settings)
    }

    /// Without sequences there is a first number, and nothing else to choose.
    fn counts_plainly(
        &mut self,
        table: &TableName,
        meta: &ColumnMeta,
        settings: &mut BTreeMap<String, String>,
    ) {
        let (vendor, name) = (self.flavor.vendor, meta.name);
        if meta.identity() == Some(IdentityMeta::Always) {
            self.problem(format!(
                "column `{table}.{name}` is `identity = always`, and {vendor} takes a number that a row brings\nhelp: write `auto_increment`"
            ));
        }
        for word in ["increment", "minimum", "maximum", "cycle"] {
            if settings.contains_key(word) {
                let word = word.replace("imum", "");
                let instead = match self.flavor.engine() {
                    Engine::MySql => {
                        "set `auto_increment_increment` for the whole server, or number the rows in the code"
                    }
                    Engine::Postgres | Engine::Sqlite => "number the rows in the code",
                };
                self.problem(format!(
                    "column `{table}.{name}` counts with `{word}`, which {vendor} has no word for\nhelp: take `{word}` away, or {instead}"
                ));
            }
        }
        if settings
            .get("start")
            .is_some_and(|start| start.starts_with('-') || start == "0")
        {
            self.problem(format!(
                "column `{table}.{name}` starts below 1, where {vendor} does not count\nhelp: write `start = 1`, or take it away"
            ));
        }
        settings.retain(|word, _| word == "start");
    }
}
