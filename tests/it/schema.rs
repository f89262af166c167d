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
