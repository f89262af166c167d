//! JSON text with positions: parsing that keeps every span, pointers, excerpts, byte-faithful edits. No IO.
