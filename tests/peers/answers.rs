//! What each program in Rust shares: it says that it is ready, and answers each line of its input.
//!
//! In: the engine and the number of tables as arguments, and lines `empty URL`, `idle URL`, `drift URL`. Out: `ready` and
//! the version, and for each line the seconds that it took and the number of differences, or `error` and the reason.

use std::fmt::Display;
use std::io::stdin;
use std::time::Duration;

/// The engine and the number of tables.
pub fn arguments() -> (String, usize) {
    let mut words = std::env::args().skip(1);
    let tables = |word: String| word.parse().ok();
    words
        .next()
        .zip(words.next().and_then(tables))
        .expect("an engine and a number of tables")
}

/// Answers until nobody asks.
pub fn serve<E: Display>(
    version: &str,
    mut work: impl FnMut(&str, &str) -> Result<(Duration, usize), E>,
) {
    println!("ready {version}");
    for line in stdin().lines().map_while(Result::ok) {
        let (word, url) = line.split_once(' ').expect("a word and an address");
        match work(word, url) {
            Ok((time, differences)) => println!("{:.9} {differences}", time.as_secs_f64()),
            Err(error) => println!("error {}", error.to_string().replace('\n', " ")),
        }
    }
}
