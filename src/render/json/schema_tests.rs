//! The schema describes every member that our JSON output has.

use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::delivered::{Delivered, Deliveries, Latency};
use super::finding::{Finding, Place};
use super::line::{Begin, Checked};
use super::lived::{Gap, Known, Lived, OpenTicket, TicketGap, TicketList};
use super::moved::{Moved, Updated};
use super::probed::{Answer, Probed, ProbedCounts};
use super::received::{Received, ReceivedCounts};
use super::summary::{Missed, Seen, Summary, Unwrapped};
use super::tally::{Day, Edge, MovedTally, Reviewed, Sent, Share, Spread, Stay};
use super::time::Time;
use super::transition::{Change, Code, Transition};
use super::{Json, Line, Report, SCHEMA, skipped};
use crate::render::fixture::{moved, record, rendered};

/// Learns the members of a type from what it asks for when it is read.
struct Members(&'static [&'static str]);

impl<'de> Deserializer<'de> for &mut Members {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Self::Error::custom("no value"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        members: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0 = members;
        self.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map enum identifier ignored_any
    }
}

fn members<T: for<'de> Deserialize<'de>>() -> Vec<&'static str> {
    let mut members = Members(&[]);
    assert!(T::deserialize(&mut members).is_err());
    members.0.to_vec()
}

#[test]
fn the_schema_names_every_member_of_every_type_in_its_order() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    for (pointer, members) in [
        ("report", members::<Report<'static>>()),
        ("begin", members::<Begin<'static>>()),
        ("checked", members::<Checked<'static>>()),
        ("moved", members::<Moved<'static>>()),
        ("lived", members::<Lived<'static>>()),
        ("ticket_gap", members::<TicketGap<'static>>()),
        ("gap", members::<Gap<'static>>()),
        ("last_known", members::<Known<'static>>()),
        ("open_ticket", members::<OpenTicket<'static>>()),
        ("delivered", members::<Delivered<'static>>()),
        ("received", members::<Received<'static>>()),
        ("probed", members::<Probed<'static>>()),
        ("summary", members::<Summary<'static>>()),
        ("received_counts", members::<ReceivedCounts>()),
        ("deliveries", members::<Deliveries>()),
        ("probed_counts", members::<ProbedCounts>()),
        ("moved_tally", members::<MovedTally<'static>>()),
        ("finding", members::<Finding<'static>>()),
        ("place", members::<Place<'static>>()),
        ("transition", members::<Transition<'static>>()),
        ("change", members::<Change<'static>>()),
        ("code", members::<Code<'static>>()),
        ("time", members::<Time>()),
        ("edge", members::<Edge<'static>>()),
        ("day", members::<Day>()),
        ("moved/properties/updated_at", members::<Updated>()),
        ("probed/properties/answer", members::<Answer<'static>>()),
        ("deliveries/properties/latency", members::<Latency>()),
        ("summary/properties/unwrapped", members::<Unwrapped<'static>>()),
        ("summary/properties/missed/items", members::<Missed<'static>>()),
        ("summary/properties/missed/items/properties/seen/items", members::<Seen<'static>>()),
        ("moved_tally/properties/stays/items", members::<Stay<'static>>()),
        ("moved_tally/properties/closed_by/items", members::<Share<'static>>()),
        ("moved_tally/properties/first_answers", members::<Spread>()),
        ("moved_tally/properties/messages/items", members::<Sent<'static>>()),
        ("moved_tally/properties/reviews/items", members::<Reviewed<'static>>()),
        ("summary/properties/tickets", members::<TicketList>()),
    ] {
        let described = schema.pointer(&format!("/$defs/{pointer}/properties")).unwrap().as_object().unwrap();
        assert_eq!(described.keys().collect::<Vec<_>>(), members, "{pointer}");
    }
}

#[test]
fn the_schema_is_one_and_takes_members_it_does_not_know() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    let text = rendered(&[record(moved())], |page| Json::lines(page, "diff"));
    let mut line: Value = serde_json::from_str(text.lines().nth(1).unwrap()).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    line["data"]["added"] = json!(1);
    assert!(schema.is_valid(&line));
    serde_json::from_value::<Line<'_>>(line.clone()).unwrap();
    assert!(schema.is_valid(&serde_json::from_str(&skipped(3)).unwrap()));
    line["data"]["transition"]["at"] = json!(5);
    assert!(!schema.is_valid(&line));
}
