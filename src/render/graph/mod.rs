//! Transitions as a graph: Mermaid and DOT.

mod dot;
mod edges;
mod mermaid;
mod renderer;

pub(crate) use renderer::{Graph, Syntax};
