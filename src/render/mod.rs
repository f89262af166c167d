//! What is shown: one renderer a format behind one trait.
