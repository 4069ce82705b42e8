//! Runners that take turns, so that a busy machine is busy for all.
//!
//! In: closures that do their work once and tell how long it took. Out: a time for each round of each.

use std::time::Duration;

/// How long one piece of work took, or why it was not done.
pub type Outcome = Result<Duration, String>;

/// One who takes part.
pub struct Runner<'a> {
    name: String,
    run: Box<dyn FnMut() -> Outcome + 'a>,
}

impl<'a> Runner<'a> {
    /// A name, and what is done in each round.
    pub fn new(name: impl Into<String>, run: impl FnMut() -> Outcome + 'a) -> Self {
        Self {
            name: name.into(),
            run: Box::new(run),
        }
    }
}

/// How often everybody runs.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Rounds that count. One more comes before them, for caches to fill.
    pub rounds: usize,
    /// The time after which a runner sits out the other rounds. Everybody runs once.
    pub each: Duration,
}

/// The rounds in which somebody ran, and the seconds that it took.
#[derive(Debug, Clone, Default)]
pub struct Times(Vec<(usize, f64)>);

impl Times {
    /// Times of rounds in a row.
    pub fn of(seconds: impl IntoIterator<Item = f64>) -> Self {
        Self(seconds.into_iter().enumerate().collect())
    }

    /// All but the first, unless there is no other.
    fn counted(&self) -> &[(usize, f64)] {
        match &*self.0 {
            [_, others @ ..] if !others.is_empty() => others,
            all => all,
        }
    }

    /// The number of rounds that count.
    #[must_use]
    pub fn rounds(&self) -> usize {
        self.counted().len()
    }

    /// The median, in seconds.
    #[must_use]
    pub fn median(&self) -> f64 {
        median(self.counted().iter().map(|(_, seconds)| *seconds).collect())
    }

    /// The least, in seconds.
    #[must_use]
    pub fn least(&self) -> f64 {
        let seconds = self.counted().iter().map(|(_, seconds)| *seconds);
        seconds.fold(f64::INFINITY, f64::min)
    }

    /// The median of the ratios of each round: what slows both down in a round cancels out.
    #[must_use]
    pub fn ratio_to(&self, other: &Self) -> f64 {
        let ratios = self.counted().iter().filter_map(|(round, seconds)| {
            let (_, theirs) = other.0.iter().find(|(theirs, _)| theirs == round)?;
            Some(seconds / theirs)
        });
        median(ratios.collect())
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => values[count / 2],
        count => f64::midpoint(values[count / 2 - 1], values[count / 2]),
    }
}

/// Lets all run in turn, round by round. Whoever fails once is out, and has no times.
#[must_use]
pub fn race(limits: Limits, mut runners: Vec<Runner<'_>>) -> Vec<(String, Result<Times, String>)> {
    let mut results: Vec<_> = runners.iter().map(|_| Ok(Times::default())).collect();
    for round in 0..=limits.rounds {
        for (runner, result) in runners.iter_mut().zip(&mut results) {
            let Ok(times) = result else { continue };
            let used: f64 = times.0.iter().map(|(_, seconds)| seconds).sum();
            if round > 0 && used >= limits.each.as_secs_f64() {
                continue;
            }
            match (runner.run)() {
                Ok(time) => times.0.push((round, time.as_secs_f64())),
                Err(error) => *result = Err(error),
            }
        }
    }
    let names = runners.into_iter().map(|runner| runner.name);
    names.zip(results).collect()
}
