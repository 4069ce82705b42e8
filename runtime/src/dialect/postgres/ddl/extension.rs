//! Extensions.
//!
//! In: extensions of the model. Out: their statements. What belongs to one is never dropped with it:
//! the server refuses while something uses it.

use super::words::{literal, quote};
use crate::dialect::{Obstacle, Rendered, Statement};
use crate::model::Extension;

pub(super) fn create(extension: &Extension) -> Rendered {
    let mut sql = format!("CREATE EXTENSION {}", quote(&extension.name));
    if let Some(schema) = &extension.schema {
        sql += &format!(" SCHEMA {}", quote(schema));
    }
    if let Some(version) = &extension.version {
        sql += &format!(" VERSION {}", literal(version).trim_start());
    }
    Statement::new(sql).into()
}

pub(super) fn drop(extension: &Extension) -> Rendered {
    Statement::new(format!("DROP EXTENSION {}", quote(&extension.name))).into()
}

pub(super) fn alter(from: &Extension, to: &Extension) -> Result<Rendered, Obstacle> {
    let name = quote(&to.name);
    let mut statements = Vec::new();
    if from.schema != to.schema && from.is_fixed {
        return Err(Obstacle::new(
            &to.name,
            "this extension cannot move to another schema once it is installed",
            "keep it where it is, or drop it yourself and apply: then it is installed there",
        ));
    }
    if from.schema != to.schema {
        let Some(schema) = &to.schema else {
            return Err(Obstacle::new(
                &to.name,
                "the default namespace is known by its place in the search path, not by name",
                format!("move it with `ALTER EXTENSION {name} SET SCHEMA ...`"),
            ));
        };
        let sql = format!("ALTER EXTENSION {name} SET SCHEMA {}", quote(schema));
        statements.push(Statement::new(sql));
    }
    if from.version != to.version {
        let version = to.version.as_ref();
        let version = version.map(|version| format!(" TO {}", literal(version).trim_start()));
        let sql = format!(
            "ALTER EXTENSION {name} UPDATE{}",
            version.unwrap_or_default()
        );
        statements.push(Statement::new(sql));
    }
    Ok(statements.into())
}

#[cfg(test)]
mod tests {
    use super::alter;
    use crate::model::Extension;

    #[test]
    fn an_extension_moves_only_where_it_can() {
        for is_fixed in [false, true] {
            let at = |schema: &str| Extension {
                name: "words".to_owned(),
                schema: Some(schema.to_owned()),
                version: None,
                provides: Vec::new(),
                is_fixed,
            };
            assert_eq!(alter(&at("one"), &at("two")).is_err(), is_fixed);
            assert!(alter(&at("one"), &at("one")).is_ok());
        }
    }
}
