use trueup::meta::View;

#[derive(trueup::View)]
#[view(query = "SELECT 1 AS n", materialized, engines(postgres, mysql))]
struct Total {
    n: i64,
}

fn main() {
    let _ = Total::DECLARED;
}
