use trueup::meta::View;

#[derive(trueup::View)]
#[view(query = " ")]
struct Total {
    n: i64,
}

fn main() {
    let _ = Total::DECLARED;
}
