//! What the catalogue answers, by the numbers that the server gives to objects.
//!
//! In: the rows of each statement. Out: those of one object, and names. Knows no model beyond names.

use std::collections::{BTreeMap, BTreeSet};

use super::row::Row;
use crate::model::TableName;

macro_rules! statements {
    ($($name:ident),+ $(,)?) => {
        /// The rows of each statement.
        #[derive(Debug, Default)]
        pub(super) struct Answers {
            $(pub(super) $name: Vec<Row>,)+
        }

        /// The names and the texts of the statements, with words in braces.
        pub(super) const TEXTS: &[(&str, &str)] =
            &[$((stringify!($name), include_str!(concat!("catalogue/", stringify!($name), ".sql")))),+];

        impl Answers {
            fn of(sets: Vec<Vec<Row>>) -> Self {
                let mut sets = sets.into_iter();
                Self { $($name: sets.next().unwrap_or_default(),)+ }
            }
        }
    };
}

statements!(
    namespaces,
    members,
    access_methods,
    tablespaces,
    relations,
    inherits,
    columns,
    unusual_types,
    defaults,
    constraints,
    target_columns,
    indexes,
    index_expressions,
    operator_classes,
    collations,
    sequences,
    types,
    routines,
    triggers,
    rules,
    policies,
    publications,
    statistics,
    dependencies,
    comments,
    others,
    extensions,
    domains,
    domain_checks,
    views,
    privileges,
    wide,
    namespace_comments,
);

/// A relation, whatever its kind.
#[derive(Debug)]
pub(super) struct Relation {
    pub(super) oid: u32,
    pub(super) name: TableName,
    /// The letter of `pg_class.relkind`.
    pub(super) kind: char,
    pub(super) row: Row,
}

/// A column of a relation.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) number: i16,
    pub(super) row: Row,
    /// The default, or what it is computed from.
    pub(super) expression: Option<String>,
}

impl Attribute {
    pub(super) fn name(&self) -> &str {
        self.row.borrowed(2)
    }

    pub(super) fn data_type(&self) -> &str {
        self.row.borrowed(3)
    }

    pub(super) fn type_oid(&self) -> u32 {
        self.row.number(4)
    }

    pub(super) fn collation_oid(&self) -> u32 {
        self.row.number(8)
    }
}

/// A namespace.
#[derive(Debug)]
struct Namespace {
    name: String,
    is_default: bool,
    is_read: bool,
}

/// The whole answer, by the numbers that the server gives to objects.
#[derive(Debug)]
pub(super) struct Catalogue {
    namespaces: BTreeMap<u32, Namespace>,
    /// What belongs to extensions, by catalogue and number.
    members: BTreeSet<(u32, u32)>,
    pub(super) relations: BTreeMap<u32, Relation>,
    /// The names of relations that are not read, and that foreign keys may refer to.
    targets: BTreeMap<u32, TableName>,
    /// Columns by their relation, in their order; of targets, only those with a number and a name.
    attributes: BTreeMap<u32, Vec<Attribute>>,
    /// Comments by object and column; zero is the object itself.
    pub(super) comments: BTreeMap<(u32, i32), String>,
    /// Constraints by their relation.
    pub(super) constraints: BTreeMap<u32, Vec<Row>>,
    /// Indexes by the relation that they are of.
    pub(super) indexes: BTreeMap<u32, Vec<Row>>,
    /// Expressions of indexes by the index.
    pub(super) index_expressions: BTreeMap<u32, Vec<Row>>,
    /// Sequences by the relation that owns them; those without an owner under zero.
    pub(super) sequences: BTreeMap<u32, Vec<Row>>,
    /// The collation and the storage of types that are not as most are.
    unusual_types: BTreeMap<u32, (u32, char)>,
    /// What has no group of its own.
    pub(super) answers: Answers,
}

/// The collation of the database.
pub(super) const DEFAULT_COLLATION: u32 = 100;

/// The catalogues of namespaces and of relations.
pub(super) const NAMESPACES: u32 = 2615;
const RELATIONS: u32 = 1259;

impl Catalogue {
    pub(super) fn of(sets: Vec<Vec<Row>>) -> Self {
        let mut answers = Answers::of(sets);
        let namespace = |row: &Row| {
            let namespace = Namespace {
                name: row.text(1),
                is_default: row.is(2),
                is_read: row.is(3),
            };
            (row.number(0), namespace)
        };
        let comments = answers.comments.iter();
        let members = answers.members.iter().filter(|row| row.letter(2) == 'e');
        let mut catalogue = Self {
            namespaces: answers.namespaces.iter().map(namespace).collect(),
            members: members.map(|row| (row.number(0), row.number(1))).collect(),
            relations: BTreeMap::new(),
            targets: BTreeMap::new(),
            attributes: BTreeMap::new(),
            comments: comments
                .map(|row| ((row.number(0), row.number(1)), row.text(2)))
                .collect(),
            constraints: grouped(std::mem::take(&mut answers.constraints), 1),
            indexes: grouped(std::mem::take(&mut answers.indexes), 1),
            index_expressions: grouped(std::mem::take(&mut answers.index_expressions), 0),
            sequences: grouped(std::mem::take(&mut answers.sequences), 8),
            unusual_types: answers
                .unusual_types
                .iter()
                .map(|row| (row.number(0), (row.number(1), row.letter(2))))
                .collect(),
            answers,
        };
        catalogue.read_relations();
        catalogue.read_attributes();
        catalogue
    }

    fn read_relations(&mut self) {
        for row in std::mem::take(&mut self.answers.relations) {
            let oid = row.number(0);
            let name = self.qualified(&row, 1);
            if self.is_member(RELATIONS, oid) {
                self.targets.insert(oid, name);
                continue;
            }
            let kind = row.letter(3);
            let relation = Relation {
                oid,
                name,
                kind,
                row,
            };
            self.relations.insert(oid, relation);
        }
        for row in &self.answers.target_columns {
            let oid = row.number(0);
            if !self.targets.contains_key(&oid) {
                let name = self.qualified(row, 3);
                self.targets.insert(oid, name);
            }
        }
    }

    fn read_attributes(&mut self) {
        let rows = std::mem::take(&mut self.answers.columns).into_iter();
        for row in rows.chain(std::mem::take(&mut self.answers.target_columns)) {
            let attribute = Attribute {
                number: row.number(1),
                row,
                expression: None,
            };
            let of = attribute.row.number(0);
            self.attributes.entry(of).or_default().push(attribute);
        }
        for attributes in self.attributes.values_mut() {
            attributes.sort_unstable_by_key(|attribute| attribute.number);
        }
        for row in std::mem::take(&mut self.answers.defaults) {
            let attributes = self.attributes.get_mut(&row.number(0));
            let number: i16 = row.number(1);
            let mut attributes = attributes.into_iter().flatten();
            if let Some(attribute) = attributes.find(|attribute| attribute.number == number) {
                attribute.expression = row.maybe(2);
            }
        }
    }

    /// The names of the namespaces that are read, without the default one and those of extensions.
    pub(super) fn namespaces(&self) -> Vec<String> {
        let namespaces = self.namespaces.iter();
        namespaces
            .filter(|(oid, found)| {
                found.is_read && !found.is_default && !self.is_member(NAMESPACES, **oid)
            })
            .map(|(_, found)| found.name.clone())
            .collect()
    }

    /// The name of a namespace.
    pub(super) fn namespace(&self, oid: u32) -> &str {
        self.namespaces
            .get(&oid)
            .map_or("", |found| found.name.as_str())
    }

    /// Whether the namespace is one of those that are read.
    pub(super) fn is_read(&self, namespace: u32) -> bool {
        self.namespaces
            .get(&namespace)
            .is_some_and(|found| found.is_read)
    }

    /// Whether that is the default namespace.
    pub(super) fn is_default(&self, namespace: u32) -> bool {
        self.namespaces
            .get(&namespace)
            .is_some_and(|found| found.is_default)
    }

    /// Whether an object belongs to an extension.
    pub(super) fn is_member(&self, class: u32, oid: u32) -> bool {
        self.members.contains(&(class, oid))
    }

    /// A name after the number of its namespace.
    pub(super) fn qualified(&self, row: &Row, at: usize) -> TableName {
        let namespace = row.number(at);
        let schema = (!self.is_default(namespace)).then(|| self.namespace(namespace));
        TableName::within(schema, row.text(at + 1))
    }

    /// The name of a relation that a foreign key refers to.
    pub(super) fn target(&self, oid: u32) -> TableName {
        let read = self.relations.get(&oid).map(|relation| &relation.name);
        read.or_else(|| self.targets.get(&oid))
            .cloned()
            .unwrap_or_else(|| TableName::new(""))
    }

    /// The name of an access method.
    pub(super) fn access_method(&self, oid: u32) -> String {
        named(&self.answers.access_methods, oid)
    }

    /// The name of a tablespace that is not the usual one.
    pub(super) fn tablespace(&self, oid: u32) -> Option<String> {
        Some(named(&self.answers.tablespaces, oid)).filter(|name| !name.is_empty())
    }

    /// The extensions that an object goes with, as a statement names them.
    pub(super) fn goes_with(&self, class: u32, oid: u32) -> impl Iterator<Item = &str> {
        let rows = self.answers.members.iter();
        let rows = rows.filter(|row| row.letter(2) == 'x');
        rows.filter(move |row| row.number::<u32>(0) == class && row.number::<u32>(1) == oid)
            .map(|row| row.borrowed(3))
    }

    /// The collation of a column, where its type has another one.
    pub(super) fn collation(&self, attribute: &Attribute) -> Option<String> {
        let own = attribute.collation_oid();
        let usual = self.unusual_types.get(&attribute.row.number(4));
        let is_usual = usual.map_or(matches!(own, 0 | DEFAULT_COLLATION), |usual| usual.0 == own);
        if is_usual {
            return None;
        }
        let named = attribute.row.maybe(9);
        Some(named.unwrap_or_else(|| "\"default\"".to_owned()))
    }

    /// The letter of how a column is kept, where its type is kept in another way.
    pub(super) fn storage(&self, attribute: &Attribute) -> Option<char> {
        let own = attribute.row.letter(11);
        let usual = match attribute.row.borrowed(10) {
            "-1" => self
                .unusual_types
                .get(&attribute.row.number(4))
                .map_or('x', |usual| usual.1),
            _ => 'p',
        };
        (own != usual).then_some(own)
    }

    /// The rows that belong to an object.
    pub(super) fn rows(groups: &BTreeMap<u32, Vec<Row>>, of: u32) -> &[Row] {
        groups.get(&of).map_or(&[], Vec::as_slice)
    }

    /// The names of the numbered columns of a relation.
    pub(super) fn columns(&self, relation: u32, numbers: &[i16]) -> Vec<String> {
        numbers
            .iter()
            .filter_map(|number| self.attribute(relation, *number))
            .map(|attribute| attribute.name().to_owned())
            .collect()
    }

    /// The columns of a relation.
    pub(super) fn attributes(&self, relation: u32) -> &[Attribute] {
        self.attributes.get(&relation).map_or(&[], Vec::as_slice)
    }

    /// Every column, with the number of its relation.
    pub(super) fn all_attributes(&self) -> impl Iterator<Item = (u32, &Attribute)> {
        let groups = self.attributes.iter();
        groups.flat_map(|(relation, group)| group.iter().map(|attribute| (*relation, attribute)))
    }

    /// The column of a relation with that number.
    pub(super) fn attribute(&self, relation: u32, number: i16) -> Option<&Attribute> {
        let mut attributes = self.attributes(relation).iter();
        attributes.find(|attribute| attribute.number == number)
    }
}

fn grouped(rows: Vec<Row>, by: usize) -> BTreeMap<u32, Vec<Row>> {
    let mut groups: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
    for row in rows {
        groups.entry(row.number(by)).or_default().push(row);
    }
    groups
}

/// The name beside a number; none for zero.
fn named(rows: &[Row], oid: u32) -> String {
    let found = rows.iter().find(|row| row.number::<u32>(0) == oid);
    found.map(|row| row.text(1)).unwrap_or_default()
}
