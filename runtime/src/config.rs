//! What the caller chooses.
//!
//! One value, checked when it is used, with defaults that suit production. It can be written in code,
//! read from environment variables, or read from a TOML file.

use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// How much may run without consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Steps graded SAFE run, and those that the code itself declares.
    #[default]
    Safe,
    /// Steps graded SAFE and MEDIUM run.
    Auto,
    /// All steps run. For scratch databases, and for people who have read the plan.
    Aggressive,
    /// Nothing runs, and everything is shown.
    DryRun,
    /// Nothing runs, and it is an error if the code cannot run on the schema as it is.
    Verify,
}

/// How a boot finds out that there is nothing to do.
///
/// The definitions are compared with those of the last run in any case. The levels differ in what they see of
/// changes that somebody else made to the database in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DriftCheck {
    /// The state row is trusted: no change by hand is seen. One row is read.
    Trust,
    /// A fingerprint of the catalogue is compared, which the server computes in the statement that reads the
    /// state row. When it moved, or nothing is remembered, everything is read.
    ///
    /// What it does not see is what trueup does not manage and only lists, where it is changed in place. PostgreSQL:
    /// publications, extended statistics, operators, text search objects, default privileges, security labels,
    /// tablespaces, roles that get another name; and what is in a schema that no table here is in, where it gets another
    /// name. MySQL and MariaDB: nothing that is known, as long as the server's clock
    /// is not put back. SQLite: nothing.
    ///
    /// On PostgreSQL it also moves, for one boot, with `GRANT`, `TRUNCATE`, `REINDEX`, `CLUSTER`, `VACUUM FULL` and
    /// `REFRESH MATERIALIZED VIEW`; on MySQL and MariaDB with `OPTIMIZE TABLE`. There it is not known before two
    /// seconds have passed since the last change, as the time of a change is kept in seconds.
    #[default]
    Fingerprint,
    /// Everything is read and compared, at each boot.
    Full,
}

/// The settings of a run.
///
/// ```
/// use trueup::{Config, Mode};
/// use std::time::Duration;
///
/// let config = Config::default()
///     .application("billing")
///     .mode(Mode::Auto)
///     .lock_wait_timeout(Duration::from_secs(120));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// Whose state it is: applications that share a database have a name each. Default: `main`.
    pub application: String,
    /// How much may run without consent. Default: [`Mode::Safe`].
    pub mode: Mode,
    /// How a boot finds out that there is nothing to do. Default: [`DriftCheck::Fingerprint`].
    pub drift_check: DriftCheck,
    /// Hashes of plans that were looked at: everything in such a plan may run. Default: none.
    pub approved_plans: Vec<String>,
    /// How long to go on trying to connect. Only connecting is tried again. Default: 30 s.
    #[serde(with = "seconds")]
    pub connect_timeout: Duration,
    /// How long reading the schema may take. Default: 60 s.
    #[serde(with = "seconds")]
    pub inspect_timeout: Duration,
    /// How long to wait for another instance that migrates, counted from its last sign of life.
    /// Default: 60 s.
    #[serde(with = "seconds")]
    pub lock_wait_timeout: Duration,
    /// How often to ask whether the other instance is done. Default: 0.25 s.
    #[serde(with = "seconds")]
    pub lock_poll_interval: Duration,
    /// How long one statement waits for the lock of its table, and keeps others waiting behind it.
    /// Default: 2 s.
    #[serde(with = "seconds")]
    pub statement_lock_timeout: Duration,
    /// How long to try a statement again that did not get its lock. Default: 60 s.
    #[serde(with = "seconds")]
    pub statement_retry_timeout: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            application: "main".to_owned(),
            mode: Mode::Safe,
            drift_check: DriftCheck::Fingerprint,
            approved_plans: Vec::new(),
            connect_timeout: Duration::from_secs(30),
            inspect_timeout: Duration::from_secs(60),
            lock_wait_timeout: Duration::from_secs(60),
            lock_poll_interval: Duration::from_millis(250),
            statement_lock_timeout: Duration::from_secs(2),
            statement_retry_timeout: Duration::from_secs(60),
        }
    }
}

impl Config {
    /// Reads the variables `TRUEUP_APPLICATION`, `TRUEUP_MODE` (`safe`, `auto`, `aggressive`,
    /// `dry_run`, `verify`), `TRUEUP_DRIFT_CHECK` (`trust`, `fingerprint`, `full`), `TRUEUP_APPROVED_PLANS` (hashes, with commas between them) and the
    /// timeouts, such as `TRUEUP_LOCK_WAIT_TIMEOUT`, in seconds. What is not set keeps its default.
    ///
    /// # Errors
    ///
    /// When a variable has a value that its setting cannot have, or is a timeout that no setting has. Any other
    /// name is left to other programs.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(std::env::vars())
    }

    /// Reads a TOML file with the names of the fields as keys, and durations in seconds.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or has an unknown key or an impossible value.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        Self::from_table(file(path)?, &format!("`{}`", path.display()))
    }

    /// Reads a file, when there is one, and lets the variables of the environment override it.
    #[cfg(feature = "cli")]
    pub(crate) fn from_file_and_env(path: Option<&Path>) -> Result<Self, Error> {
        let Some(path) = path else {
            return Self::from_env();
        };
        // On its own first, so that a mistake is told as one of the file.
        Self::from_file(path)?;
        let mut table = file(path)?;
        table.extend(variables(std::env::vars())?);
        Self::from_table(table, "environment")
    }

    /// Sets whose state it is.
    #[must_use]
    pub fn application(mut self, name: impl Into<String>) -> Self {
        self.application = name.into();
        self
    }

    /// Sets how much may run without consent.
    #[must_use]
    pub const fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Sets how a boot finds out that there is nothing to do.
    #[must_use]
    pub const fn drift_check(mut self, check: DriftCheck) -> Self {
        self.drift_check = check;
        self
    }

    /// Lets everything run that is in the plan with this hash.
    #[must_use]
    pub fn approve(mut self, plan_hash: impl Into<String>) -> Self {
        self.approved_plans.push(plan_hash.into());
        self
    }

    /// Sets how long to wait for another instance, counted from its last sign of life.
    #[must_use]
    pub const fn lock_wait_timeout(mut self, timeout: Duration) -> Self {
        self.lock_wait_timeout = timeout;
        self
    }

    /// Sets how long one statement waits for the lock of its table.
    #[must_use]
    pub const fn statement_lock_timeout(mut self, timeout: Duration) -> Self {
        self.statement_lock_timeout = timeout;
        self
    }

    /// Sets how long to try a statement again that did not get its lock.
    #[must_use]
    pub const fn statement_retry_timeout(mut self, timeout: Duration) -> Self {
        self.statement_retry_timeout = timeout;
        self
    }

    /// Sets how long to go on trying to connect.
    #[must_use]
    pub const fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The same settings, when they can be used.
    ///
    /// # Errors
    ///
    /// When a setting cannot have its value.
    pub(crate) fn checked(self) -> Result<Self, Error> {
        let invalid = |reason: &str| {
            Err(Error::Config {
                reason: reason.to_owned(),
            })
        };
        if self.application.is_empty() || self.application.len() > 100 {
            return invalid("`application` must have 1 to 100 bytes");
        }
        if self.statement_lock_timeout < Duration::from_millis(1)
            || self.statement_lock_timeout > Duration::from_secs(3600)
        {
            return invalid("`statement_lock_timeout` must be between 1 ms and 1 h");
        }
        if self.lock_poll_interval < Duration::from_millis(10) {
            return invalid("`lock_poll_interval` must be at least 10 ms");
        }
        Ok(self)
    }

    fn from_variables(given: impl Iterator<Item = (String, String)>) -> Result<Self, Error> {
        Self::from_table(variables(given)?, "environment")
    }

    fn from_table(table: toml::Table, place: &str) -> Result<Self, Error> {
        let config: Self = table
            .try_into()
            .map_err(|error: toml::de::Error| Error::Config {
                reason: format!("{place}: {}", error.message()),
            })?;
        config.checked()
    }
}

fn file(path: &Path) -> Result<toml::Table, Error> {
    let invalid = |reason: String| Error::Config {
        reason: format!("`{}`: {reason}", path.display()),
    };
    let text = std::fs::read_to_string(path).map_err(|error| invalid(error.to_string()))?;
    toml::from_str(&text).map_err(|error| invalid(error.message().to_owned()))
}

/// The settings among the variables of the environment, under their names.
fn variables(given: impl Iterator<Item = (String, String)>) -> Result<toml::Table, Error> {
    let mut table = toml::Table::new();
    for (key, value) in given {
        let Some(name) = key.strip_prefix("TRUEUP_") else {
            continue;
        };
        let name = name.to_lowercase();
        let value = match name.as_str() {
            "application" | "mode" | "drift_check" => toml::Value::String(value.trim().to_owned()),
            "approved_plans" => {
                let hashes = value
                    .split(',')
                    .map(str::trim)
                    .filter(|hash| !hash.is_empty());
                toml::Value::Array(
                    hashes
                        .map(|hash| toml::Value::String(hash.to_owned()))
                        .collect(),
                )
            }
            _ if name.ends_with("_timeout") || name.ends_with("_interval") => {
                let seconds = value.trim().parse().map_err(|_| Error::Config {
                    reason: format!("`{key}` must be a number of seconds"),
                })?;
                toml::Value::Float(seconds)
            }
            // Other programs of the family have variables of their own.
            _ => continue,
        };
        // Alone first, so that the error names the variable.
        let alone = toml::Table::from_iter([(name.clone(), value.clone())]);
        Config::from_table(alone, &format!("`{key}`"))?;
        table.insert(name, value);
    }
    Ok(table)
}

/// Durations as seconds, whole or with a fraction.
mod seconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Whole(u64),
        Fraction(f64),
    }

    pub(super) fn serialize<S: Serializer>(
        duration: &Duration,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(duration.as_secs_f64())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Duration, D::Error> {
        match Number::deserialize(deserializer)? {
            Number::Whole(seconds) => Ok(Duration::from_secs(seconds)),
            Number::Fraction(seconds) => {
                Duration::try_from_secs_f64(seconds).map_err(D::Error::custom)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Config, Mode};

    fn read(variables: &[(&str, &str)]) -> Result<Config, String> {
        let owned = variables
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Config::from_variables(owned).map_err(|error| error.to_string())
    }

    #[test]
    fn variables_override_defaults() {
        let config = read(&[
            ("TRUEUP_MODE", "auto"),
            ("TRUEUP_APPROVED_PLANS", "a, b"),
            ("TRUEUP_LOCK_WAIT_TIMEOUT", "1.5"),
            ("HOME", "/"),
        ])
        .unwrap();
        assert_eq!(config.mode, Mode::Auto);
        assert_eq!(config.approved_plans, ["a", "b"]);
        assert_eq!(config.lock_wait_timeout, Duration::from_millis(1500));
        assert_eq!(config.application, "main");
    }

    #[test]
    fn impossible_values_are_refused_by_name() {
        let error = read(&[("TRUEUP_MODE", "yolo")]).unwrap_err();
        assert!(error.contains("`TRUEUP_MODE`: ") && error.contains("yolo"));
        assert!(
            read(&[("TRUEUP_LOCK_WAIT_TIMEOUT", "soon")])
                .unwrap_err()
                .contains("TRUEUP_LOCK_WAIT_TIMEOUT")
        );
        assert!(
            read(&[("TRUEUP_LOK_WAIT_TIMEOUT", "1")])
                .unwrap_err()
                .contains("lok_wait_timeout")
        );
        assert!(
            read(&[("TRUEUP_APPLICATION", "")])
                .unwrap_err()
                .contains("application")
        );
    }
}
