//! The proof that the screen takes nothing in which the exact way finds something.
