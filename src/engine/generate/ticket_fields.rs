//! What a ticket looks like: which optional fields it has, who opened it, where it came from. All of it follows from
//! the seed and the ticket's number, so that an open ticket costs no memory for it.

use super::rng::{mix, scale};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TicketLook {
    pub(crate) guest: u64,
    pub(crate) helpdesk: u64,
    /// The channel's code; `None` where it is left out.
    pub(crate) channel: Option<u64>,
    pub(crate) detail: Detail,
    pub(crate) union_id: bool,
    pub(crate) user_id: bool,
    pub(crate) chat_id: bool,
}

/// How much a ticket says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Only what every event carries.
    Minimal,
    /// What most events carry.
    Usual,
    /// Every optional field that the event carries.
    Full,
}

/// Codes with a name, the frequent ones more than once, and two of other channels.
const CHANNELS: [u64; 8] = [2, 2, 9, 13, 13, 14, 3, 17];

impl TicketLook {
    /// The look of ticket `number`, where `guests` guests open tickets.
    pub(crate) fn of(seed: u64, number: u64, guests: u64) -> Self {
        let bits = mix(seed ^ mix(number));
        let percent = |shift: u32| scale((bits >> shift) << 54, 100);
        let detail = match percent(0) {
            0..8 => Detail::Minimal,
            8..22 => Detail::Full,
            _ => Detail::Usual,
        };
        let full = detail == Detail::Full;
        let channel = CHANNELS[usize::try_from(bits >> 61).unwrap_or(0)];
        Self {
            guest: 1 + scale(mix(bits), guests),
            helpdesk: 1 + (bits >> 59) % 3,
            channel: (full || percent(10) < 80).then_some(channel),
            detail,
            union_id: full || percent(20) < 95,
            user_id: full || percent(30) < 60,
            chat_id: full || percent(40) < 97,
        }
    }
}

/// Names nobody has. One needs escapes, some are not ASCII, and `-` is what real events carry for no name.
const NAMES: [&str; 16] = [
    "测试用户张三",
    "测试用户李四",
    "示例访客王五",
    "示例访客赵六",
    "样例 欧阳测试",
    "Sample Guest",
    "测试员小明",
    "Test Guest Zoë",
    "-",
    "测试用户钱七",
    "Пример Гость",
    "样例用户孙八",
    "テスト利用者",
    r#"Sample \"Quoted\" Guest"#,
    "测试 😀 <&>",
    "示例用户周九",
];

/// The name of a guest as it stands between the quotes of JSON, and whether the guest's number follows it.
pub(crate) fn name(guest: u64) -> (&'static str, bool) {
    let name = NAMES[usize::try_from(guest % NAMES.len() as u64).unwrap_or(0)];
    (name, name != "-")
}
