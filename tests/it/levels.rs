//! What a user says of codes holds for every command that reads events: by a flag, by `[lints]`, by `[codes]`.

use std::fs;

use crate::process::{command, finish, run};

const COMMANDS: [&str; 3] = ["validate", "diff", "replay"];

#[test]
fn flags_and_the_file_set_codes_for_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let events = run(&["generate", "--events", "2", "--tickets", "1"]).stdout;
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("old.ndjson", &events.replace("\"schema\":\"2.0\"", "\"schema\":\"3.0\""));
    write("type.ndjson", &events.replace("updated_v1", "deleted_v1"));
    write(
        "new.ndjson",
        &events.replace("\"status\":2", "\"status\":53").replace("\"status\":1", "\"status\":53"),
    );
    let code = |arguments: &[&str]| {
        let done = finish(command(arguments).current_dir(folder.path()));
        assert_ne!(done.code, 5, "{arguments:?}: {}", done.stderr);
        done.code
    };
    for command in COMMANDS {
        let with = |more: &[&str]| code(&[&[command, "old.ndjson"], more].concat());
        let codes = [&[][..], &["--allow", "schema-version"], &["--warn", "schema-version"]].map(with);
        assert_eq!(codes, [1, 0, 0], "{command}");
        assert_eq!(with(&["--warn", "schema-version", "--deny", "warnings"]), 1, "{command}");
        assert_eq!(code(&[command, "type.ndjson"]), 1, "{command}");
        assert_eq!(code(&[command, "new.ndjson"]), 1, "{command}");
    }
    assert_eq!(code(&["diff", "type.ndjson", "--allow", "unknown-event-type"]), 0);
    write(
        "helpdesk-evt.toml",
        "[lints]\nschema-version = \"allow\"\n[codes]\nstatus = { 53 = \"closed by SLA\" }\n",
    );
    for command in COMMANDS {
        assert_eq!(["old.ndjson", "new.ndjson"].map(|it| code(&[command, it])), [0, 0], "{command}");
    }
}
