use trueup::Table;

#[derive(Table)]
struct Color(i64, String);

fn main() {
    let _ = Color::META;
}
