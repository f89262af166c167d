//! Transitions as a graph: Mermaid and DOT.

mod dot;
mod edges;
mod mermaid;

pub use dot::Dot;
pub use mermaid::Mermaid;
