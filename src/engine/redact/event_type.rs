//! Names of event types: the words of the platform stay.

use super::pseudonym::Pseudonyms;

/// Words that names of event types are made of.
const WORDS: &[&str] = &[
    "helpdesk", "ticket", "tickets", "message", "messages", "notification", "approve", "approved", "create",
    "created", "update", "updated", "delete", "deleted", "receive", "read", "reaction", "chat", "member",
    "user", "bot", "added", "im", "contact", "card", "action", "trigger", "url", "verification", "event",
    "callback", "v0", "v1", "v2", "v3", "v4", "app", "open", "status", "change", "changed", "example",
    "none",
];

/// The name with every word replaced that is none of the platform's. `None` where it says nothing of itself: no word of it is.
pub(super) fn replaced(name: &str, pseudonyms: &Pseudonyms) -> Option<String> {
    let is_known = |word: &str| WORDS.contains(&word);
    if !name.split(['.', '_']).any(is_known) {
        return None;
    }
    let mut made = String::with_capacity(name.len());
    for piece in name.split_inclusive(['.', '_']) {
        let word = piece.trim_end_matches(['.', '_']);
        if is_known(word) { made.push_str(piece) } else { made.push_str(&pseudonyms.text(piece)) }
    }
    Some(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    #[test]
    fn the_platforms_names_stay_and_other_words_do_not() {
        let it = Pseudonyms::new(b"example-salt");
        for kind in catalog::ALL {
            assert_eq!(replaced(kind.name, &it).as_deref(), Some(kind.name));
        }
        let made = replaced("helpdesk.zhangsan_v1", &it).unwrap();
        assert!(
            made.starts_with("helpdesk.") && made.ends_with("_v1") && !made.contains("zhangsan"),
            "{made}"
        );
        assert_eq!(replaced("zhangsan", &it), None);
    }
}
