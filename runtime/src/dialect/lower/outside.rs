//! Objects beside the tables: meta to model.
//!
//! In: what is declared besides structs. Out: the same in the desired schema, or why the flavor has
//! none of it. Knows which engine has which kind of object.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use crate::meta::{
    Declared, DroppedKind, DroppedMeta, ExtensionMeta, ObjectMeta, Place, Registry, SequenceMeta,
    SequenceOption, ValueType,
};
use crate::model::{Engine, Extension, ObjectId, Sequence, TableName, Vendor};

impl Lowering {
    /// Lowers what stands beside the tables.
    pub(super) fn objects(&mut self, registry: &Registry) {
        let engine = super::engine(self.flavor);
        for declared in registry.objects() {
            if declared.is_for(engine) {
                self.place = declared.place.into();
                self.object(declared);
            }
        }
        self.view_uses();
    }

    /// States that an object may go.
    pub(super) fn dropped(&mut self, dropped: DroppedMeta) {
        let name = self.home.parse(dropped.name, &TableName::new(""));
        let plain = dropped.name.to_owned();
        let (word, id) = match dropped.kind {
            DroppedKind::Table => ("table", ObjectId::Table(name)),
            DroppedKind::Extension => ("extension", ObjectId::Extension(plain)),
            DroppedKind::Schema => ("schema", ObjectId::Namespace(plain)),
            DroppedKind::Enum => ("enum", ObjectId::Enum(name)),
            DroppedKind::Domain => ("domain", ObjectId::Domain(name)),
            DroppedKind::Sequence => ("sequence", ObjectId::Sequence(name)),
            DroppedKind::View => ("view", ObjectId::View(name)),
        };
        self.intents.dropped.insert(id.clone());
        let is_there = match &id {
            ObjectId::Table(name) => self.known.contains_key(name),
            id => self.schema.holds(id),
        };
        if is_there {
            self.place = id
                .table()
                .map_or(Place::UNKNOWN, |name| self.place_of(name));
            let name = match dropped.kind {
                DroppedKind::Table => "dropped_table!",
                _ => "dropped!",
            };
            self.problem(format!(
                "{word} `{id}` is both defined and given to `{name}`\nhelp: remove one of the two"
            ));
        }
    }

    fn object(&mut self, declared: &Declared) {
        match &declared.object {
            ObjectMeta::Extension(extension) => self.extension(extension),
            ObjectMeta::Schema(name) => {
                let object = format!("`schema!(\"{name}\")` ({})", at(declared));
                let way_out = format!(
                    "say which databases have it: `schema!(\"{name}\", engines(postgres))`"
                );
                self.namespace(Some(name), &object, &way_out);
            }
            ObjectMeta::Sequence(sequence) => self.sequence(sequence, declared),
            ObjectMeta::View(view) => self.view(view, declared),
            ObjectMeta::Domain(domain) => self.domain(domain, declared),
        }
    }

    /// Without extensions there is nothing to install, and nothing that could miss them.
    fn extension(&mut self, meta: &ExtensionMeta) {
        if self.flavor.engine() != Engine::Postgres {
            return;
        }
        let schema = self.home.other(meta.schema).map(str::to_owned);
        if meta.schema.is_some() {
            let stated = BTreeSet::from(["schema".to_owned()]);
            let id = ObjectId::Extension(meta.name.to_owned());
            self.intents.stated.insert(id, stated);
        }
        self.schema.namespaces.extend(schema.clone());
        self.schema.extensions.push(Extension {
            name: meta.name.to_owned(),
            schema,
            version: meta.version.map(str::to_owned),
            is_fixed: false,
            provides: meta
                .provides
                .iter()
                .map(|name| (*name).to_owned())
                .collect(),
        });
    }

    fn sequence(&mut self, meta: &SequenceMeta, declared: &Declared) {
        let name = self.home.name(meta.schema, meta.name);
        let (flavor, at) = (self.flavor, at(declared));
        if flavor.engine() != Engine::Postgres {
            let reason = match flavor.is_at_least(Vendor::MariaDb, 10, 3) {
                true => "its sequences are not managed yet",
                false => "it has no sequences",
            };
            self.problem(format!(
                "sequence `{name}` ({at}) on {flavor}: {reason}\nhelp: say which databases have it: `sequence!(\"{}\", engines(postgres))`, or number rows with `auto_increment`",
                meta.name
            ));
            return;
        }
        self.schema.namespaces.extend(name.schema.clone());
        let options: BTreeMap<String, String> = meta.options.iter().map(option).collect();
        let id = ObjectId::Sequence(name.clone());
        let stated: BTreeSet<String> = options.keys().cloned().collect();
        self.intents.stated.insert(id.clone(), stated);
        let olds = meta.renamed_from.iter();
        let olds = olds.map(|old| ObjectId::Sequence(self.home.parse(old, &name)));
        self.intents.renamed_from.insert(id, olds.collect());
        self.schema.sequences.push(Sequence {
            name,
            options,
            owned_by: None,
            comment: meta.comment.map(str::to_owned),
        });
    }
}

/// An option in the words of [`Sequence::options`].
pub(super) fn option(option: &SequenceOption) -> (String, String) {
    let (word, value) = match option {
        SequenceOption::Start(number) => ("start", number.to_string()),
        SequenceOption::Increment(number) => ("increment", number.to_string()),
        SequenceOption::Minimum(number) => ("minimum", number.to_string()),
        SequenceOption::Maximum(number) => ("maximum", number.to_string()),
        SequenceOption::Cache(number) => ("cache", number.to_string()),
        SequenceOption::Cycle(value) => ("cycle", value.to_string()),
        SequenceOption::Type(value) => {
            let name = match value {
                ValueType::I16 => "smallint",
                ValueType::I32 => "integer",
                _ => "bigint",
            };
            ("as", name.to_owned())
        }
    };
    (word.to_owned(), value)
}

/// Where an object is declared, for messages.
pub(super) fn at(declared: &Declared) -> String {
    format!("{}:{}", declared.place.file, declared.place.line)
}
