//! What the derive refuses, and what it must accept.
//!
//! In: `ui/<topic>/*.rs`, one mistake in each file, with the messages it gives; `ui-pass/*.rs`.
//! Compiler messages are test data, so only the pinned toolchain gives them.

#[test]
fn each_mistake_gives_its_message_and_no_other() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}

#[test]
fn sound_tables_compile_in_strict_crates() {
    trybuild::TestCases::new().pass("ui-pass/*.rs");
}
