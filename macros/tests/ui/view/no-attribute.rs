use trueup::meta::View;

#[derive(trueup::View)]
struct Total {
    n: i64,
}

fn main() {
    let _ = Total::DECLARED;
}
