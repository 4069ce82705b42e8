//! Inspection of one engine.
