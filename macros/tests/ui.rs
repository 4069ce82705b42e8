//! What the derive refuses.
//!
//! In: `ui/<topic>/*.rs`, one mistake in each file, with the messages it gives. Compiler messages are test data, so only
//! the pinned toolchain gives them. The crate of the runtime is without its databases here: each fixture is compiled
//! apart from the workspace, and needs the names alone.

#[test]
fn each_mistake_gives_its_message_and_no_other() {
    trybuild::TestCases::new().compile_fail("tests/ui/*/*.rs");
}

/// What rustc says of a type or a name that is not there is its own, and has another code.
#[test]
fn each_message_says_what_to_do() {
    for topic in std::fs::read_dir("tests/ui").unwrap() {
        for file in std::fs::read_dir(topic.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if path
                .extension()
                .is_none_or(|extension| extension != "stderr")
            {
                continue;
            }
            let text = format!("\n{}", std::fs::read_to_string(&path).unwrap());
            for message in text.split("\nerror") {
                let is_ours = message.starts_with(": ") || message.starts_with("[E0080]: ");
                let has_way_out = message.contains("help: ") || message.contains("note: ");
                assert!(
                    !is_ours || has_way_out,
                    "{}: error{message}",
                    path.display()
                );
            }
        }
    }
}
