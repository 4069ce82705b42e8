use trueup::Table;

#[derive(Table)]
enum Color {
    Red,
}

fn main() {
    let _ = Color::META;
}
