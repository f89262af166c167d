//! What is shown: one renderer a format behind one trait, and the reporter that counts what passes by.

mod appearance;
pub(crate) mod chinese;
mod code_quality;
pub(crate) mod csv;
mod dry_run;
#[cfg(test)]
pub(crate) mod fixture;
mod formatted_rows;
pub(crate) mod github;
pub(crate) mod graph;
pub(crate) mod html;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod markdown;
pub(crate) mod page;
pub(crate) mod progress;
mod renderer;
mod reporter;
mod repository;
mod row_template;
mod sarif;
mod seen_events;
pub(crate) mod short;
mod signed_request;
mod tables;
pub(crate) mod text;

pub(crate) use appearance::Appearance;
pub(crate) use code_quality::CodeQuality;
pub(crate) use dry_run::DryRunRequest;
pub(crate) use formatted_rows::{FormattedRow, FormattedRows, RowPool};
pub(crate) use renderer::Renderer;
pub(crate) use reporter::Reporter;
pub(crate) use repository::Repository;
pub(crate) use row_template::RowFormatter;
pub(crate) use sarif::Sarif;
pub(crate) use short::Short;
pub(crate) use signed_request::SignedRequest;
