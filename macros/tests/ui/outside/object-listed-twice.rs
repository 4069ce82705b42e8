//! The same object twice in one list, which is used all the same.

fn main() {
    let objects = trueup::objects![extension("pgcrypto"), extension("pgcrypto")];
    let _ = objects.len();
}
