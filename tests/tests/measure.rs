//! What `scripts/bench` writes is what was measured: turns, medians, ratios, growth, the page and the plots.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::time::Duration;

use trueup_tests::measure::{
    BEGIN, Cell, END, Limits, Line, Machine, Measure, Page, Runner, Times, exponent, plot, race,
    replaced,
};

#[test]
fn all_take_turns_and_the_first_round_does_not_count() {
    let turns = RefCell::new(String::new());
    let runner = |name: &'static str, seconds: [f64; 4]| {
        let turns = &turns;
        let mut left = seconds.into_iter();
        Runner::new(name, move || {
            turns.borrow_mut().push_str(name);
            Ok(Duration::from_secs_f64(
                left.next().expect("no more rounds"),
            ))
        })
    };
    let limits = Limits {
        rounds: 3,
        each: Duration::from_secs(60),
    };
    let slowed = runner("a", [9.0, 1.0, 2.0, 10.0]);
    let results = race(limits, vec![slowed, runner("b", [9.0, 3.0, 6.0, 20.0])]);
    assert_eq!(*turns.borrow(), "abababab");
    let [a, b] = &results[..] else {
        panic!("{results:?}")
    };
    let (a, b) = (a.1.as_ref().expect("times"), b.1.as_ref().expect("times"));
    assert_eq!((a.median(), a.least(), a.rounds()), (2.0, 1.0, 3));
    // What slowed both down in the last round is in neither ratio.
    assert_eq!(b.ratio_to(a), 3.0);
}

#[test]
fn whoever_is_slow_runs_once_and_whoever_fails_has_no_times() {
    let limits = Limits {
        rounds: 5,
        each: Duration::from_secs(2),
    };
    let slow = Runner::new("slow", || Ok(Duration::from_secs(3)));
    let fast = Runner::new("fast", || Ok(Duration::from_millis(1)));
    let broken = Runner::new("broken", || Err("it ended.".to_owned()));
    let results = race(limits, vec![slow, fast, broken]);
    let rounds = |at: usize| results[at].1.as_ref().map(Times::rounds);
    assert_eq!(rounds(0), Ok(1));
    assert_eq!(rounds(1), Ok(5));
    assert_eq!(rounds(2), Err(&"it ended.".to_owned()));
}

#[test]
fn growth_is_that_of_the_last_factor_of_ten() {
    let close = |points: &[(usize, f64)], expected: f64| {
        let found = exponent(points).expect("an exponent");
        assert!((found - expected).abs() < 1e-9, "{found}");
    };
    close(&[(10, 0.5), (100, 0.01), (1000, 0.1)], 1.0);
    close(&[(10, 0.01), (100, 1.0)], 2.0);
    close(&[(100, 0.3), (300, 0.3), (1000, 0.3)], 0.0);
    assert_eq!(exponent(&[(10, 1.0)]), None);
    assert_eq!(exponent(&[(10, 1.0), (1000, 1.0)]), None);
}

fn page() -> Page {
    let cell = |who: &str, tables, times| Cell {
        measure: Measure::Idle,
        engine: "PostgreSQL",
        tables,
        who: who.to_owned(),
        times,
    };
    Page {
        machine: Machine {
            day: "2026-01-02".to_owned(),
            processors: 2,
            load: "0.10, 0.20, 0.30".to_owned(),
            versions: vec![("PostgreSQL".to_owned(), "15.1".to_owned())],
        },
        load_at_end: "0.40, 0.50, 0.60".to_owned(),
        notes: vec!["**Other** (1.2) looks at everything.".to_owned()],
        cells: vec![
            cell("bare statement", 10, Ok(Times::of([1.0, 0.01, 0.02, 0.03]))),
            cell("trueup", 10, Ok(Times::of([1.0, 0.02, 0.04, 0.06]))),
            cell("`other`", 10, Ok(Times::of([1.0, 0.01, 0.03, 0.03]))),
            cell(
                "bare statement",
                100,
                Ok(Times::of([1.0, 0.02, 0.02, 0.02])),
            ),
            cell("trueup", 100, Ok(Times::of([1.0, 0.04, 0.04, 0.04]))),
            cell("`other`", 100, Ok(Times::of([3.0]))),
            cell("slow & old", 10, Err("it takes minutes.".to_owned())),
            cell("slow & old", 100, Err("it takes minutes.".to_owned())),
        ],
    }
}

#[test]
fn the_page_tells_all_that_was_measured_and_what_was_not() {
    insta::assert_snapshot!(page().markdown(), @r"
    Measured on 2026-01-02 with 2 processors. The load averages were 0.10, 0.20, 0.30 at the start and 0.40, 0.50, 0.60 at the end. PostgreSQL 15.1.

    - **Other** (1.2) looks at everything.

    ## A start with nothing to do

    Connecting, looking and closing, inside the process, when everything is as it should be. The models are loaded before the clock starts.

    ### PostgreSQL: a start with nothing to do

    ![A start with nothing to do on PostgreSQL](performance-idle-postgresql.svg)

    | ms | 10 tables | × | 100 tables | × | growth |
    | --- | --- | --- | --- | --- | --- |
    | bare statement | 20.0 (10.0) | 1.00 | 20.0 (20.0) | 1.00 | n^0.00 |
    | trueup | 40.0 (20.0) | 2.00 | 40.0 (40.0) | 2.00 | n^0.00 |
    | `other` | 30.0 (10.0) | 1.00 | 3000 (one run) | 3.00 | n^2.00 |

    **Faster than trueup**: `other` at 10 tables.

    No figure: slow & old, at 10 and 100 tables: it takes minutes.
    ");
}

#[test]
fn the_measured_part_of_a_page_is_written_anew() {
    let old = format!("before\n{BEGIN}old{END}after\n");
    let new = replaced(&old, "new\n").expect("both marks");
    assert_eq!(new, format!("before\n{BEGIN}\nnew\n\n{END}after\n"));
    assert_eq!(replaced(&new, "new\n"), Ok(new));
    assert!(replaced("no mark", "new").is_err());
}

#[test]
fn a_plot_is_well_formed_and_no_name_lies_on_another() {
    let plots = page().plots();
    let [(name, document)] = &plots[..] else {
        panic!("{plots:?}")
    };
    assert_eq!(name, "performance-idle-postgresql.svg");
    assert_well_formed(document);
    for text in [
        "trueup, n^0.00",
        "other, n^2.00",
        "10 ms",
        "10 tables",
        "prefers-color-scheme",
    ] {
        assert!(document.contains(text), "{text}: {document}");
    }
    let lines: Vec<Line> = (0..20)
        .map(|number| Line {
            name: format!("<{number}>"),
            points: vec![(10, 0.1), (100, 0.1 + f64::from(number) / 1e6)],
        })
        .collect();
    let document = plot("many & near", &lines);
    assert_well_formed(&document);
    let mut heights: Vec<f64> = document
        .lines()
        .filter(|line| line.contains("&lt;"))
        .map(|line| {
            let (_, rest) = line.split_once(" y=\"").expect("a height");
            rest.split('"')
                .next()
                .expect("a number")
                .parse()
                .expect("a number")
        })
        .collect();
    heights.sort_by(f64::total_cmp);
    assert_eq!(heights.len(), 20);
    assert!(
        heights.is_sorted_by(|one, other| other - one > 15.0),
        "{heights:?}"
    );
}

/// Each element is closed in its turn, and no sign of the syntax stands in a text.
fn assert_well_formed(document: &str) {
    let mut open = Vec::new();
    for part in document.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("a tag ends");
        assert!(!text.contains('>') && !tag.contains('&'), "{part}");
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None if tag.ends_with('/') => {}
            None => open.push(tag.split(' ').next().expect("a name")),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn the_page_of_the_guide_has_all_measures_and_no_plot_too_many() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guide");
    let page = fs::read_to_string(guide.join("performance.md")).expect("the page");
    assert!(replaced(&page, "measured").is_ok());
    for measure in Measure::ALL {
        let title = format!("\n## {}\n", measure.title());
        assert!(page.contains(&title), "{title}");
    }
    for entry in fs::read_dir(&guide).expect("the guide") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_string_lossy();
        if name.starts_with("performance-") {
            assert!(page.contains(&format!("({name})")), "{name}");
        }
    }
}
