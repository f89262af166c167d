//! Valid events of chance, made from the schema of their type: any documented field may be there or not, codes may be ones
//! that the platform adds, numbers as small and as large as they can be, texts in any script, members in any order.

use serde_json::{Map, Value, json};

use super::shape::EventHeader;
use crate::catalog::{self, EventKind};
use crate::engine::generate::Rng;

/// Texts that people write.
const TEXTS: [&str; 7] =
    ["-", "Sample Guest", "张三", "🙂👩‍💻", "Ünïcödé é", "\"quoted\" \\ back\nslash", "عربى"];
/// Codes that no documentation names.
const OTHER_CODES: [i64; 3] = [7, 99, 1_000];
/// Members that people write, or that hold what they wrote.
const FREE: [&str; 12] = [
    "name", "content", "text", "value", "display_name", "key_name", "zh_cn", "en_us", "ja_jp", "department",
    "city", "country",
];
/// How many particulars of an event are told.
const TOLD: usize = 6;

/// A valid event, still without the header that is made anew for each request.
pub(crate) struct Generated {
    kind: &'static EventKind,
    event: Value,
    header_first: bool,
    said: Vec<String>,
}

impl Generated {
    pub(crate) fn text(&self, header: &EventHeader<'_>) -> Vec<u8> {
        let head = Value::Object(header.members(self.kind.name));
        let event = self.event.clone();
        let whole = if self.header_first {
            json!({ "schema": "2.0", "header": head, "event": event })
        } else {
            json!({ "event": event, "header": head, "schema": "2.0" })
        };
        whole.to_string().into_bytes()
    }

    /// Its type and what is particular about it: `helpdesk.ticket.updated_v1, status 99, closed_at -1`.
    pub(crate) fn about(&self) -> String {
        let told = self.said.iter().take(TOLD).cloned();
        let rest = self.said.len().saturating_sub(TOLD);
        let rest = (rest > 0).then(|| format!("{rest} more"));
        std::iter::once(self.kind.name.to_owned()).chain(told).chain(rest).collect::<Vec<_>>().join(", ")
    }
}

/// Makes events: the same for the same seed.
pub(crate) struct Generator {
    rng: Rng,
    kinds: Vec<&'static EventKind>,
}

impl Generator {
    pub(crate) fn new(seed: u64, event_types: &[&'static str]) -> Self {
        let kinds = event_types.iter().filter_map(|it| catalog::find(it)).collect();
        Self { rng: Rng::new(seed, 0), kinds }
    }
}

impl Iterator for Generator {
    type Item = Generated;

    fn next(&mut self) -> Option<Generated> {
        let kind = self.rng.pick(&self.kinds).copied()?;
        let density = self.rng.pick(&[0, 40, 80, 100]).copied().unwrap_or(100);
        let shuffled = self.rng.chance(50);
        let mut builder = Builder { rng: &mut self.rng, kind, density, shuffled, said: Vec::new() };
        let schema = kind.json().pointer("/properties/event").unwrap_or(&Value::Null);
        let event = builder.object(schema, "/event");
        let mut said = builder.said;
        if density == 0 {
            said.insert(0, "required fields only".to_owned());
        }
        Some(Generated { kind, event, header_first: self.rng.chance(80), said })
    }
}

/// One event under way.
struct Builder<'a> {
    rng: &'a mut Rng,
    kind: &'static EventKind,
    /// How many of 100 optional fields are there.
    density: u64,
    shuffled: bool,
    said: Vec<String>,
}

impl Builder<'_> {
    fn value(&mut self, schema: &Value, pointer: &str) -> Value {
        let types: Vec<&str> = match &schema["type"] {
            Value::String(one) => vec![one],
            Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        match self.rng.pick(&types).copied() {
            Some("object") => self.object(schema, pointer),
            Some("array") => {
                let length = self.rng.below(4);
                (0..length).map(|_| self.value(&schema["items"], &format!("{pointer}/*"))).collect()
            }
            Some("integer") => self.integer(schema, pointer),
            Some("number") => self.rng.pick(&[json!(0), json!(0.5), json!(42_624.95)]).cloned().into(),
            Some("boolean") => json!(self.rng.chance(50)),
            _ => self.text(schema, pointer),
        }
    }

    fn object(&mut self, schema: &Value, pointer: &str) -> Value {
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut members = Vec::new();
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            let pointer = format!("{pointer}/{name}");
            let is_carried = !self.kind.not_carried.contains(&pointer.as_str());
            if required.contains(&name.as_str()) || (is_carried && self.rng.chance(self.density)) {
                members.push((name.clone(), self.value(member, &pointer)));
            }
        }
        if self.rng.chance(10) {
            self.said.push(format!("an undocumented field in {pointer}"));
            members.push(("zz_probe_field".to_owned(), json!({ "deep": [1, null, { "er": true }] })));
        }
        if self.shuffled {
            self.rng.shuffle(&mut members);
        }
        Value::Object(members.into_iter().collect::<Map<_, _>>())
    }

    fn integer(&mut self, schema: &Value, pointer: &str) -> Value {
        let name = pointer.rsplit('/').next().unwrap_or_default();
        if let Some(codes) = schema["enum"].as_array() {
            if !self.rng.chance(15) {
                return self.rng.pick(codes).cloned().into();
            }
            let code = self.rng.pick(&OTHER_CODES).copied().unwrap_or_default();
            self.said.push(format!("{name} {code}, which is not documented"));
            return json!(code);
        }
        let extremes: &[i64] = match name {
            _ if self.kind.times.contains(&pointer) => &[-1, 0, 1_700_000_000_000, 4_102_444_800_000],
            "id" | "user_id" => &[1, 7_262_656_095_919_128_578],
            _ => &[0, 1, 2_147_483_647],
        };
        let number = self.rng.pick(extremes).copied().unwrap_or_default();
        if number != 1 && number != 1_700_000_000_000 {
            self.said.push(format!("{name} {number}"));
        }
        json!(number)
    }

    fn text(&mut self, schema: &Value, pointer: &str) -> Value {
        let name = pointer.rsplit('/').next().unwrap_or_default();
        if let Some(texts) = schema["enum"].as_array() {
            return self.rng.pick(texts).cloned().into();
        }
        if FREE.contains(&name) {
            let text = self.rng.pick(&TEXTS).copied().unwrap_or_default();
            if !text.is_ascii() {
                self.said.push(format!("{name} {text:?}"));
            }
            return json!(text);
        }
        schema["examples"].get(0).filter(|it| it.is_string()).cloned().unwrap_or_else(|| json!("1"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::validate::Checker;
    use crate::model::{Document, Origin};

    fn texts(seed: u64, count: usize) -> Vec<String> {
        let types: Vec<_> = catalog::ALL.iter().map(|it| it.name).collect();
        let header = EventHeader { event_id: "e-1", token: Some("t"), create_ms: 1_700_000_000_000 };
        let made = Generator::new(seed, &types).take(count).map(|it| it.text(&header));
        made.map(|it| String::from_utf8(it).unwrap()).collect()
    }

    #[test]
    fn every_event_is_valid_but_for_codes_that_the_platform_may_add() {
        for text in texts(1, 400) {
            let document = Document::new(Origin::start_of("probe"), text.clone().into_bytes());
            let checked = Checker::default().check(&document).checked;
            let errors = checked.findings.iter().filter(|it| it.severity == crate::report::Severity::Error);
            let errors: Vec<_> = errors.filter(|it| !it.code.slug().ends_with("-unknown")).collect();
            assert!(errors.is_empty(), "{text} {errors:?}");
        }
    }

    #[test]
    fn the_same_seed_makes_the_same_events_and_another_seed_others() {
        assert_eq!(texts(7, 20), texts(7, 20));
        assert_ne!(texts(7, 20), texts(8, 20));
    }

    #[test]
    fn there_are_events_of_every_kind_of_particular() {
        let all = texts(1, 400).concat();
        for part in
            ["\"status\":99", "_at\":-1", "张三", "zz_probe_field", "{\"event\":", "7262656095919128578"]
        {
            assert!(all.contains(part), "{part}");
        }
        let types = [catalog::ALL[0].name];
        let about: Vec<_> = Generator::new(1, &types).take(50).map(|it| it.about()).collect();
        assert!(about.iter().any(|it| it.contains("which is not documented")), "{about:#?}");
        assert!(about.iter().any(|it| it.contains("required fields only")), "{about:#?}");
    }
}
