//! Transitions as a graph: Mermaid and DOT.

mod edges;
mod renderer;

pub(crate) use renderer::{Graph, Syntax};
