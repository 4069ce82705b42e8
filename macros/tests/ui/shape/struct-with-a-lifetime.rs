use trueup::Table;

#[derive(Table)]
struct Page<'a> {
    title: &'a str,
}

fn main() {
    let _ = Page::META;
}
