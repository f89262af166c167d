//! A rule names transitions: `stage: bot -> human`, `status: * -> closed`, `status: 50 -> created`.

use std::ops::Range;

use thiserror::Error;

use crate::model::{Change, Stage, Status, labels};

/// Which field a rule speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RuleField {
    Stage,
    Status,
}

/// One side of the arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Side {
    Any,
    Open,
    Closed,
    Codes(Vec<i64>),
}

/// A rule, parsed. It matches an event whose field changed from the one side to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    text: String,
    pub(crate) field: RuleField,
    from: Side,
    to: Side,
}

/// Why a text is no rule.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct RuleError {
    pub message: String,
    /// The bytes of the rule that are wrong.
    pub span: Range<usize>,
    pub help: String,
}

impl Rule {
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        let Some(colon) = text.find(':') else {
            return Err(wrong(text, 0..text.len(), "a rule needs a field and a colon"));
        };
        let (name, name_span) = trimmed(text, 0..colon);
        let field = match name.to_lowercase().as_str() {
            "stage" => RuleField::Stage,
            "status" => RuleField::Status,
            _ => return Err(wrong(text, name_span, &format!("`{name}` is neither `stage` nor `status`"))),
        };
        let rest = colon + 1..text.len();
        let arrows =
            ["->", "→"].into_iter().find_map(|arrow| Some((text[rest.clone()].find(arrow)?, arrow.len())));
        let Some((at, len)) = arrows else {
            return Err(wrong(text, rest, "a rule needs an arrow"));
        };
        let arrow = rest.start + at;
        let from = field.side(text, rest.start..arrow)?;
        let to = field.side(text, arrow + len..text.len())?;
        if matches!((&from, &to), (Side::Codes(from), Side::Codes(to)) if from.iter().all(|it| to == &[*it]))
        {
            let message = "both sides are the same, which is no change: no event matches";
            return Err(wrong(text, trimmed(text, rest).1, message));
        }
        Ok(Self { text: text.trim().to_owned(), field, from, to })
    }

    /// The rule as the user wrote it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a transition is one that the rule names. A field that did not change makes no transition.
    pub fn matches(&self, change: Change) -> bool {
        let step = match self.field {
            RuleField::Stage => change.stage,
            RuleField::Status => change.status,
        };
        step.is_some_and(|it| it.changed() && self.from.takes(it.from) && self.to.takes(it.to))
    }
}

impl Side {
    fn takes(&self, code: i64) -> bool {
        match self {
            Self::Any => true,
            Self::Open => !Status::closes(code),
            Self::Closed => Status::closes(code),
            Self::Codes(codes) => codes.contains(&code),
        }
    }
}

impl RuleField {
    fn name(self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Status => "status",
        }
    }

    /// The name of a code as a rule has it; one without a name is its number.
    pub(crate) fn name_of(self, code: i64) -> String {
        let name = match self {
            Self::Stage => Stage::from_code(code).name(),
            Self::Status => Status::from_code(code).name(),
        };
        name.map_or_else(|| code.to_string(), str::to_owned)
    }

    fn words(self) -> String {
        match self {
            Self::Stage => "bot, human, *, or a code".to_owned(),
            Self::Status => {
                let names: Vec<_> = Status::ALL.iter().filter_map(|it| it.name()).collect();
                format!("{}, open, closed, *, or a code", names.join(", "))
            }
        }
    }

    /// One side: alternatives with `|` between them.
    fn side(self, text: &str, span: Range<usize>) -> Result<Side, RuleError> {
        let (whole, whole_span) = trimmed(text, span);
        match (self, whole.to_lowercase().as_str()) {
            (_, "") => return Err(self.unknown("nothing stands here".to_owned(), whole_span)),
            (_, "*") => return Ok(Side::Any),
            (Self::Status, "open") => return Ok(Side::Open),
            (Self::Status, "closed") => return Ok(Side::Closed),
            _ => {}
        }
        let mut codes = Vec::new();
        let mut start = whole_span.start;
        for part in whole.split('|') {
            let (word, span) = trimmed(text, start..start + part.len());
            start += part.len() + 1;
            let code = self.code(word);
            let unknown = || self.unknown(format!("`{word}` is not a {}", self.name()), span);
            codes.push(code.ok_or_else(unknown)?);
        }
        Ok(Side::Codes(codes))
    }

    fn code(self, word: &str) -> Option<i64> {
        let slug = word.to_lowercase().replace([' ', '_'], "-");
        let labelled = labels(self.name())?.iter().find(|it| it.zh == word || it.name() == slug);
        labelled.map(|it| it.code).or_else(|| word.parse().ok())
    }

    fn unknown(self, message: String, span: Range<usize>) -> RuleError {
        RuleError { message, span, help: format!("one of {}", self.words()) }
    }
}

fn wrong(text: &str, span: Range<usize>, message: &str) -> RuleError {
    let span = if span.is_empty() { text.len()..text.len() } else { span };
    let help = "a rule is `stage: bot -> human` or `status: * -> closed`".to_owned();
    RuleError { message: message.to_owned(), span, help }
}

/// A part of the text without the white space around it, and where it stands.
fn trimmed(text: &str, span: Range<usize>) -> (&str, Range<usize>) {
    let part = &text[span.clone()];
    let start = span.start + (part.len() - part.trim_start().len());
    let word = part.trim();
    (word, start..start + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EventRole, Step};

    fn transition(stage: (i64, i64), status: (i64, i64)) -> Change {
        Change {
            role: EventRole::Update,
            at: None,
            stage: Some(Step { from: stage.0, to: stage.1 }),
            status: Some(Step { from: status.0, to: status.1 }),
        }
    }

    #[test]
    fn labels_codes_groups_and_the_star_name_transitions() {
        let handed_over = transition((1, 2), (1, 3));
        let closed = transition((2, 2), (2, 51));
        let matches = |rule: &str, it: Change| Rule::parse(rule).unwrap().matches(it);
        assert!(matches("stage: bot -> human", handed_over));
        assert!(matches("stage:1→人工", handed_over));
        assert!(!matches("stage: * -> *", closed), "a stage that stays makes no transition");
        assert!(matches("status: * -> closed", closed));
        assert!(matches("status: open -> Closed by Agent", closed));
        assert!(matches("status: processing|pending -> 50|51", closed));
        assert!(!matches("status: closed -> open", closed));
        assert!(matches("status: 7 -> *", transition((1, 1), (7, 2))));
    }

    #[test]
    fn a_bad_rule_points_at_the_word_and_lists_the_words() {
        let error = Rule::parse("status: banana -> 1").unwrap_err();
        assert_eq!((error.message.as_str(), error.span.clone()), ("`banana` is not a status", 8..14));
        assert!(error.help.contains("closed-by-agent") && error.help.contains("open, closed, *"));
        assert_eq!(Rule::parse("status: 1 -> ").unwrap_err().message, "nothing stands here");
        assert_eq!(
            Rule::parse("stage bot -> human").unwrap_err().message,
            "a rule needs a field and a colon"
        );
        assert_eq!(Rule::parse("score: 1 -> 2").unwrap_err().span, 0..5);
        let same = Rule::parse("status: 50 -> closed by bot").unwrap_err();
        assert_eq!((same.message.contains("the same"), same.span), (true, 8..27));
        assert!(Rule::parse("status: 1|2 -> 2").is_ok() && Rule::parse("status: 1 -> 1|2").is_ok());
        assert_eq!(Rule::parse("stage: bot human").unwrap_err().message, "a rule needs an arrow");
        assert_eq!(Rule::parse("stage: bot -> open").unwrap_err().message, "`open` is not a stage");
    }
}
