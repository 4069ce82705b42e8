use trueup::Table;

#[derive(Table)]
struct Empty {}

fn main() {
    let _ = Empty::META;
}
