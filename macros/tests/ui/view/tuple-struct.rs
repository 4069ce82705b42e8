use trueup::meta::View;

#[derive(trueup::View)]
#[view(query = "SELECT 1 AS n")]
struct Total(i64);

fn main() {
    let _ = (Total::DECLARED, Total(1).0);
}
