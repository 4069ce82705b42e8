//! How time grows with the number of tables.

/// The exponent of the growth over the last factor of ten: 1 is linear, 2 quadratic, and 0 does not grow.
///
/// The slope of the line through the logarithms that leaves the least squares. What is smaller than a tenth of the
/// greatest size has no part in it, because there the time is that of connecting.
#[must_use]
pub fn exponent(points: &[(usize, f64)]) -> Option<f64> {
    let greatest = points.iter().map(|(size, _)| *size).max()?;
    let logarithms: Vec<(f64, f64)> = points
        .iter()
        .filter(|(size, _)| size * 10 >= greatest)
        .map(|(size, time)| ((*size as f64).ln(), time.ln()))
        .collect();
    let count = logarithms.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| logarithms.iter().map(of).sum::<f64>() / count;
    let (middle_x, middle_y) = (mean(|point| point.0), mean(|point| point.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        let differences = logarithms
            .iter()
            .map(|(x, y)| of(x - middle_x, y - middle_y));
        differences.sum()
    };
    let width = sum(&|x, _| x * x);
    (width > 0.0).then(|| sum(&|x, y| x * y) / width)
}
