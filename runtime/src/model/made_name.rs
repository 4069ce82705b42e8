//! Names that PostgreSQL makes of the names of tables and columns.
//!
//! In: names. Out: the name of what nobody named, cut to the length that the server allows. Asks nothing.

/// The greatest length of an identifier, in bytes: `NAMEDATALEN` of a usual build, less one.
pub(crate) const IDENTIFIER_LIMIT: usize = 63;

/// The name that the server gives the sequence of a serial or identity column.
pub(crate) fn serial_name(table: &str, column: &str) -> String {
    object_name(table, Some(column), "seq")
}

/// The name that the server gives a primary key.
pub(crate) fn key_name(table: &str) -> String {
    object_name(table, None, "pkey")
}

/// `makeObjectName` of the server: the longer of the two names is cut first.
fn object_name(first: &str, second: Option<&str>, label: &str) -> String {
    let overhead = label.len() + 1 + usize::from(second.is_some());
    let room = IDENTIFIER_LIMIT - overhead;
    let (mut a, mut b) = (first.len(), second.map_or(0, str::len));
    while a + b > room {
        if a > b {
            a -= 1;
        } else {
            b -= 1;
        }
    }
    let first = clipped(first, a);
    match second {
        Some(second) => format!("{first}_{}_{label}", clipped(second, b)),
        None => format!("{first}_{label}"),
    }
}

/// No more than so many bytes, and no part of a character.
pub(crate) fn clipped(text: &str, mut length: usize) -> &str {
    length = length.min(text.len());
    while !text.is_char_boundary(length) {
        length -= 1;
    }
    &text[..length]
}

#[cfg(test)]
mod tests {
    use super::serial_name;

    #[test]
    fn sequences_are_named_as_the_server_names_them() {
        assert_eq!(serial_name("t", "id"), "t_id_seq");
        let long = serial_name(&"t".repeat(63), "id");
        assert_eq!((long.len(), long.ends_with("t_id_seq")), (63, true));
    }
}
