use trueup::meta::View;

#[derive(trueup::View)]
#[view(query = "SELECT 1 AS n")]
struct Total<T> {
    n: T,
}

fn main() {
    let _ = Total::<i64>::DECLARED;
}
