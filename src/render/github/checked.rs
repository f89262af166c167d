//! A finding as a workflow command of GitHub Actions.

use super::command::{data, property};
use crate::render::Repository;
use crate::render::text::causes::FindingCause;
use crate::render::text::finding;
use crate::report::{Finding, Missed, Severity};

/// The command of a cause, at its first place.
pub(crate) fn command(cause: &FindingCause, repository: &Repository) -> String {
    let mut text = finding::prose(&cause.first);
    if let Some(others) = cause.others() {
        text = format!("{text}\n{others}");
    }
    one(&cause.first, cause.begins, &text, repository)
}

/// The command of an expectation that no event met, at the first file.
pub(crate) fn missed(missed: &Missed, repository: &Repository) -> String {
    let text = format!("{}\n{}", missed.message(), missed.instead());
    let file = property(&repository.path(&missed.file));
    format!("::error file={file},line=1,title={}::{}", property(Missed::CODE), data(&text))
}

/// The command of one finding in the document that begins at line `begins`.
fn one(finding: &Finding, begins: u64, text: &str, repository: &Repository) -> String {
    let place = &finding.place;
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let file = property(&repository.path(&place.file));
    // GitHub takes columns only within one line. A place in opened text is none of the file: there the document is
    // marked, and the message says where in the opened text.
    let region = if place.opened {
        format!("line={begins}")
    } else if place.line == place.end_line {
        format!(
            "line={},col={},endLine={},endColumn={}",
            place.line, place.column, place.end_line, place.end_column
        )
    } else {
        format!("line={},endLine={}", place.line, place.end_line)
    };
    format!("::{kind} file={file},{region},title={}::{}", property(finding.code.slug()), data(text))
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
            one(&odd, 1, &finding::prose(&odd), &Repository::default()),
            "::notice file=a%2Cb%3Ac%25d␍%0A%3A%3Aerror%3A%3Ax.json,line=27,endLine=30,title=sdk-field::100%25 \
             of␍␊::warning::it"
        );
    }

    #[test]
    fn a_place_in_opened_text_marks_the_document() {
        let mut opened = fixture::finding(Code::StatusUnknown);
        opened.place.opened = true;
        let command = one(&opened, 4, &finding::prose(&opened), &Repository::default());
        assert!(command.contains(".json,line=4,title="), "{command}");
        assert!(command.contains("status at 27:17 (in the text opened from `encrypt`)%0A"), "{command}");
    }
}
