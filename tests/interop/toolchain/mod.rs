//! What the apps of the suite are run with: one file a language, installed under `target/interop` by the first test that
//! asks, once for a state of its lock files and sources.

mod browser;
mod go;
mod home;
mod java;
mod node;
mod python;

pub(crate) use browser::command as browser;
pub(crate) use go::{command as go, sarif_schema};
pub(crate) use home::scratch;
pub(crate) use java::command as java;
pub(crate) use node::{code_climate, command as node, modules as node_modules, vitest};
pub(crate) use python::{
    check_jsonschema, check_junit, command as python, docs_command as python_docs,
    withdrawn_command as python_withdrawn,
};
