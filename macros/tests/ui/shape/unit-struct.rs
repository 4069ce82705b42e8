use trueup::Table;

#[derive(Table)]
struct Color;

fn main() {
    let _ = Color::META;
}
