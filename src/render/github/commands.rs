//! What becomes a workflow command of GitHub Actions.

use crate::render::Repository;
use crate::render::text::causes::FindingCause;
use crate::render::text::{escape, finding, visible};
use crate::report::{Delivered, Failure, Finding, Probed, Receipt, Received, Refusal, Severity, Verdict};

/// A command; `place` holds the properties that say where, with a comma behind them. What a terminal would obey is shown,
/// not sent: the commands stand in the log, too.
fn command(kind: &str, place: &str, title: &str, text: &str) -> String {
    let text = escape::lines(text, |it| visible(it).replace('%', "%25"), "%0A");
    format!("::{kind} {place}title={}::{text}", property(title))
}

fn property(text: &str) -> String {
    let safe = |it: &str| visible(it).replace('%', "%25").replace(':', "%3A").replace(',', "%2C");
    escape::lines(text, safe, "%0A")
}

/// A path keeps its `##[`, which GitHub obeys in no line that is a command already.
fn file(name: &str, repository: &Repository) -> String {
    let path = property(&repository.path(name));
    format!("file={}", path.replace("# #[", "##["))
}

/// The command of a cause, at its first place.
pub(crate) fn cause(cause: &FindingCause, repository: &Repository) -> String {
    let mut text = finding::prose(&cause.first);
    if let Some(others) = cause.others() {
        text = format!("{text}\n{others}");
    }
    one(&cause.first, cause.begins, &text, repository)
}

/// The command of one finding in the document that begins at line `begins` of a file.
fn one(finding: &Finding, begins: Option<u64>, text: &str, repository: &Repository) -> String {
    let place = &finding.place;
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let Some(begins) = begins else {
        return command(kind, "", finding.code.slug(), &format!("{}: {text}", finding::place(place)));
    };
    // GitHub takes columns only within one line. A place in opened text is none of the file: there the document is
    // marked, and the message says where in the opened text.
    let region = if place.opened.is_some() {
        format!("line={begins}")
    } else if place.line == place.end_line {
        let (line, end) = (place.line, place.end_line);
        format!("line={line},col={},endLine={end},endColumn={}", place.column, place.end_column)
    } else {
        format!("line={},endLine={}", place.line, place.end_line)
    };
    let place = format!("{},{region},", file(&place.file, repository));
    command(kind, &place, finding.code.slug(), text)
}

/// The command of what fails the run and is no finding.
pub(crate) fn failure(it: &Failure, repository: &Repository) -> String {
    let place = it.file.as_deref().map(|name| format!("{},line=1,", file(name, repository)));
    command("error", &place.unwrap_or_default(), it.code, &it.text())
}

/// The command of a request that our own receiver refused: the error is that it was not delivered.
pub(crate) fn refused(it: &Received) -> Option<String> {
    let Receipt::Refused(Refusal { cause, message, help, .. }) = &it.receipt else { return None };
    let help = help.as_deref().map_or(String::new(), |it| format!("\n{it}"));
    Some(command("notice", "", cause.slug(), &format!("{message}{help}")))
}

/// The commands of an attempt to deliver: an error where it failed for good, a warning where its answer is odd.
pub(crate) fn delivered(it: &Delivered, repository: &Repository) -> Vec<String> {
    if !it.is_final() {
        return Vec::new();
    }
    let place = format!("{},line={},", file(&it.subject.file, repository), it.subject.line);
    let ticket = it.subject.ticket_id.as_deref().map_or(String::new(), |id| format!("ticket {id}: "));
    let command =
        |kind: &str, text: &str| command(kind, &place, it.outcome.name(), &format!("{ticket}{text}"));
    let mut commands = Vec::new();
    if !it.outcome.is_accepted() {
        let said = it.said.as_deref().map_or(String::new(), |said| format!(": \"{said}\""));
        commands.push(command("error", &format!("{}{said}", it.outcome)));
    }
    commands.extend(it.warnings.iter().map(|warning| command("warning", warning)));
    commands
}

/// The command of a probe case: an error or a warning; none where all is well.
pub(crate) fn probed(probed: &Probed) -> Option<String> {
    let kind = match probed.verdict {
        Verdict::Fail => "error",
        Verdict::Warn => "warning",
        Verdict::Pass | Verdict::Skipped => return None,
    };
    let advice = probed.advice.as_deref().map_or(String::new(), |it| format!("\n{it}"));
    let text = format!("{}: {} (expected {}){advice}", probed.title, probed.got, probed.expected);
    Some(command(kind, "", probed.case, &text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture;
    use crate::report::Code;

    #[test]
    fn text_and_properties_are_escaped_as_github_asks() {
        let mut odd = fixture::finding(Code::SdkField);
        odd.place.file = "./a,b:c%d\r\n::error::x.json".into();
        odd.message = "100% of\r\n::warning::it".to_owned();
        (odd.documented, odd.help) = (Vec::new(), None);
        odd.place.end_line = 30;
        assert_eq!(
            one(&odd, Some(1), &finding::prose(&odd), &Repository::default()),
            "::notice file=a%2Cb%3Ac%25d␍%0A%3A%3Aerror%3A%3Ax.json,line=27,endLine=30,title=sdk-field::100%25 \
             of␍␊::warning::it"
        );
    }

    #[test]
    fn a_path_is_whole_and_a_request_is_no_file() {
        let mut odd = fixture::finding(Code::StatusUnknown);
        odd.place.file = "a##[b.json".into();
        let text = |begins| one(&odd, begins, "x", &Repository::default());
        assert!(text(Some(1)).starts_with("::error file=a##[b.json,line=27,"), "{}", text(Some(1)));
        odd.place.file = "request 3".into();
        let command = one(&odd, None, "x", &Repository::default());
        assert_eq!(command, "::error title=status-unknown::request 3:27:17: x");
    }

    #[test]
    fn a_place_in_opened_text_marks_the_document() {
        let mut opened = fixture::finding(Code::StatusUnknown);
        opened.place.opened = Some(4);
        let command = one(&opened, Some(4), &finding::prose(&opened), &Repository::default());
        assert!(command.contains(".json,line=4,title="), "{command}");
        assert!(command.contains("status (at 27:17 in the text opened from `encrypt`)%0A"), "{command}");
    }
}
