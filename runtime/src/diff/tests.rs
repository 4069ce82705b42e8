//! Laws and cases of the diff.
