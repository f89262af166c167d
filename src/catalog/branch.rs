//! The documented fields as a tree, for walks over a document that go down step by step.

use super::field::Field;

/// A place in an event where something is documented.
#[derive(Debug, Default)]
pub struct Branch {
    /// The name of the member; "" for the root and for the items of an array.
    pub name: &'static str,
    pub field: Option<&'static Field>,
    /// The prefix its ids usually have.
    pub prefix: Option<&'static str>,
    pub is_time: bool,
    /// Whether the page says that the event does not carry it.
    pub is_not_carried: bool,
    /// The documented members of an object.
    pub members: Vec<Branch>,
    pub items: Option<Box<Branch>>,
}

impl Branch {
    /// The branch that a pointer leads to; it grows where there is none yet.
    pub(crate) fn grow(&mut self, pointer: &'static str) -> &mut Self {
        pointer.split('/').skip(1).fold(self, Self::step)
    }

    fn step(&mut self, name: &'static str) -> &mut Self {
        if name == "*" {
            return self.items.get_or_insert_default();
        }
        let known = self.members.iter().position(|it| it.name == name);
        let at = known.unwrap_or_else(|| {
            self.members.push(Self { name, ..Self::default() });
            self.members.len() - 1
        });
        &mut self.members[at]
    }

    pub fn member(&self, name: &str) -> Option<&Branch> {
        self.members.iter().find(|it| it.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::ticket_updated_v1::TICKET_UPDATED_V1 as KIND;

    #[test]
    fn the_tree_reaches_every_field_with_what_is_said_of_it() {
        let object = KIND.tree().member("event").and_then(|it| it.member("object")).unwrap();
        let chat = object.member("chat_id").unwrap();
        assert_eq!((chat.prefix, chat.is_time), (Some("oc_"), false));
        assert!(object.member("updated_at").unwrap().is_time);
        let custom = object.member("customized_fields").unwrap();
        assert!(custom.is_not_carried);
        let id = custom.items.as_ref().and_then(|it| it.member("id")).unwrap();
        assert_eq!(id.field.unwrap().path, "event.object.customized_fields.id");
        assert!(object.member("staus").is_none());
    }
}
