//! `--set`: a value for a place in every event, named by its JSON pointer or by the key alone.

use std::borrow::Cow;
use std::str::FromStr;

use crate::catalog;
use crate::json::{Editable, compact, parse};

/// One `--set`: a value for a place in every event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    place: SettingPlace,
    pub(super) value: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum SettingPlace {
    Pointer(String),
    /// A key that stands at one place of the event, its old values left out.
    Key(String),
}

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_key = |it: &str| !it.is_empty() && it.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_');
        let place = |name: &str| match name {
            _ if name.starts_with('/') => Some(SettingPlace::Pointer(name.to_owned())),
            _ if is_key(name) => Some(SettingPlace::Key(name.to_owned())),
            _ => None,
        };
        let parts = text.split_once('=').and_then(|(name, value)| Some((place(name)?, value)));
        let (place, value) = parts.ok_or_else(|| {
            format!(
                "`{text}` sets nothing; write a JSON pointer or a key, `=` and a JSON value, as in /event/object/status=51 or status=51"
            )
        })?;
        parse(value.as_bytes()).map_err(|error| {
            let fault = error.fault;
            format!(
                "`{value}` in `{text}` is not JSON: {fault}; a text stands in quotes, as in /header/app_id=\"cli_a\""
            )
        })?;
        Ok(Self { place, value: compact(value.as_bytes()) })
    }
}

impl Setting {
    /// A text for the place of a pointer.
    pub(super) fn text(pointer: &str, text: &str) -> Self {
        let value = serde_json::Value::from(text).to_string().into_bytes();
        Self { place: SettingPlace::Pointer(pointer.to_owned()), value }
    }

    /// The place in a document.
    pub(super) fn pointer(&self, document: &mut Editable<'_>) -> Result<Cow<'_, str>, String> {
        match &self.place {
            SettingPlace::Pointer(pointer) => Ok(Cow::Borrowed(pointer)),
            SettingPlace::Key(key) => found(key, document).map(Cow::Owned),
        }
    }
}

fn found(key: &str, document: &mut Editable<'_>) -> Result<String, String> {
    let mut places = Vec::new();
    collect(document, key, "", &mut places);
    match places.len() {
        0 => Err(format!("`{key}` is not in the event; name the place, as in /event/object/{key}=…")),
        1 => Ok(places.remove(0)),
        _ => {
            let places = places.join(", ");
            Err(format!("`{key}` is at several places ({places}); name one by its pointer"))
        }
    }
}

fn collect(value: &mut Editable<'_>, key: &str, at: &str, places: &mut Vec<String>) {
    for member in value.members() {
        let name = member.key.replace('~', "~0").replace('/', "~1");
        let place = format!("{at}/{name}");
        if catalog::ALL.iter().any(|kind| kind.before == Some(place.as_str())) {
            continue;
        }
        if member.key == key {
            places.push(place.clone());
        }
        collect(&mut member.value, key, &place, places);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_in(setting: &str, text: &str) -> Result<String, String> {
        let set = setting.parse::<Setting>()?;
        let (root, value) = (parse(text.as_bytes()).unwrap(), parse(&set.value).unwrap());
        let mut document = Editable::Read(&root, text.as_bytes());
        let pointer = set.pointer(&mut document)?;
        document.set(&pointer, Editable::Read(&value, &set.value)).map_err(|error| error.to_string())?;
        let mut text = Vec::new();
        document.compact(&mut text);
        Ok(String::from_utf8(text).unwrap())
    }

    #[test]
    fn a_key_alone_is_set_where_it_stands() {
        let event =
            r#"{"header":{"a":1},"event":{"object":{"status":1,"id":{"id":2}},"old_object":{"status":3}}}"#;
        assert_eq!(set_in("status=51", event).unwrap(), event.replace("\"status\":1", "\"status\":51"));
        assert!(set_in("score=1", event).unwrap_err().contains("as in /event/object/score="));
        let said = set_in("id=1", event).unwrap_err();
        assert!(said.contains("(/event/object/id, /event/object/id/id)"), "{said}");
    }

    #[test]
    fn a_setting_is_a_place_and_json() {
        assert_eq!(set_in("/a=[1, 2]", "{}").unwrap(), "{\"a\":[1,2]}");
        let said = |text: &str| set_in(text, "{}").unwrap_err();
        assert!(said("a/b=1").contains("write a JSON pointer") && said("status").contains("write a JSON"));
        assert!(said("/a=b").contains("a text stands in quotes"));
    }
}
