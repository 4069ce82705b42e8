use trueup::Table;

#[derive(Table)]
struct Empty {
    #[column(skip)]
    cache: u8,
}

fn main() {
    let _ = Empty::META;
}
