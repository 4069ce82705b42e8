use trueup::meta::View;

#[derive(trueup::View)]
#[view(query = "SELECT id FROM accounts", check_option = "local", engines(sqlite))]
struct Open {
    id: i64,
}

fn main() {
    let _ = Open::DECLARED;
}
