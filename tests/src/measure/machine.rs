//! What was measured on, as far as the system tells it.

use std::fs;
use std::process::Command;
use std::time::Duration;

use time::OffsetDateTime;

/// The machine, the day, and the versions of all that took part.
#[derive(Debug, Clone)]
pub struct Machine {
    /// The day in UTC.
    pub day: String,
    /// The number of processors.
    pub processors: usize,
    /// The load averages when the measuring began.
    pub load: String,
    /// Names and versions.
    pub versions: Vec<(String, String)>,
}

impl Machine {
    /// This machine, now.
    #[must_use]
    pub fn here() -> Self {
        let rustc = version("rustc", &["--version"]);
        Self {
            day: OffsetDateTime::now_utc().date().to_string(),
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            load: load(),
            versions: vec![("rustc".to_owned(), rustc.replace("rustc ", ""))],
        }
    }
}

/// The load averages of the last 1, 5 and 15 minutes.
#[must_use]
pub fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let averages: Vec<&str> = text.split(' ').take(3).collect();
    averages.join(", ")
}

/// What a program says to a question for its version, or that it does not.
#[must_use]
pub fn version(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    text.ok()
        .and_then(|text| Some(text.lines().next()?.trim().to_owned()))
        .unwrap_or_else(|| "unknown".to_owned())
}

/// How long this thread has been on a processor.
///
/// # Panics
///
/// Where the system does not tell it: on Linux it does.
#[must_use]
pub fn processor_time() -> Duration {
    // The account is brought up to date by whoever lets others go first, and else every few milliseconds.
    std::thread::yield_now();
    let text = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let nanoseconds = text.split(' ').next().and_then(|text| text.parse().ok());
    Duration::from_nanos(nanoseconds.expect("a number"))
}

/// The most memory that this process has held at once, in KiB.
///
/// # Panics
///
/// Where the system does not tell it: on Linux it does.
#[must_use]
pub fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let mut lines = status.lines();
    let peak = lines.find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.map(|peak| peak.trim().trim_end_matches(" kB").parse());
    peak.and_then(Result::ok).expect("a number")
}
