//! What became of many tenants, each with a report or an error of its own.

use std::fmt;

use super::Report;
use crate::error::Error;

/// What became of one tenant.
#[derive(Debug)]
#[non_exhaustive]
pub struct TenantReport {
    /// Its name.
    pub name: String,
    /// What [`Migrator::migrate`](crate::Migrator::migrate) would have returned for it alone.
    pub outcome: Result<Report, Error>,
}

/// What became of each tenant, in the order in which they were named.
#[derive(Debug)]
#[must_use = "a tenant may have failed while others did not: ask `failed`, or make it an error with `check`"]
pub struct TenantReports {
    tenants: Vec<TenantReport>,
}

impl TenantReports {
    pub(crate) fn of(tenants: impl IntoIterator<Item = (String, Result<Report, Error>)>) -> Self {
        let tenants = tenants.into_iter();
        Self {
            tenants: tenants
                .map(|(name, outcome)| TenantReport { name, outcome })
                .collect(),
        }
    }

    /// Each tenant.
    pub fn iter(&self) -> std::slice::Iter<'_, TenantReport> {
        self.tenants.iter()
    }

    /// What became of the tenant of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Result<Report, Error>> {
        let tenant = self.iter().find(|tenant| tenant.name == name);
        tenant.map(|tenant| &tenant.outcome)
    }

    /// The tenants whose schema is not one that the code can run on, and why.
    pub fn failed(&self) -> impl Iterator<Item = (&str, &Error)> {
        self.iter().filter_map(|tenant| {
            let error = tenant.outcome.as_ref().err()?;
            Some((tenant.name.as_str(), error))
        })
    }

    /// Makes one error of them, where a tenant that fails is to stop the program.
    ///
    /// # Errors
    ///
    /// [`Error::Tenants`], with what each of those failed of for whom the code cannot run.
    pub fn check(&self) -> Result<(), Error> {
        let text: Vec<String> = self
            .failed()
            .map(|(name, error)| format!("{name}: {}", error.report()))
            .collect();
        if text.is_empty() {
            return Ok(());
        }
        Err(Error::Tenants {
            failed: text.len(),
            count: self.tenants.len(),
            text: text.join("\n"),
        })
    }
}

impl IntoIterator for TenantReports {
    type Item = TenantReport;
    type IntoIter = std::vec::IntoIter<TenantReport>;

    fn into_iter(self) -> Self::IntoIter {
        self.tenants.into_iter()
    }
}

impl<'a> IntoIterator for &'a TenantReports {
    type Item = &'a TenantReport;
    type IntoIter = std::slice::Iter<'a, TenantReport>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// What was done or is left to do, and how many tenants have nothing to do.
impl fmt::Display for TenantReports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut idle = 0_usize;
        for tenant in self {
            match &tenant.outcome {
                Ok(report) if report.steps.is_empty() => idle += 1,
                Ok(report) => writeln!(f, "{}:\n{report}", tenant.name)?,
                Err(error) => writeln!(f, "{}: error: {}\n", tenant.name, error.report())?,
            }
        }
        writeln!(
            f,
            "{} of {} tenants with nothing to do",
            idle,
            self.tenants.len()
        )
    }
}
