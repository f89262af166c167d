//! What is known to be safe: names of members, and values by where they stand. Everything else is replaced.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::catalog;
use crate::catalog::{Branch, Field};

/// Names of members that no page documents for an event of ours: those of the official SDKs' models, of other events, of rich
/// texts, and of our own raw record.
const OTHER_NAMES: &[&str] = &[
    "avatar_url", "email", "agents", "collaborators", "closed_by", "department", "city", "country", "name",
    "id", "union_id", "user_id", "open_id", "agent_id", "old_object", "object", "before", "after",
    "challenge", "token", "type", "uuid", "ts", "event", "header", "schema", "encrypt", "app_id",
    "tenant_key", "msg_type", "message_type", "content", "text", "title", "tag", "href", "un_escape",
    "image_key", "image_keys", "file_key", "file_name", "user_name", "zh_cn", "en_us", "ja_jp", "elements",
    "post", "duration", "width", "height", "mentions", "key", "locale",
];
/// Members whose small integers are codes, wherever they stand.
const CODES: &[&str] = &[
    "stage", "status", "score", "solve", "channel", "sender_type", "ticket_type", "position", "agent_status",
];
/// Members whose numbers are times, wherever they stand.
const TIMES: &[&str] = &["create_time", "update_time", "created_at", "updated_at", "closed_at"];
/// Texts that are constants of the platform, by the member that holds them.
const CONSTANTS: &[(&str, &[&str])] = &[
    ("schema", &["1.0", "2.0"]),
    ("type", &["url_verification", "event_callback"]),
    ("tag", &["text", "a", "at", "img", "media", "emotion", "hr", "code_block", "md"]),
    (
        "msg_type",
        &[
            "text", "post", "image", "file", "audio", "media", "sticker", "interactive", "share_chat",
            "share_user", "system", "faq", "card",
        ],
    ),
];
/// The longest number that is a time: microseconds.
const TIME_DIGITS: usize = 16;
/// The longest number that is a code.
const CODE_DIGITS: usize = 3;

static NAMES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let documented = catalog::ALL.iter().flat_map(|kind| kind.fields()).map(Field::name);
    documented.filter(|name| *name != "*").chain(OTHER_NAMES.iter().copied()).collect()
});

/// Whether the name of a member says nothing of anybody.
pub(super) fn is_known_name(name: &str) -> bool {
    name.is_empty() || NAMES.contains(name)
}

/// A place in an event: the name of the member there, and what is documented of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MemberPlace<'p> {
    pub(super) name: &'p str,
    pub(super) branch: Option<&'static Branch>,
}

impl<'p> MemberPlace<'p> {
    /// The root of an event whose fields are documented, or of anything else.
    pub(super) fn root(branch: Option<&'static Branch>) -> Self {
        Self { name: "", branch }
    }

    pub(super) fn member(self, name: &str) -> MemberPlace<'_> {
        let branch = self.branch.and_then(|it| it.member(name));
        MemberPlace { name, branch }
    }

    pub(super) fn item(self) -> MemberPlace<'p> {
        let branch = self.branch.and_then(|it| it.items.as_deref());
        MemberPlace { name: self.name, branch }
    }

    /// Whether a place is one that is documented, or of a name that is known.
    pub(super) fn is_known(self) -> bool {
        self.branch.is_some() || is_known_name(self.name)
    }

    pub(super) fn keeps_number(self, number: &str) -> bool {
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        if CODES.contains(&self.name) && digits <= CODE_DIGITS {
            return true;
        }
        let field = self.branch.and_then(|it| it.field);
        let is_id = self.name == "id" || self.name.ends_with("_id");
        let is_measure =
            field.is_some_and(|it| it.types.iter().any(|it| matches!(*it, "integer" | "number")));
        digits <= TIME_DIGITS && (self.is_time() || (is_measure && !is_id))
    }

    pub(super) fn keeps_text(self, text: &str) -> bool {
        let is_number =
            !text.is_empty() && text.strip_prefix('-').unwrap_or(text).bytes().all(|it| it.is_ascii_digit());
        if is_number && text.len() <= TIME_DIGITS && self.is_time() {
            return true;
        }
        if is_number && text.len() <= CODE_DIGITS && CODES.contains(&self.name) {
            return true;
        }
        let documented = self.branch.and_then(|it| it.field).is_some_and(|it| it.texts.contains(&text));
        documented || CONSTANTS.iter().any(|(name, texts)| *name == self.name && texts.contains(&text))
    }

    fn is_time(self) -> bool {
        self.branch.is_some_and(|it| it.is_time) || TIMES.contains(&self.name)
    }
}
