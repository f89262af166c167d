//! The `html` format: one file to look at, with its pictures as SVG and nothing from a network.

mod bars;
mod cases;
mod deliveries;
mod heat_map;
mod lanes;
mod latency;
mod page;
mod renderer;
mod statistics;
mod svg;
mod table;

pub(crate) use renderer::Html;
