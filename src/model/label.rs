//! The labels Lark gives its codes, in English and Chinese.
//!
//! Source: the vendor's page of `helpdesk.ticket.updated_v1`; the English is ours.

use std::borrow::Cow;
use std::sync::OnceLock;

/// The language of Lark's labels, of headings and of short phrases. Everything else we say is English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    En,
    Zh,
}

/// One documented code of a field and what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    pub code: i64,
    pub en: &'static str,
    pub zh: &'static str,
}

impl Label {
    const fn new(code: i64, en: &'static str, zh: &'static str) -> Self {
        Self { code, en, zh }
    }

    pub fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }

    /// The stable slug of the English label, used in JSON output: `closed-by-bot`.
    pub(crate) fn name(&self) -> Cow<'static, str> {
        let is_plain = self.en.bytes().all(|it| it.is_ascii_lowercase() || it == b'-');
        if is_plain { self.en.into() } else { self.en.to_lowercase().replace(' ', "-").into() }
    }
}

const STAGE: &[Label] = &[Label::new(1, "bot", "机器人"), Label::new(2, "human", "人工")];

const STATUS: &[Label] = &[
    Label::new(1, "created", "已创建"),
    Label::new(2, "processing", "处理中"),
    Label::new(3, "queueing", "排队中"),
    Label::new(4, "pending", "待定"),
    Label::new(5, "awaiting guest", "待用户响应"),
    Label::new(50, "closed by bot", "被机器人关闭"),
    Label::new(51, "closed by agent", "被客服关闭"),
    Label::new(52, "closed by guest", "用户自己关闭"),
];

const SCORE: &[Label] = &[
    Label::new(1, "dissatisfied", "不满意"),
    Label::new(2, "fair", "一般"),
    Label::new(3, "satisfied", "满意"),
];

const SOLVE: &[Label] = &[Label::new(1, "unsolved", "没解决"), Label::new(2, "solved", "已解决")];

const CHANNEL: &[Label] = &[
    Label::new(9, "Open API", "Open API"),
    Label::new(2, "QR code", "二维码"),
    Label::new(14, "share", "分享"),
    Label::new(13, "search", "搜索"),
];

const SENDER_TYPE: &[Label] =
    &[Label::new(1, "bot", "机器人"), Label::new(2, "guest", "用户"), Label::new(3, "agent", "客服")];

/// The codes of each field to which the user's configuration adds some: the documented ones and those.
static EXTENDED: OnceLock<Vec<(String, Vec<Label>)>> = OnceLock::new();

/// Adds codes that the vendor has and its page does not: field, code and label. Once, before anything is read; a second
/// call adds nothing.
pub(crate) fn add_labels(added: &[(String, i64, String)]) {
    let mut extended: Vec<(String, Vec<Label>)> = Vec::new();
    for (field, code, text) in added {
        let at = extended.iter().position(|it| it.0 == *field).unwrap_or_else(|| {
            extended.push((field.clone(), page_labels(field).unwrap_or_default().to_vec()));
            extended.len() - 1
        });
        // The configuration is read once and lives as long as the process.
        let text: &'static str = String::leak(text.clone());
        extended[at].1.push(Label::new(*code, text, text));
    }
    let _ = EXTENDED.set(extended);
}

/// The codes of a field by its name (`status`, `channel`), or `None` for a field without codes.
pub(crate) fn labels(field: &str) -> Option<&'static [Label]> {
    let extended = EXTENDED.get().and_then(|it| it.iter().find(|it| it.0 == field));
    extended.map(|it| it.1.as_slice()).or_else(|| page_labels(field))
}

/// The codes that the vendor's page has.
fn page_labels(field: &str) -> Option<&'static [Label]> {
    match field {
        "stage" | "ticket_type" => Some(STAGE),
        "status" => Some(STATUS),
        "sender_type" => Some(SENDER_TYPE),
        "score" => Some(SCORE),
        "solve" => Some(SOLVE),
        "channel" => Some(CHANNEL),
        _ => None,
    }
}

/// What `code` of `field` is called; a channel that has no name of its own is "other channel".
pub(crate) fn label_of(field: &str, code: i64, lang: Lang) -> Option<&'static str> {
    let found = labels(field)?.iter().find(|label| label.code == code);
    match (found, field, lang) {
        (Some(label), _, _) => Some(label.text(lang)),
        (None, "channel", Lang::En) => Some("other channel"),
        (None, "channel", Lang::Zh) => Some("其他渠道"),
        (None, _, _) => None,
    }
}

/// The stable slug of `code` of `field`.
pub(crate) fn label_name(field: &str, code: i64) -> Option<Cow<'static, str>> {
    labels(field)?.iter().find(|label| label.code == code).map(Label::name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_without_a_name_is_another_channel() {
        assert_eq!(label_of("channel", 77, Lang::En), Some("other channel"));
        assert_eq!(label_of("channel", 9, Lang::En), Some("Open API"));
        assert_eq!(label_of("status", 99, Lang::En), None);
    }

    #[test]
    fn a_name_is_the_slug_of_the_english_label() {
        assert_eq!(label_name("channel", 9).unwrap(), "open-api");
        assert_eq!(label_name("channel", 77), None);
        for status in super::super::codes::Status::ALL {
            assert_eq!(label_name("status", status.code()).as_deref(), status.name());
        }
    }
}
