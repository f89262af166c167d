//! The bundled samples, embedded from `/samples`: one line of the table each.

use super::error::InputError;
use crate::report::nearest;

/// What a sample shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SampleGroup {
    /// One event in one situation.
    Single,
    /// The events of a ticket's life.
    Story,
    /// One event of another type than the update of a ticket.
    Type,
    /// One event with one fault, named for its code.
    Broken,
}

/// A bundled sample.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    /// Its file below `/samples` without the extension: `bot-closes`, `stories/out-of-order`.
    pub name: &'static str,
    /// What it shows, in one line.
    pub about: &'static str,
    pub group: SampleGroup,
    pub bytes: &'static [u8],
}

macro_rules! table {
    ($($group:ident $name:literal $ending:literal $about:literal)+) => {
        &[$(Sample {
            name: $name,
            about: $about,
            group: SampleGroup::$group,
            bytes: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/samples/", $name, $ending)),
        },)+]
    };
}

static SAMPLES: &[Sample] = table! {
    Single "page-example" ".json" "the vendor page's own example"
    Single "minimal" ".json" "the required fields alone"
    Single "bot-closes" ".json" "the bot closes a ticket: the shape of a real event"
    Single "handed-over" ".json" "the bot hands a ticket over to a human"
    Single "queueing" ".json" "a ticket waits in the queue for an agent"
    Single "agent-takes" ".json" "an agent takes a ticket from the queue"
    Single "pending" ".json" "an agent puts a ticket on hold"
    Single "awaiting-guest" ".json" "an agent waits for the guest to answer"
    Single "agent-closes" ".json" "an agent closes a ticket as solved, with a score"
    Single "guest-closes" ".json" "the guest closes the ticket"
    Single "reopened" ".json" "a closed ticket is opened again"
    Single "no-user-id" ".json" "an app without the permission for user ids"
    Single "non-ascii-names" ".json" "a guest whose name is not ASCII"
    Single "long-connection" ".json" "as it comes over the long connection: an empty token"
    Story "stories/solved-by-agent" ".ndjson" "a whole life: handed over, on hold, solved by an agent"
    Story "stories/duplicate-delivery" ".ndjson" "closed by the bot, reopened; one event comes twice"
    Story "stories/out-of-order" ".ndjson" "two events in the wrong order"
    Type "types/ticket-created" ".json" "a ticket is created"
    Type "types/message-by-bot" ".json" "the bot answers in a ticket: the shape of a real event"
    Type "types/message-by-guest" ".json" "the guest writes"
    Type "types/message-by-agent" ".json" "an agent answers"
    Type "types/notification-approved" ".json" "a push task is approved"
    Broken "broken/invalid-utf8" ".json" "invalid-utf8"
    Broken "broken/json-syntax" ".json" "json-syntax"
    Broken "broken/lone-surrogate" ".json" "lone-surrogate"
    Broken "broken/nested-too-deep" ".json" "nested-too-deep"
    Broken "broken/url-verification" ".json" "url-verification"
    Broken "broken/encrypted-body" ".json" "encrypted-body"
    Broken "broken/v1-event" ".json" "v1-event"
    Broken "broken/unknown-event-type" ".json" "unknown-event-type"
    Broken "broken/not-an-event" ".json" "not-an-event"
    Broken "broken/duplicate-key" ".json" "duplicate-key"
    Broken "broken/number-out-of-range" ".json" "number-out-of-range"
    Broken "broken/schema-version" ".json" "schema-version"
    Broken "broken/status-unknown" ".json" "status-unknown"
    Broken "broken/stage-unknown" ".json" "stage-unknown"
    Broken "broken/score-unknown" ".json" "score-unknown"
    Broken "broken/solve-unknown" ".json" "solve-unknown"
    Broken "broken/code-unknown" ".json" "code-unknown"
    Broken "broken/type-mismatch" ".json" "type-mismatch"
    Broken "broken/null-value" ".json" "null-value"
    Broken "broken/missing-field" ".json" "missing-field"
    Broken "broken/empty-value" ".json" "empty-value"
    Broken "broken/time-not-digits" ".json" "time-not-digits"
    Broken "broken/time-negative" ".json" "time-negative"
    Broken "broken/float-integer" ".json" "float-integer"
    Broken "broken/time-unit" ".json" "time-unit"
    Broken "broken/updated-before-created" ".json" "updated-before-created"
    Broken "broken/updated-before-old" ".json" "updated-before-old"
    Broken "broken/closed-without-closed-at" ".json" "closed-without-closed-at"
    Broken "broken/no-transition" ".json" "no-transition"
    Broken "broken/old-value-unchanged" ".json" "old-value-unchanged"
    Broken "broken/bot-with-sender-id" ".json" "bot-with-sender-id"
    Broken "broken/event-id-repeated" ".json" "event-id-repeated"
    Broken "broken/stage-contradicted" ".ndjson" "stage-contradicted"
    Broken "broken/missing-token" ".json" "missing-token"
    Broken "broken/id-prefix" ".json" "id-prefix"
    Broken "broken/undocumented-field" ".json" "undocumented-field"
    Broken "broken/sdk-field" ".json" "sdk-field"
    Broken "broken/customized-fields-present" ".json" "customized-fields-present"
    Broken "broken/event-id-reused" ".json" "event-id-reused"
    Broken "broken/duplicate-event" ".json" "duplicate-event"
};

/// Every sample, in the order they are listed.
pub(crate) fn samples() -> &'static [Sample] {
    SAMPLES
}

/// The sample of a name, with or without its extension.
pub(crate) fn find_sample(name: &str) -> Option<&'static Sample> {
    let bare = name.strip_suffix(".json").or_else(|| name.strip_suffix(".ndjson")).unwrap_or(name);
    SAMPLES.iter().find(|sample| sample.name == bare)
}

/// The samples a name stands for: `all` is every update of a ticket that is not broken, `types` every event of another
/// type.
pub(crate) fn pick(name: &str) -> Result<Vec<&'static Sample>, InputError> {
    if name == "all" {
        let is_told = |it: &&Sample| matches!(it.group, SampleGroup::Single | SampleGroup::Story);
        return Ok(SAMPLES.iter().filter(is_told).collect());
    }
    if name == "types" {
        return Ok(SAMPLES.iter().filter(|it| it.group == SampleGroup::Type).collect());
    }
    find_sample(name).map(|sample| vec![sample]).ok_or_else(|| unknown_sample(name))
}

/// The error for a name that is no sample; it names the one that was meant, perhaps.
pub(crate) fn unknown_sample(name: &str) -> InputError {
    let meant = nearest(name, SAMPLES.iter().map(|sample| sample.name)).map(str::to_owned);
    InputError::UnknownSample { name: name.to_owned(), meant }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::super::walk::Files;
    use super::*;

    #[test]
    fn the_table_holds_every_file_in_samples_once() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        let on_disk: BTreeSet<String> = Files::of(root.clone())
            .map(|file| {
                let file = file.unwrap().with_extension("");
                file.strip_prefix(&root).unwrap().display().to_string()
            })
            .collect();
        let in_table: BTreeSet<String> = samples().iter().map(|sample| sample.name.to_owned()).collect();
        assert_eq!(in_table, on_disk);
        assert_eq!(in_table.len(), samples().len());
    }

    #[test]
    fn all_leaves_the_broken_ones_out_and_a_name_may_carry_its_extension() {
        assert!(pick("all").unwrap().iter().all(|sample| sample.group != SampleGroup::Broken));
        assert_eq!(find_sample("bot-closes.json").unwrap().name, "bot-closes");
        assert_eq!(find_sample("stories/out-of-order.ndjson").unwrap().name, "stories/out-of-order");
    }

    #[test]
    fn an_unknown_sample_names_the_one_that_was_meant() {
        let Err(InputError::UnknownSample { meant, .. }) = pick("bot-close") else { panic!("found") };
        assert_eq!(meant.as_deref(), Some("bot-closes"));
    }
}
