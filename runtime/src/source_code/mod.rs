//! A schema as the source code of the structs that declare it.
//!
//! In: a schema as inspection yields it. Out: a module for each namespace, and what no struct can say. The
//! dialect is asked which Rust type it stores as the type that is there. Formatted as rustfmt leaves it.

mod column;
mod exclusion;
mod key;
mod names;
mod object;
mod partition;
mod table;
mod view;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::{Ddl, Dialect};
use crate::model::{Engine, Schema, Table, TableName, Unsupported, enum_values, is_of_type};

/// What stands at the beginning of each file.
const HEAD: &str = "//! Written by `trueup inspect --rust` from a database.\n\n";

/// The structs of a schema.
#[derive(Debug, Clone)]
pub(crate) struct SourceCode {
    /// The default namespace, which is the root, and then the others.
    modules: Vec<Module>,
    /// What no struct can say.
    pub(crate) gaps: Vec<String>,
}

/// The structs of one namespace.
#[derive(Debug, Clone)]
struct Module {
    /// Its name; the root has none.
    name: Option<String>,
    text: String,
}

impl SourceCode {
    /// Writes the structs of a schema.
    pub(crate) fn of(schema: &Schema) -> Self {
        let scene = Scene::of(schema);
        let mut gaps = Vec::new();
        let mut namespaces: BTreeSet<Option<&str>> = BTreeSet::from([None]);
        namespaces.extend(scene.modules.keys().map(|name| Some(name.as_str())));
        let modules = namespaces.into_iter().map(|namespace| Module {
            name: namespace.and_then(|name| scene.modules.get(name).cloned()),
            text: scene.module(namespace, &mut gaps),
        });
        let modules = modules.collect();
        Self { modules, gaps }
    }

    /// All modules in one file.
    pub(crate) fn file(&self) -> String {
        let mut out = HEAD.to_owned();
        for module in &self.modules {
            let Some(name) = &module.name else {
                out += &words::finished(&module.text);
                continue;
            };
            let inside: String = module
                .text
                .lines()
                .map(|line| match line {
                    "" => "\n".to_owned(),
                    line => format!("    {line}\n"),
                })
                .collect();
            out += &format!("\npub mod {name} {{\n{}}}\n", words::finished(&inside));
        }
        out
    }

    /// Each module in a file of its own, by its name within a folder.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let names = self
            .modules
            .iter()
            .filter_map(|module| module.name.as_ref());
        let declared: String = names.map(|name| format!("pub mod {name};\n")).collect();
        let gap = if declared.is_empty() { "" } else { "\n" };
        let file = |module: &Module| match &module.name {
            None => (
                "mod.rs".to_owned(),
                format!("{HEAD}{declared}{gap}{}", words::finished(&module.text)),
            ),
            Some(name) => (
                format!("{}.rs", name.trim_start_matches("r#")),
                format!("{HEAD}{}", words::finished(&module.text)),
            ),
        };
        self.modules.iter().map(file).collect()
    }
}

/// Where the struct of a table is, and what its fields are called.
struct Home {
    rust: String,
    fields: BTreeMap<String, String>,
}

/// The schema with the names that its objects have in Rust.
struct Scene<'a> {
    schema: &'a Schema,
    dialect: Dialect,
    /// Modules by their namespaces.
    modules: BTreeMap<String, String>,
    tables: BTreeMap<TableName, Home>,
    enums: BTreeMap<TableName, String>,
    views: BTreeMap<TableName, String>,
    /// Enums of columns (MySQL and MariaDB), by table and column.
    column_enums: BTreeMap<(TableName, String), String>,
}

impl<'a> Scene<'a> {
    fn of(schema: &'a Schema) -> Self {
        let mut scene = Self {
            schema,
            dialect: Dialect::of(schema.flavor),
            modules: BTreeMap::new(),
            tables: BTreeMap::new(),
            enums: BTreeMap::new(),
            views: BTreeMap::new(),
            column_enums: BTreeMap::new(),
        };
        let of_tables = schema.tables.iter().map(|table| &table.name);
        let of_enums = schema.enums.iter().map(|item| &item.name);
        let of_views = schema.views.iter().map(|view| &view.name);
        let namespaces: BTreeSet<&String> = of_tables
            .chain(of_enums)
            .chain(of_views)
            .filter_map(|name| name.schema.as_ref())
            .collect();
        // Items and modules of the root share their names.
        let mut taken = BTreeSet::new();
        for name in namespaces {
            let module = names::free(&names::of_field(name), &mut taken);
            scene.modules.insert(name.clone(), module);
        }
        let mut taken: BTreeMap<Option<&str>, BTreeSet<String>> = BTreeMap::new();
        for table in &schema.tables {
            let own = taken.entry(table.name.schema.as_deref()).or_default();
            let rust = names::free(&names::of_struct(&table.name.name), own);
            let mut of_fields = BTreeSet::new();
            let fields = table.columns.iter().map(|column| {
                let field = names::free(&names::of_field(&column.name), &mut of_fields);
                (column.name.clone(), field)
            });
            let fields = fields.collect();
            scene
                .tables
                .insert(table.name.clone(), Home { rust, fields });
        }
        for item in &schema.enums {
            let own = taken.entry(item.name.schema.as_deref()).or_default();
            let rust = names::free(&names::of_type(&item.name.name), own);
            scene.enums.insert(item.name.clone(), rust);
        }
        for view in &schema.views {
            let own = taken.entry(view.name.schema.as_deref()).or_default();
            let rust = names::free(&names::of_struct(&view.name.name), own);
            scene.views.insert(view.name.clone(), rust);
        }
        if schema.flavor.engine() == Engine::MySql {
            for table in &schema.tables {
                let own = taken.entry(None).or_default();
                scene.enums_of(table, own);
            }
        }
        scene
    }

    fn enums_of(&mut self, table: &Table, taken: &mut BTreeSet<String>) {
        for column in &table.columns {
            if enum_values(&column.data_type).is_none_or(|values| values.is_empty()) {
                continue;
            }
            let stem = names::of_struct(&table.name.name);
            let name = names::of_type(&format!("{stem}_{}", column.name));
            let place = (table.name.clone(), column.name.clone());
            self.column_enums.insert(place, names::free(&name, taken));
        }
    }

    fn ddl(&self) -> &dyn Ddl {
        self.dialect.ddl()
    }

    const fn engine(&self) -> Engine {
        self.schema.flavor.engine()
    }

    /// The structs of one namespace.
    fn module(&self, namespace: Option<&str>, gaps: &mut Vec<String>) -> String {
        let is_here = |name: &TableName| match namespace {
            None => name
                .schema
                .as_ref()
                .is_none_or(|of| !self.modules.contains_key(of)),
            Some(_) => name.schema.as_deref() == namespace,
        };
        let mut items: Vec<String> = Vec::new();
        let mut calls = String::new();
        let mut add = |call: Result<String, String>| match call {
            Ok(text) => calls += &text,
            Err(gap) => {
                calls += &words::remark(&format!("Not said here: {gap}"), "");
                gaps.push(gap);
            }
        };
        if namespace.is_none() {
            let others = &self.schema.namespaces;
            let empty = others
                .iter()
                .filter(|name| !self.modules.contains_key(*name));
            for name in empty {
                add(Ok(object::namespace(name)));
            }
            for item in &self.schema.extensions {
                add(Ok(object::extension(item)));
            }
        }
        for item in self
            .schema
            .sequences
            .iter()
            .filter(|item| is_here(&item.name))
        {
            add(object::sequence(item));
        }
        for item in self
            .schema
            .domains
            .iter()
            .filter(|item| is_here(&item.name))
        {
            add(object::domain(item));
        }
        let mut views = Vec::new();
        for view in self.schema.views.iter().filter(|view| is_here(&view.name)) {
            match self.view(view) {
                Ok(text) => views.push(text),
                Err(gap) => add(Err(gap)),
            }
        }
        if namespace.is_none() {
            for item in &self.schema.unsupported {
                add(Err(unmanaged(item)));
            }
        }
        if !calls.is_empty() {
            items.push(calls);
        }
        let enums = self.schema.enums.iter().filter(|item| is_here(&item.name));
        items.extend(enums.map(|item| self.enum_type(item)));
        for table in self
            .schema
            .tables
            .iter()
            .filter(|table| is_here(&table.name))
        {
            items.push(self.table(table, gaps));
        }
        items.extend(views);
        items.join("\n")
    }

    /// What the field of a column is called.
    fn field(&self, table: &Table, column: &str) -> String {
        let home = self.tables.get(&table.name);
        let field = home.and_then(|home| home.fields.get(column));
        field.cloned().unwrap_or_else(|| names::of_field(column))
    }

    fn fields(&self, table: &Table, columns: &[String]) -> Vec<String> {
        let names = columns.iter();
        names.map(|column| self.field(table, column)).collect()
    }

    /// The enum of a type, as it is called from within a namespace.
    fn enum_path(&self, from: Option<&str>, data_type: &str) -> Option<String> {
        let mut types = self.enums.iter();
        let (name, rust) =
            types.find(|(name, _)| !data_type.ends_with("[]") && is_of_type(data_type, name))?;
        Some(self.path(from, name.schema.as_deref(), rust))
    }

    fn column_enum(&self, table: &TableName, column: &str) -> Option<String> {
        let place = (table.clone(), column.to_owned());
        self.column_enums.get(&place).cloned()
    }

    /// The struct of a table, as it is called from within a namespace.
    fn struct_path(&self, from: Option<&str>, table: &TableName) -> Option<String> {
        let home = self.tables.get(table)?;
        Some(self.path(from, table.schema.as_deref(), &home.rust))
    }

    fn path(&self, from: Option<&str>, to: Option<&str>, name: &str) -> String {
        if from == to {
            return name.to_owned();
        }
        let up = if from.is_some() { "super::" } else { "" };
        let module = to.and_then(|to| self.modules.get(to));
        let down = module.map_or_else(String::new, |module| format!("{module}::"));
        format!("{up}{down}{name}")
    }
}

/// A type as the catalogue spells it.
fn type_name(name: &TableName) -> String {
    name.to_string()
}

fn unmanaged(item: &Unsupported) -> String {
    format!("{} `{}`: {}", item.kind, item.object, item.reason)
}
