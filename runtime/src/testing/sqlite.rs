//! SQLite's database is a file, and a copy of the file is a copy of the database.
//!
//! The files are in a folder of the system's temporary one. Nothing else is in it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use sqlx::sqlite::SqliteConnectOptions;

use super::{DAYS, Failure, TEST, Wanted, fill, open};
use crate::live::Target;

/// Marks a database whose test has failed.
const FAILED: &str = "failed";

pub(super) async fn make(wanted: &Wanted<'_>) -> Result<Target, Failure> {
    let folder = folder()?;
    let template = folder.join(format!("{}.db", wanted.template));
    if !wanted.is_known {
        // The lock is the file's handle, so it goes with the process.
        let lock = File::create(folder.join(format!("{}.lock", wanted.template)))?;
        lock.lock()?;
        if template.exists() {
            File::options()
                .write(true)
                .open(&template)?
                .set_modified(SystemTime::now())?;
        } else {
            build(&folder, &template, wanted).await?;
        }
        sweep(&folder)?;
    }
    forget_failures(&folder, &wanted.prefix)?;
    let file = path(&wanted.database)?;
    fs::copy(&template, &file)?;
    Ok(target(&file))
}

pub(super) async fn drop(name: &str) -> Result<(), Failure> {
    remove(&path(name)?);
    Ok(())
}

pub(super) async fn keep(name: &str, text: &str) -> Result<(), Failure> {
    Ok(fs::write(path(name)?.with_extension(FAILED), text)?)
}

pub(super) async fn address(name: &str) -> String {
    path(name).map_or_else(|_| name.to_owned(), |path| path.display().to_string())
}

/// Under another name until it is whole. Nothing is left in a journal: `VACUUM INTO` writes one file.
async fn build(folder: &Path, template: &Path, wanted: &Wanted<'_>) -> Result<(), Failure> {
    let draft = folder.join(format!("{}.draft", wanted.template));
    let whole = folder.join(format!("{}.whole", wanted.template));
    remove(&draft);
    remove(&whole);
    fill(&target(&draft), wanted.registry).await?;
    let mut connection = open(&target(&draft)).await?;
    let name = whole
        .to_str()
        .ok_or("the temporary folder's name is no text")?;
    connection
        .execute(&format!("VACUUM INTO '{}'", name.replace('\'', "''")))
        .await?;
    connection.close().await;
    remove(&draft);
    Ok(fs::rename(&whole, template)?)
}

/// Takes away what nobody has used for days.
fn sweep(folder: &Path) -> io::Result<()> {
    let limit = Duration::from_secs(DAYS * 24 * 60 * 60);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // Another process may have taken it away meanwhile.
        let age = entry.metadata().and_then(|file| file.modified());
        if age.is_ok_and(|time| time.elapsed().is_ok_and(|age| age > limit)) {
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}

fn forget_failures(folder: &Path, prefix: &str) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_one = path
            .extension()
            .is_some_and(|extension| extension == FAILED)
            && path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(prefix));
        if is_one {
            remove(&path.with_extension("db"));
            let _ = fs::remove_file(path);
        }
    }
    Ok(())
}

/// The file, and what SQLite keeps beside it.
fn remove(file: &Path) {
    for end in ["", "-wal", "-shm", "-journal"] {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        let _ = fs::remove_file(name);
    }
}

fn path(name: &str) -> io::Result<PathBuf> {
    debug_assert!(name.starts_with(TEST));
    Ok(folder()?.join(format!("{name}.db")))
}

/// Nobody else may write into it: a template is taken as it is.
fn folder() -> io::Result<PathBuf> {
    let folder = std::env::temp_dir().join("trueup-test");
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(&folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(folder),
    }
}

fn target(file: &Path) -> Target {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true);
    Target::from(options)
}
