use trueup::meta::View;

struct Account;

#[derive(trueup::View)]
#[view(query = "SELECT count(*) AS n FROM accounts", uses(Account))]
struct Total {
    n: i64,
}

fn main() {
    let _ = Total::DECLARED;
    let _ = Account;
}
