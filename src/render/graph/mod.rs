//! Transitions as a graph: Mermaid and DOT.

mod dot;
mod edges;
mod mermaid;

pub(crate) use dot::Dot;
pub(crate) use mermaid::Mermaid;
