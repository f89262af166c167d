//! One line a finding, clickable: `file:line:column: severity[code]: message`. No summary, so that lines can be
//! counted.

use std::io::{self, Write};

use super::renderer::Renderer;
use super::short_moved;
use crate::model::Lang;
use crate::render::human::{delivered, probed, received};
use crate::render::text::{Clock, Paint, counted, visible};
use crate::report::{Finding, Place, Record, Severity, Summary};

/// What is said of a place that counts within text opened from `{"encrypt": ...}`.
pub(crate) const OPENED: &str = " (in the text opened from `encrypt`)";

/// The `short` format.
pub(crate) struct Short<W> {
    out: W,
    paint: Paint,
    clock: Clock,
    lang: Lang,
}

impl<W: Write> Short<W> {
    /// Writes to `out`, without colour.
    pub(crate) fn new(out: W) -> Self {
        Self { out, paint: Paint::default(), clock: Clock::local(), lang: Lang::En }
    }

    /// Colours the severities and the places.
    #[must_use]
    pub(crate) fn paint(mut self, paint: Paint) -> Self {
        self.paint = paint;
        self
    }

    /// Says Lark's own labels in this language.
    #[must_use]
    pub(crate) fn lang(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }
}

impl<W: Write> Renderer for Short<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        if let Record::Delivered(it) = record {
            writeln!(self.out, "{}", delivered::short(it, self.paint, self.lang))?;
        }
        if let Record::Probed(it) = record {
            writeln!(self.out, "{}", probed::line(it, self.paint))?;
        }
        if let Record::Received(received) = record {
            writeln!(self.out, "{}", received::line(received, &self.clock, self.lang, self.paint))?;
        }
        shown.iter().try_for_each(|finding| writeln!(self.out, "{}", line(finding, self.paint)))?;
        match record {
            Record::Moved(moved) => writeln!(self.out, "{}", short_moved::event(moved, self.paint)),
            Record::Lived(lived) => {
                let lines = short_moved::life(lived, self.paint);
                lines.iter().try_for_each(|line| writeln!(self.out, "{line}"))
            }
            _ => Ok(()),
        }
    }

    fn shows_clean(&self) -> bool {
        false
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        if let Some(hidden) = counted::hidden(summary) {
            writeln!(self.out, "{hidden}")?;
        }
        self.out.flush()
    }
}

/// The line of one finding, without the line break.
pub(crate) fn line(finding: &Finding, paint: Paint) -> String {
    let weight = format!("{}[{}]", finding.severity.name(), finding.code.slug());
    let weight = match finding.severity {
        Severity::Error => paint.bad(&weight),
        Severity::Warning => paint.warn(&weight),
        Severity::Note => paint.note(&weight),
    };
    let opened = if finding.place.opened { OPENED } else { "" };
    format!("{}: {weight}: {}{opened}", paint.strong(&place(&finding.place)), visible(&finding.message))
}

/// What a finding says where no source can be drawn: the message, in opened text its place there, what is documented
/// and the way out, a line each.
pub(crate) fn prose(finding: &Finding) -> String {
    let place = &finding.place;
    let mut lines = vec![visible(&finding.message).into_owned()];
    if place.opened {
        lines[0] = format!("{} at {}:{}{OPENED}", lines[0], place.line, place.column);
    }
    for (name, text) in [("documented", &finding.documented), ("help", &finding.help)] {
        lines.extend(text.iter().map(|text| format!("{name}: {}", visible(text))));
    }
    lines.join("\n")
}

/// `file:line:column`.
pub(crate) fn place(place: &Place) -> String {
    format!("{}:{}:{}", visible(&place.file), place.line, place.column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{checked, finding, rendered};
    use crate::report::Code;

    #[test]
    fn a_finding_is_one_line_and_a_clean_document_none() {
        let mut second = finding(Code::UndocumentedField);
        second.message = "`sta\nus\u{1b}[2J` is not documented".to_owned();
        second.place.opened = true;
        let text = rendered(
            &[checked(1, vec![finding(Code::StatusUnknown), second]), checked(2, vec![])],
            Short::new,
        );
        assert_eq!(
            text,
            "fixtures/closed.json:27:17: error[status-unknown]: `status` is 99, which is not a documented ticket \
             status\nfixtures/closed.json:27:17: warning[undocumented-field]: `sta␊us␛[2J` is not documented (in the \
             text opened from `encrypt`)\n"
        );
    }
}
