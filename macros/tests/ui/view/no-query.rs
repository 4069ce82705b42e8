use trueup::meta::View;

#[derive(trueup::View)]
#[view(name = "totals")]
struct Total {
    n: i64,
}

fn main() {
    let _ = Total::DECLARED;
}
