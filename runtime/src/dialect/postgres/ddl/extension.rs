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
