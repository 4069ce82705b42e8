//! Texts while compiling.
//!
//! In: names. Out: whether they are the same, and messages that name them. Knows what a constant may do, and nothing of tables.

/// The longest message: names have 64 bytes at most.
const LONGEST: usize = 512;

/// Whether the texts are the same. `==` is not const.
pub(crate) const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether the name is among them.
pub(crate) const fn is_one_of(names: &[&str], name: &str) -> bool {
    let mut at = 0;
    while at < names.len() {
        if is_same(names[at], name) {
            return true;
        }
        at += 1;
    }
    false
}

/// A text that is put together while compiling.
pub(crate) struct Message {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Message {
    pub(crate) const fn new() -> Self {
        Self {
            bytes: [0; LONGEST],
            length: 0,
        }
    }

    pub(crate) const fn add(&mut self, text: &str) {
        let text = text.as_bytes();
        let mut at = 0;
        while at < text.len() && self.length < LONGEST {
            self.bytes[self.length] = text[at];
            self.length += 1;
            at += 1;
        }
    }

    /// The text; the other one where it was cut inside of a letter.
    pub(crate) const fn text<'a>(&'a self, otherwise: &'a str) -> &'a str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => otherwise,
        }
    }
}
