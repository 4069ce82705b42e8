//! Two checks of one name.

trueup::domain!(
    "email",
    "text",
    check(name = "sound", "VALUE ~ '@'"),
    check(name = "sound", "VALUE <> ''"),
);

fn main() {}
