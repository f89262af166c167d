//! A finding in words: one clickable line, its prose, its place.

use super::paint::Paint;
use crate::mask::visible;
use crate::report::{Finding, Place, Severity};

/// ` (at 1:17 in the text opened from `encrypt`)`, of a place that counts within it.
pub(crate) fn inside(place: &Place) -> String {
    let Place { line, column, .. } = place;
    let inside = place.opened.map(|_| format!(" (at {line}:{column} in the text opened from `encrypt`)"));
    inside.unwrap_or_default()
}

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
    let (place, inside) = (paint.strong(&place(&finding.place)), inside(&finding.place));
    format!("{place}: {weight}: {}{inside}", visible(&finding.message))
}

/// What a finding says where no source can be drawn: the message, in opened text its place there, what is documented
/// and the way out, a line each.
pub(crate) fn prose(it: &Finding) -> String {
    let mut lines = vec![format!("{}{}", visible(&it.message), inside(&it.place))];
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
    format!("{}:{}", visible(&place.file), line_and_column(place))
}

/// `27:17` of the file; of a place in opened text, where its document begins.
pub(crate) fn line_and_column(place: &Place) -> String {
    let (line, column) = place.opened.map_or((place.line, place.column), |line| (line, 1));
    format!("{line}:{column}")
}
