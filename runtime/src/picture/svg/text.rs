//! Words in an SVG document.
//!
//! In: any text. Out: a text that XML allows, and how wide it will be. Must not know what it says.

use std::fmt::Write as _;

/// The text as XML has it. A character that XML does not allow is shown by its picture.
pub(in crate::picture) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{0}'..='\u{1f}' => {
                out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'));
            }
            '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            // They turn the direction of what stands behind them.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// How many columns of a fixed font it takes.
pub(super) fn cells(text: &str) -> usize {
    text.chars().map(cell).sum()
}

/// At least as wide as the text is, where a letter takes so much.
pub(super) fn width(text: &str, letter: i64) -> i64 {
    i64::try_from(cells(text)).unwrap_or(i64::MAX / 16) * letter
}

/// How many columns fit.
pub(super) fn fitting(width: i64, letter: i64) -> usize {
    usize::try_from(width / letter).unwrap_or_default()
}

/// The start of the text, if it does not fit.
pub(super) fn clipped(text: &str, most: usize) -> String {
    if cells(text) <= most {
        return text.to_owned();
    }
    let mut left = most.saturating_sub(1);
    let fitting = text.chars().take_while(|c| {
        let fits = cell(*c) <= left;
        left = left.saturating_sub(cell(*c));
        fits
    });
    fitting.chain(['…']).collect()
}

/// Letters of Asia and pictures are twice as wide.
const fn cell(c: char) -> usize {
    match c {
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f000}'..='\u{3fffd}' => 2,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => 8,
        _ => 1,
    }
}
