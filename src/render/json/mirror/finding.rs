//! A finding and a change, as our JSON output has them.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    #[serde(rename = "move")]
    pub(crate) name: String,
    #[serde(rename = "stage")]
    _stage: Option<Codes>,
    pub(crate) status: Option<Codes>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Codes {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Found {
    pub(crate) file: Option<String>,
    pub(crate) code: String,
    #[serde(rename = "severity")]
    _severity: String,
    #[serde(rename = "message")]
    _message: String,
    #[serde(rename = "pointer")]
    _pointer: String,
    #[serde(rename = "line")]
    _line: u64,
    #[serde(rename = "column")]
    _column: u64,
    #[serde(rename = "end_line")]
    _end_line: u64,
    pub(crate) end_column: u64,
    #[serde(rename = "offset")]
    _offset: u64,
    #[serde(rename = "opened")]
    _opened: bool,
    #[serde(rename = "documented")]
    _documented: Option<String>,
    #[serde(rename = "help")]
    _help: Option<String>,
}
