//! `inspect`: the schema of a database, to read, to keep as a snapshot, as SQL, or as a picture.

use std::fmt::{self, Write as _};
use std::fs;
use std::path::Path;

use super::arguments::Inspect;
use super::database::target;
use super::script::Script;
use super::side::Side;
use super::{Exit, Output, outline};
use crate::comparison::Comparison;
use crate::config::Config;
use crate::dialect::Desired;
use crate::diff::Ownership;
use crate::error::Error;
use crate::model::{Intents, Schema};
use crate::picture;
use crate::source_code::SourceCode;

pub(super) async fn inspect(options: &Inspect, config: &Config) -> Result<Output, Error> {
    let side = match options.url.as_deref() {
        Some(text) => Side::parse(text)?,
        None => Side::Database(target(None)?),
    };
    let Some(loaded) = side.load(config).await? else {
        return Err(Error::Config {
            reason: "structs alone are of no kind of database: name a database or a snapshot"
                .to_owned(),
        });
    };
    let mut schema = loaded.schema;
    if let Some(mut connection) = loaded.connection {
        if options.rust {
            connection.describe_views(&mut schema).await;
        }
        connection.close().await;
    }
    if options.rust {
        return rust(&SourceCode::of(&schema), options.out.as_deref());
    }
    if options.format.json {
        return Output::json(&schema, Exit::Done);
    }
    if options.format.sql {
        return Ok(Output::done(sql(schema).await?));
    }
    if options.picture.mermaid {
        return Ok(Output::done(picture::mermaid(&schema)));
    }
    if options.picture.svg {
        return Ok(Output::done(picture::svg(&schema)));
    }
    Ok(Output::done(outline::text(&schema)))
}

/// Structs that declare the schema; what they cannot say is told beside them.
fn rust(code: &SourceCode, folder: Option<&Path>) -> Result<Output, Error> {
    let mut output = match folder {
        Some(folder) => Output::done(written(code, folder)?),
        None => Output::done(code.file()),
    };
    for gap in &code.gaps {
        let _ = writeln!(output.stderr, "not said by a struct: {gap}");
    }
    Ok(output)
}

/// Writes the files. One that is there was perhaps worked on, and stays.
fn written(code: &SourceCode, folder: &Path) -> Result<String, Error> {
    let failed = |path: &Path, error: &dyn fmt::Display| Error::Config {
        reason: format!("`{}` cannot be written: {error}", path.display()),
    };
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let files = code.files();
    let taken = files.iter().map(|(name, _)| folder.join(name));
    if let Some(path) = taken.into_iter().find(|path| path.exists()) {
        let problem = "it is there already\nhelp: name a folder that is empty or not there";
        return Err(failed(&path, &problem));
    }
    let mut out = String::new();
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| failed(&path, &error))?;
        let _ = writeln!(out, "{}: written", path.display());
    }
    Ok(out)
}

/// The steps from nothing to the schema.
async fn sql(schema: Schema) -> Result<String, Error> {
    let empty = Schema::new(schema.flavor);
    let desired = Desired {
        schema,
        intents: Intents::default(),
    };
    let compared = Comparison::of(&empty, &desired, None, Ownership::Everything, None).await?;
    let plan = compared.plan(&empty)?;
    Ok(Script::of_everything(&plan, &empty)?.statements())
}
