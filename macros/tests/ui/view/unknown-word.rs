use trueup::meta::View;

#[derive(trueup::View)]
#[view(qery = "SELECT 1 AS n")]
struct Total {
    n: i64,
}

fn main() {
    let _ = Total::DECLARED;
}
