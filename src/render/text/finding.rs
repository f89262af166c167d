//! A finding in words: one clickable line, its prose, its place.

use super::paint::Paint;
use crate::mask::visible;
use crate::report::{Finding, Place, Severity};

/// What is said of a place that counts within text opened from `{"encrypt": ...}`.
pub(crate) const OPENED: &str = " (in the text opened from `encrypt`)";

/// `error[status-unknown]`, in the colour of its weight.
pub(crate) fn weight(finding: &Finding, paint: Paint) -> String {
    let weight = format!("{}[{}]", finding.severity.name(), finding.code.slug());
    match finding.severity {
        Severity::Error => paint.bad(&weight),
        Severity::Warning => paint.warn(&weight),
        Severity::Note => paint.note(&weight),
    }
}

/// The line of one finding, without the line break.
pub(crate) fn line(finding: &Finding, paint: Paint) -> String {
    let weight = weight(finding, paint);
    let opened = if finding.place.opened { OPENED } else { "" };
    format!("{}: {weight}: {}{opened}", paint.strong(&place(&finding.place)), visible(&finding.message))
}

/// What a finding says where no source can be drawn: the message, in opened text its place there, what is documented
/// and the way out, a line each.
pub(crate) fn prose(it: &Finding) -> String {
    let place = &it.place;
    let mut lines = vec![visible(&it.message).into_owned()];
    if place.opened {
        lines[0] = format!("{} at {}:{}{OPENED}", lines[0], place.line, place.column);
    }
    lines.extend(ways_out(it));
    lines.join("\n")
}

/// What is documented and the way out, a line each.
pub(crate) fn ways_out(it: &Finding) -> impl Iterator<Item = String> {
    let parts = [("documented", it.documented_line()), ("help", it.help.clone())];
    parts.into_iter().filter_map(|(name, text)| Some(format!("{name}: {}", visible(&text?))))
}

/// `log.ndjson:18`.
pub(crate) fn spot(file: &str, line: u64) -> String {
    format!("{}:{line}", visible(file))
}

/// `file:line:column`.
pub(crate) fn place(place: &Place) -> String {
    format!("{}:{}:{}", visible(&place.file), place.line, place.column)
}
