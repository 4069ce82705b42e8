use trueup::meta::View;

#[derive(trueup::View)]
#[view(query = "SELECT 1 AS n")]
enum Total {
    One,
}

fn main() {
    let _ = (Total::DECLARED, Total::One);
}
