//! How what `diff` shows is to look.

use crate::model::Lang;
use crate::render::text::Zone;

/// How events are shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct MovedStyle {
    pub zone: Zone,
    /// The language of the platform's labels.
    pub lang: Lang,
    /// Long or short.
    pub form: Form,
    /// Whether the long form shows the ticket's other fields too.
    pub all_fields: bool,
}

/// How much is shown of one event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// One event in full, several as rows.
    #[default]
    Auto,
    Full,
}
