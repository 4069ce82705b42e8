//! Namespaces, and the one that the connection is at home in.
//!
//! In: namespaces and names as the code writes them. Out: names of the model, in which the connection's
//! own namespace has no name; or a problem where the engine has no other.

use std::collections::BTreeSet;

use super::Lowering;
use crate::dialect::postgres;
use crate::meta::{Place, Problem};
use crate::model::{Engine, ObjectId, TableName};

/// The namespace that a name without one is in, as far as it is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Home {
    name: Option<String>,
    /// What the name of a type in it can begin with: there is a type for each column.
    prefixes: Vec<String>,
}

impl Home {
    pub(crate) fn of(engine: Engine, namespace: Option<&str>) -> Self {
        let name = match engine {
            Engine::Sqlite => Some("main"),
            Engine::Postgres | Engine::MySql => namespace,
        };
        let spellings = name.map(|name| [postgres::type_name(None, name), postgres::quote(name)]);
        let prefixes = spellings.into_iter().flatten();
        Self {
            name: name.map(str::to_owned),
            prefixes: prefixes.map(|own| format!("{own}.")).collect(),
        }
    }

    /// The namespace, unless it is this one.
    pub(super) fn other<'a>(&self, namespace: Option<&'a str>) -> Option<&'a str> {
        namespace.filter(|name| self.name.as_deref() != Some(name))
    }

    /// A name as the code writes it.
    pub(crate) fn name(&self, namespace: Option<&str>, name: &str) -> TableName {
        TableName::within(self.other(namespace), name)
    }

    /// `schema.table`, or a table of the same namespace as `beside`.
    pub(super) fn parse(&self, text: &str, beside: &TableName) -> TableName {
        match text.split_once('.') {
            Some((namespace, name)) => self.name(Some(namespace), name),
            None => beside.renamed(text),
        }
    }

    /// A type or a collation of PostgreSQL as the catalogue spells it for this connection.
    pub(super) fn type_name(&self, text: String) -> String {
        let mut prefixes = self.prefixes.iter();
        let rest = prefixes.find_map(|own| text.strip_prefix(own.as_str()).map(str::to_owned));
        rest.unwrap_or(text)
    }
}

impl Lowering {
    /// Notes the namespace that an object is declared in.
    pub(super) fn namespace(&mut self, name: Option<&str>, object: &str, way_out: &str) {
        let Some(name) = self.home.other(name) else {
            return;
        };
        if self.ddl().capability().namespaces {
            self.schema.namespaces.push(name.to_owned());
            return;
        }
        let vendor = self.flavor.vendor;
        self.problem(format!(
            "{object} names the schema `{name}`, and {vendor} has no schemas\nhelp: {way_out}"
        ));
    }

    /// What is declared once with the name of the connection's own namespace and once without is one
    /// object, declared twice.
    pub(super) fn check_twice(&mut self) {
        let schema = &self.schema;
        let tables = schema.tables.iter().map(|one| &one.name);
        let sequences = schema.sequences.iter().map(|one| &one.name);
        let domains = schema.domains.iter().map(|one| &one.name);
        let views = schema.views.iter().map(|one| &one.name);
        let ids = tables
            .map(|name| ObjectId::Table(name.clone()))
            .chain(sequences.map(|name| ObjectId::Sequence(name.clone())))
            .chain(domains.map(|name| ObjectId::Domain(name.clone())))
            .chain(views.map(|name| ObjectId::View(name.clone())));
        let mut seen = BTreeSet::new();
        let twice: Vec<ObjectId> = ids.filter(|id| !seen.insert(id.clone())).collect();
        for id in twice {
            let own = self.home.name.as_deref().unwrap_or_default();
            let problem = Problem::new(format!(
                "{} `{id}` is declared with the schema `{own}` and without one, which is the same on this connection\nhelp: declare it once, or give one of the two another name",
                id.kind().words()
            ));
            let place = id
                .table()
                .map_or(Place::UNKNOWN, |name| self.place_of(name));
            self.problems.push(problem.at(place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Home;
    use crate::model::{Engine, TableName};

    #[test]
    fn the_connections_own_namespace_has_no_name() {
        let home = Home::of(Engine::Postgres, Some("Main Office"));
        for (text, expected) in [
            ("\"Main Office\".mood", "mood"),
            ("\"Main Office\".mood[]", "mood[]"),
            ("\"Main Office\"", "\"Main Office\""),
            ("audit.mood", "audit.mood"),
            ("numeric(10,2)", "numeric(10,2)"),
        ] {
            assert_eq!(home.type_name(text.to_owned()), expected);
        }
        let beside = TableName::within(Some("audit"), "t");
        assert_eq!(home.parse("Main Office.u", &beside), TableName::new("u"));
        assert_eq!(home.parse("u", &beside), beside.renamed("u"));
        assert_eq!(home.name(Some("main"), "u").schema.as_deref(), Some("main"));
    }

    #[test]
    fn a_plain_name_may_be_quoted() {
        let home = Home::of(Engine::Postgres, Some("public"));
        for text in ["public.mood", "\"public\".mood"] {
            assert_eq!(home.type_name(text.to_owned()), "mood");
        }
        let file = Home::of(Engine::Sqlite, None);
        assert_eq!(file.name(Some("main"), "t"), TableName::new("t"));
    }
}
