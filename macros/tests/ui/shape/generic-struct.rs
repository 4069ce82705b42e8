use trueup::Table;

#[derive(Table)]
struct Page<T> {
    id: T,
}

fn main() {
    let _ = Page::<i64>::META;
}
