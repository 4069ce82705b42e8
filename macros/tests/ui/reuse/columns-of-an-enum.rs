use trueup::Columns;

#[derive(Columns)]
enum Address {
    Home,
}

fn main() {
    let _ = Address::Home;
}
