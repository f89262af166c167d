//! What the layers below say in English, in Chinese: looked up by the English text in `chinese.json`, as it stands there or
//! by a pattern, `{}` for each part that varies.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::json::{Kind, Member, parse};
use crate::model::Lang;

/// English, and the same in Chinese: its `{}` are the parts of the English text in their order.
type Entry = (Cow<'static, str>, Cow<'static, str>);

/// The message catalogue.
struct Catalogue {
    /// Of each subject its texts, in the order in which patterns are tried.
    texts: Vec<Entry>,
    /// The views' own phrases and heads, each looked up as it stands.
    phrases: HashMap<Cow<'static, str>, Cow<'static, str>>,
    /// What stands behind a number, with the measure word that it takes there.
    behind_number: HashMap<Cow<'static, str>, Cow<'static, str>>,
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let file = parse(include_bytes!("chinese.json")).expect("the catalogue is JSON");
    let entry = |it: Member<'static>| match it.value.kind {
        Kind::String(zh) => Some((it.key, zh)),
        _ => None,
    };
    let (mut texts, mut phrases, mut behind_number) = (Vec::new(), HashMap::new(), HashMap::new());
    for subject in members(file.kind) {
        let entries = members(subject.value.kind).filter_map(entry);
        match &*subject.key {
            "phrases" => phrases.extend(entries),
            "behind a number" => behind_number.extend(entries),
            _ => texts.extend(entries),
        }
    }
    Catalogue { texts, phrases, behind_number }
});

fn members(kind: Kind<'static>) -> impl Iterator<Item = Member<'static>> {
    let members = if let Kind::Object(members) = kind { members } else { Vec::new() };
    members.into_iter()
}

/// A phrase of a view in `lang`.
pub(crate) fn phrase(en: &'static str, lang: Lang) -> &'static str {
    found(en, lang, |catalogue| catalogue.phrases.get(en))
}

/// What stands behind a number, in `lang`: `event`, `skipped`.
pub(crate) fn behind_number(en: &'static str, lang: Lang) -> &'static str {
    found(en, lang, |catalogue| catalogue.behind_number.get(en))
}

fn found(
    en: &'static str,
    lang: Lang,
    zh: impl FnOnce(&'static Catalogue) -> Option<&'static Cow<'static, str>>,
) -> &'static str {
    if lang == Lang::En {
        return en;
    }
    let zh = zh(&CATALOGUE);
    debug_assert!(zh.is_some(), "`{en}` is not in the catalogue");
    zh.map_or(en, |it| it)
}

/// Where a text may be put together of two that are looked up each for itself.
const JOINTS: [(&str, &str); 3] = [(" · ", " · "), ("; ", "；"), (", ", "，")];

/// Longer texts are no text of ours, whatever stands in them: they are not taken apart.
const MAX_TEXT: usize = 2_000;

/// The text in `lang`. What the catalogue does not have, an error of the system or the words of an app, stays as it is.
pub(crate) fn said(text: &str, lang: Lang) -> Cow<'_, str> {
    match lang {
        Lang::Zh if text.len() <= MAX_TEXT => translated(text).map_or(Cow::Borrowed(text), Cow::Owned),
        Lang::En | Lang::Zh => Cow::Borrowed(text),
    }
}

fn translated(text: &str) -> Option<String> {
    exact(text).or_else(|| of_two(text)).or_else(|| patterned(text)).or_else(|| sentence(text))
}

fn exact(text: &str) -> Option<String> {
    CATALOGUE.texts.iter().find(|(en, _)| *en == text).map(|(_, zh)| zh.to_string())
}

fn patterned(text: &str) -> Option<String> {
    let fits = |(en, zh): &'static Entry| Some((parts(text, en)?, zh));
    let (parts, zh) = CATALOGUE.texts.iter().filter(|(en, _)| en.contains("{}")).find_map(fits)?;
    let mut pieces = zh.split("{}");
    let first = pieces.next().unwrap_or_default().to_owned();
    Some(pieces.zip(parts).fold(first, |kept, (piece, part)| kept + &said(part, Lang::Zh) + piece))
}

fn whole(text: &str) -> Option<String> {
    exact(text).or_else(|| patterned(text))
}

/// A fragment that was made a sentence: with a capital letter, and a full stop.
fn sentence(text: &str) -> Option<String> {
    let mut letters = text.chars();
    let first = letters.next()?.to_ascii_lowercase();
    let fragment = format!("{first}{}", letters.as_str());
    let sentence = |find: fn(&str) -> Option<String>| Some(find(fragment.strip_suffix('.')?)? + "。");
    sentence(exact).or_else(|| whole(&fragment)).or_else(|| sentence(whole))
}

/// Two texts with a joint between them, of which the second is known.
fn of_two(text: &str) -> Option<String> {
    JOINTS.iter().find_map(|(joint, zh)| {
        let (left, right) = text.rsplit_once(joint)?;
        let right = whole(right)?;
        Some(format!("{}{zh}{right}", said(left, Lang::Zh)))
    })
}

/// The parts of a text that stand for the `{}` of a pattern.
fn parts<'t>(text: &'t str, pattern: &str) -> Option<Vec<&'t str>> {
    let mut literals = pattern.split("{}");
    let begin = literals.next()?;
    let mut rest = text.strip_prefix(begin)?;
    let mut parts = Vec::new();
    let mut literals = literals.peekable();
    while let Some(literal) = literals.next() {
        let at = match literals.peek() {
            None => rest.len().checked_sub(literal.len()).filter(|_| rest.ends_with(literal))?,
            Some(_) => rest.find(literal)?,
        };
        let part = &rest[..at];
        // A pattern that begins with a part is about one text, and not about several with a joint between them.
        if begin.is_empty() && parts.is_empty() && JOINTS.iter().any(|(joint, _)| part.contains(joint)) {
            return None;
        }
        parts.push(part);
        rest = &rest[at + literal.len()..];
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn zh(text: &str) -> String {
        said(text, Lang::Zh).into_owned()
    }

    #[test]
    fn a_text_of_a_sender_that_is_longer_than_any_of_ours_is_not_taken_apart() {
        for joint in [", taken", "; and the reason", ": 1"] {
            let text = joint.repeat(100_000);
            assert_eq!(zh(&text), text);
        }
        assert_ne!(zh("the body is not JSON from byte 7 on"), "the body is not JSON from byte 7 on");
    }

    #[test]
    fn a_text_is_found_whole_by_its_pattern_as_a_sentence_and_in_two() {
        assert_eq!(zh("refuses a forged body"), "拒绝被篡改的请求体");
        assert_eq!(zh("timed out after 3.000 s"), "3.000 s 后超时");
        assert_eq!(zh("Is the path of the URL right?"), "URL 的路径对吗？");
        assert_eq!(zh("Nothing was handled."), "没有处理任何事件。");
        assert_eq!(zh("18 × 200, 1 × no answer within 3000 ms"), "18 × 200，1 × 3000 ms 内无应答");
        let other_token = zh(
            "The app has another verification token (or encrypt key and token are swapped: the order of the two differs between the SDKs).",
        );
        assert!(other_token.ends_with("各 SDK 的参数顺序不同）。"), "{other_token}");
        assert_eq!(zh("200 in 3 ms, the same value back"), "200，用时 3 ms，值相同");
        assert_eq!(
            zh("connection 2 ended: the gateway ends; none is open"),
            "连接 2 已结束：网关结束；无连接"
        );
        assert_eq!(zh("500 \"no, it broke\""), "500 \"no, it broke\"");
        assert_eq!(said("refuses a forged body", Lang::En), "refuses a forged body");
    }

    #[test]
    fn every_entry_is_chinese_has_its_parts_and_stands_there_once() {
        let mut seen = BTreeSet::new();
        let Catalogue { texts, phrases, behind_number } = &*CATALOGUE;
        assert!(texts.iter().all(|(en, _)| seen.insert(en)), "one stands there twice");
        for (en, zh) in texts.iter().map(|(en, zh)| (en, zh)).chain(phrases).chain(behind_number) {
            assert_eq!(en.matches("{}").count(), zh.matches("{}").count(), "{en}");
            // What has no words is the same in both.
            assert!(zh == en || !zh.is_ascii(), "{en}");
            assert!(en.is_ascii() || en.contains(['·', '→', '…', '×']), "{en}");
        }
    }
}
