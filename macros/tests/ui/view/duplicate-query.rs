use trueup::meta::View;

#[derive(trueup::View)]
#[view(query = "SELECT 1 AS n", query = "SELECT 2 AS n")]
struct Total {
    n: i64,
}

fn main() {
    let _ = Total::DECLARED;
}
