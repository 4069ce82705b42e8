//! Which database a command works on.

use crate::error::Error;
use crate::live::Target;

/// The database at the URL that was given, or at the one of the environment.
pub(super) fn target(url: Option<&str>) -> Result<Target, Error> {
    let variable = |name| std::env::var(name).ok().filter(|url| !url.is_empty());
    let url = url
        .map(str::to_owned)
        .or_else(|| variable("TRUEUP_URL"))
        .or_else(|| variable("DATABASE_URL"));
    match url {
        Some(url) => Target::from_url(&url),
        None => Err(Error::Config {
            reason: "no database is named: give its URL, or set `TRUEUP_URL` or `DATABASE_URL`"
                .to_owned(),
        }),
    }
}
