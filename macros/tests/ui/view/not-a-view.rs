struct Total {
    n: i64,
}

fn main() {
    let _ = trueup::views![Total];
    let _ = Total { n: 1 }.n;
}
