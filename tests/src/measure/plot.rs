//! Times over the number of tables, both by logarithms, as an SVG document that reads in light and in dark.
//!
//! In: lines of points. Out: text. A straight line grows by a power of the number, which stands beside its name.

use std::fmt::Write as _;

use super::growth::exponent;

/// One who was measured, at some sizes.
#[derive(Debug, Clone)]
pub struct Line {
    /// The name.
    pub name: String,
    /// Numbers of tables, and seconds.
    pub points: Vec<(usize, f64)>,
}

const STYLE: &str = include_str!("plot.css");
/// How many colours the style has besides the first, which is of what others are divided by.
const COLOURS: usize = 7;
const LEFT: f64 = 60.0;
const TOP: f64 = 36.0;
const WIDTH: f64 = 440.0;
const LABELS: f64 = 300.0;
/// The least height of the plot, and that of a label.
const HEIGHT: f64 = 320.0;
const ROW: f64 = 16.0;

/// The plot. The first line is what the others are compared with. It and other bare tools are drawn broken, and trueup thick.
#[must_use]
pub fn plot(title: &str, lines: &[Line]) -> String {
    let axes = Axes::around(lines);
    let height = HEIGHT.max(lines.len() as f64 * ROW);
    let mut svg = String::new();
    let text = &mut svg;
    write_all(
        text,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\">\n<title>{}</title>\n\
             <style>\n{STYLE}</style>\n<text class=\"title\" x=\"{LEFT}\" y=\"20\">{}</text>\n",
            LEFT + WIDTH + LABELS,
            TOP + height + 40.0,
            escaped(title),
            escaped(title),
        ),
    );
    axes.draw(text, height);
    for (at, line) in lines.iter().enumerate() {
        axes.draw_line(text, height, line, at);
    }
    draw_labels(text, &axes, height, lines);
    svg.push_str("</svg>\n");
    svg
}

/// The sizes and times that are shown: sizes as they were measured, times between powers of ten.
struct Axes {
    sizes: Vec<usize>,
    /// Exponents of ten.
    times: (i32, i32),
}

impl Axes {
    fn around(lines: &[Line]) -> Self {
        let points = || lines.iter().flat_map(|line| &line.points);
        let mut sizes: Vec<usize> = points().map(|(size, _)| *size).collect();
        sizes.sort_unstable();
        sizes.dedup();
        let logarithms = || points().map(|(_, time)| time.log10());
        let lowest = logarithms().fold(f64::INFINITY, f64::min).floor();
        let highest = logarithms().fold(f64::NEG_INFINITY, f64::max).ceil();
        Self {
            sizes,
            times: (lowest as i32, highest.max(lowest + 1.0) as i32),
        }
    }

    fn x(&self, size: usize) -> f64 {
        let [first, .., last] = &*self.sizes else {
            return LEFT + WIDTH / 2.0;
        };
        let place = |size: usize| (size as f64).ln();
        LEFT + WIDTH * (place(size) - place(*first)) / (place(*last) - place(*first))
    }

    fn y(&self, height: f64, time: f64) -> f64 {
        let (low, high) = (f64::from(self.times.0), f64::from(self.times.1));
        TOP + height * (high - time.log10()) / (high - low)
    }

    fn draw(&self, text: &mut String, height: f64) {
        for power in self.times.0..=self.times.1 {
            let y = self.y(height, 10_f64.powi(power));
            write_all(
                text,
                format_args!(
                    "<path class=\"grid\" d=\"M{LEFT} {y:.1}h{WIDTH}\"/>\n\
                     <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\n",
                    LEFT - 6.0,
                    y + 4.0,
                    power_of_ten(power),
                ),
            );
        }
        for size in &self.sizes {
            let x = self.x(*size);
            write_all(
                text,
                format_args!(
                    "<path class=\"grid\" d=\"M{x:.1} {TOP}v{height}\"/>\n\
                     <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{size} tables</text>\n",
                    TOP + height + 20.0,
                ),
            );
        }
    }

    fn draw_line(&self, text: &mut String, height: f64, line: &Line, at: usize) {
        let colour = colour(at);
        let ends: Vec<(f64, f64)> = line
            .points
            .iter()
            .map(|(size, time)| (self.x(*size), self.y(height, *time)))
            .collect();
        let path: Vec<String> = ends.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
        write_all(
            text,
            format_args!(
                "<path class=\"line c{colour}{}\" d=\"M{}\"/>\n",
                kind(line, at),
                path.join("L")
            ),
        );
        for (x, y) in ends {
            write_all(
                text,
                format_args!("<circle class=\"d{colour}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>\n"),
            );
        }
    }
}

/// Each name beside the end of its line, moved down where two would lie on each other.
fn draw_labels(text: &mut String, axes: &Axes, height: f64, lines: &[Line]) {
    let mut labels: Vec<(usize, f64, f64)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| {
            let (size, time) = line.points.last()?;
            Some((at, axes.x(*size), axes.y(height, *time)))
        })
        .collect();
    labels.sort_by(|one, other| one.2.total_cmp(&other.2));
    let ends: Vec<f64> = labels.iter().map(|(.., y)| *y).collect();
    for ((at, x, end), y) in labels.into_iter().zip(spread(&ends, TOP + height)) {
        let line = &lines[at];
        let growth = exponent(&line.points).map(|power| format!(", n^{power:.2}"));
        let class = if is_ours(line) { " ours-text" } else { "" };
        write_all(
            text,
            format_args!(
                "<path class=\"link\" d=\"M{:.1} {end:.1}L{:.1} {y:.1}\"/>\n\
                 <text class=\"d{}{class}\" x=\"{:.1}\" y=\"{:.1}\">{}{}</text>\n",
                x + 4.0,
                LEFT + WIDTH + 14.0,
                colour(at),
                LEFT + WIDTH + 18.0,
                y + 4.0,
                escaped(&line.name),
                growth.unwrap_or_default(),
            ),
        );
    }
}

/// Heights from the top down, none nearer than a row to the one before, and none below the bottom.
fn spread(ends: &[f64], bottom: f64) -> Vec<f64> {
    let mut places = Vec::new();
    for (at, end) in ends.iter().enumerate() {
        let left = (ends.len() - at - 1) as f64;
        let above = places.last().map_or(TOP, |above| above + ROW);
        places.push(end.min(bottom - left * ROW).max(above));
    }
    places
}

fn colour(at: usize) -> usize {
    match at {
        0 => 0,
        at => (at - 1) % COLOURS + 1,
    }
}

fn kind(line: &Line, at: usize) -> &'static str {
    if is_ours(line) {
        " ours"
    } else if at == 0 || line.name.starts_with("bare") {
        " bare"
    } else {
        ""
    }
}

fn is_ours(line: &Line) -> bool {
    line.name.starts_with("trueup")
}

fn power_of_ten(power: i32) -> String {
    let (unit, power) = match power {
        0.. => ("s", power),
        -3..0 => ("ms", power + 3),
        _ => ("µs", power + 6),
    };
    format!("{} {unit}", 10_f64.powi(power))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('`', "")
}

fn write_all(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("writing to a string");
}
