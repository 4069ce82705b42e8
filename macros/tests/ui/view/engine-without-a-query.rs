use trueup::meta::View;

#[derive(trueup::View)]
#[view(query(postgres = "SELECT 1 AS n"), engines(postgres, sqlite))]
struct Total {
    n: i64,
}

fn main() {
    let _ = Total::DECLARED;
}
