//! Events that identify people, in every form that a log may have them in.

use serde_json::{Value, json};

use crate::process::{command, run};

/// Numbers that are the same in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn text(&mut self, first: char, size: u64, len: u64) -> String {
        let at = |it: u64| char::from_u32(u32::from(first) + u32::try_from(it).unwrap()).unwrap();
        (0..len).map(|_| at(self.below(size))).collect()
    }

    /// A text that identifies a person, in one of many scripts and forms.
    fn secret(&mut self) -> String {
        match self.below(10) {
            0 => self.text('\u{4e00}', 5000, 4),
            1 => format!("{} {}", self.text('A', 26, 1) + &self.text('a', 26, 7), self.text('a', 26, 9)),
            2 => format!("{}@{}.example", self.text('a', 26, 9), self.text('a', 26, 8)),
            3 => format!("ou_{}", self.hex(32)),
            4 => format!(
                "https://{}.example/{}?t={}",
                self.text('a', 26, 8),
                self.hex(12),
                self.text('A', 26, 9)
            ),
            5 => self.text('\u{430}', 32, 9),
            6 => self.text('\u{ac00}', 9000, 5),
            7 => format!("7{}", self.text('0', 10, 18)),
            8 => format!(
                "{} \"{}\"\n/{}",
                self.text('a', 26, 9),
                self.text('\u{4e00}', 5000, 3),
                self.text('a', 26, 8)
            ),
            _ => format!("😀{}", self.text('\u{4e00}', 5000, 3)),
        }
    }

    fn hex(&mut self, len: u64) -> String {
        (0..len).map(|_| char::from_digit(u32::try_from(self.below(16)).unwrap(), 16).unwrap()).collect()
    }
}

/// The bundled events of all types, the faulty ones too.
pub(crate) fn samples() -> Vec<Value> {
    let names = run(&["sample"]).stdout;
    let names = names.lines().filter(|it| it.starts_with("  ")).filter_map(|it| it.split_whitespace().next());
    let texts = names.map(|name| command(&["sample", name]).output().unwrap().stdout);
    let all: Vec<Value> = texts.filter_map(|text| serde_json::from_slice::<Value>(&text).ok()).collect();
    assert!(all.len() > 20);
    all.into_iter().filter(Value::is_object).collect()
}

/// Replaces texts and ids by secrets, adds members, breaks something; the secrets are noted.
#[expect(clippy::too_many_lines, reason = "a table of places and of values")]
pub(crate) fn mutate(value: &mut Value, dice: &mut Dice, secrets: &mut Vec<String>) {
    let mut secret = |dice: &mut Dice| {
        let text = dice.secret();
        secrets.push(text.clone());
        text
    };
    for (pointer, chance) in [
        ("/header/token", 2),
        ("/header/tenant_key", 2),
        ("/event/object/guest/name", 1),
        ("/event/object/guest/id/user_id", 2),
        ("/event/object/chat_id", 2),
        ("/event/object/helpdesk_id", 2),
        ("/event/guest/name", 1),
        ("/event/text", 1),
        ("/event/content/content", 1),
        ("/event/ticket/agent_owner/name", 1),
        ("/event/ticket/agent_owner/email", 1),
        ("/event/ticket/comments/content", 1),
        ("/event/notification_id", 1),
    ] {
        if dice.below(chance) == 0
            && let Some(place) = value.pointer_mut(pointer)
        {
            *place = secret(dice).into();
        }
    }
    let extra = match dice.below(8) {
        0 => Some(("note", json!(secret(dice)))),
        1 => Some(("email", json!([secret(dice), { "name": secret(dice) }]))),
        2 => Some(("content", json!(json!({ "text": secret(dice), "at": [secret(dice)] }).to_string()))),
        3 => Some(("phone", json!(7_100_000_000_000_000_u64 + dice.below(1 << 40)))),
        4 => {
            Some(("customized_fields", json!([{ "id": secret(dice), "value": secret(dice), "position": 1 }])))
        }
        5 => {
            let name = secret(dice);
            value["event"][name] = json!(secret(dice));
            None
        }
        _ => None,
    };
    if let (Some((name, extra)), Some(event)) =
        (extra, value.pointer_mut("/event").and_then(Value::as_object_mut))
    {
        let place = if event.contains_key("object") { "object" } else { "ticket" };
        match event.get_mut(place).and_then(Value::as_object_mut) {
            Some(object) => object.insert(name.to_owned(), extra),
            None => event.insert(name.to_owned(), extra),
        };
    }
    if dice.below(6) == 0 {
        let broken = [json!(99), json!("2"), json!(null), json!({}), json!(1.5), json!(secret(dice))];
        let places = [
            "/event/object/status", "/event/object/stage", "/event/object/updated_at",
            "/event/ticket/status", "/event/object/guest", "/header/create_time", "/event/object/ticket_id",
            "/header/event_id",
        ];
        let at = places[usize::try_from(dice.below(8)).unwrap()];
        let made = broken[usize::try_from(dice.below(6)).unwrap()].clone();
        // An id in the place of a time or a code is read as one, and must not survive.
        let is_id =
            !at.ends_with("_id") && made.as_str().is_some_and(|it| it.parse::<u64>().is_ok_and(|it| it > 99));
        if let Some(place) = value.pointer_mut(at).filter(|_| !is_id) {
            *place = made;
        }
    }
}

/// The line of an event: as it is, escaped, or with something in it that is no JSON.
pub(crate) fn line(value: &Value, dice: &mut Dice) -> Vec<u8> {
    let text = value.to_string();
    match dice.below(12) {
        0 => text.chars().map(escaped).collect::<String>().into_bytes(),
        1 => text.replacen("\"name\":\"", "\"name\":\"\\ud83d", 1).into_bytes(),
        2 => {
            let mut bytes = text.into_bytes();
            let at = bytes.len() / 2;
            bytes.insert(at, 0xff);
            bytes
        }
        3 => text.chars().take(text.chars().count() * 2 / 3).collect::<String>().into_bytes(),
        4 => text.replacen("\"status\":", "\"status\":1,\"status\":", 1).into_bytes(),
        _ => text.into_bytes(),
    }
}

pub(crate) fn escaped(c: char) -> String {
    let units = c.encode_utf16(&mut [0; 2]).iter().map(|it| format!("\\u{it:04x}")).collect::<Vec<_>>();
    if c.is_ascii() { c.to_string() } else { units.concat() }
}
