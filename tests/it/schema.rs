//! The printed schema is a valid one, and says of events what `validate` says.

use jsonschema::draft202012;
use serde_json::Value;

use crate::process::run;

fn printed() -> Value {
    serde_json::from_str(&run(&["schema"]).stdout).unwrap()
}

#[test]
fn the_printed_schema_satisfies_its_meta_schema() {
    let schema = printed();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    draft202012::meta::validate(&schema).unwrap();
}

#[test]
fn every_example_in_the_schema_satisfies_its_own_field() {
    let mut left = vec![printed()];
    let mut seen = 0;
    while let Some(node) = left.pop() {
        if let (Some(examples), true) =
            (node.get("examples").and_then(Value::as_array), node.get("type").is_some())
        {
            let validator = draft202012::new(&node).unwrap();
            for example in examples {
                assert!(validator.is_valid(example), "{example} is no {node}");
                seen += 1;
            }
        }
        let inner =
            node.get("properties").and_then(Value::as_object).into_iter().flat_map(|it| it.values().cloned());
        left.extend(inner.chain(node.get("items").cloned()));
    }
    assert!(seen > 20);
}

#[test]
fn one_schema_takes_the_events_of_all_types_and_nothing_else() {
    let schema: Value = serde_json::from_str(&run(&["schema", "--all"]).stdout).unwrap();
    draft202012::meta::validate(&schema).unwrap();
    let validator = draft202012::new(&schema).unwrap();
    let sample = |name: &str| {
        serde_json::from_str::<Value>(&std::fs::read_to_string(format!("samples/{name}.json")).unwrap())
            .unwrap()
    };
    for name in ["bot-closes", "types/ticket-created", "types/message-by-bot", "types/notification-approved"]
    {
        let mut event = sample(name);
        assert!(validator.is_valid(&event), "{name}");
        event["event"] = Value::Object(serde_json::Map::new());
        assert!(!validator.is_valid(&event), "{name}");
    }
    assert!(!validator.is_valid(&sample("broken/unknown-event-type")));
}
