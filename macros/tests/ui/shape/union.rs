use trueup::Table;

#[derive(Table)]
union Bits {
    int: u32,
    float: f32,
}

fn main() {
    let _ = Bits::META;
}
