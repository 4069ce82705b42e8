use trueup::meta::View;

#[derive(trueup::View)]
#[view(query = "SELECT count(*) AS n FROM accounts", uses("accounts"))]
struct Total {
    n: i64,
}

fn main() {
    let _ = Total::DECLARED;
}
