//! `helpdesk-evt.toml` and the environment: what wins, what is said, where it is found.

use std::fs;
use std::path::Path;

use crate::process::{Finished, command, finish, folder};

/// An event in the project's samples.
fn sample(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name).display().to_string()
}

/// A folder with a configuration file, to run in.
struct Place(tempfile::TempDir);

impl Place {
    fn with(config: &str) -> Self {
        let folder = folder();
        fs::write(folder.path().join("helpdesk-evt.toml"), config).unwrap();
        Self(folder)
    }

    fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Finished {
        let mut command = command(arguments);
        command.current_dir(self.0.path()).envs(variables.iter().copied());
        finish(&mut command)
    }
}

/// The same without a file.
fn run(arguments: &[&str], variables: &[(&str, &str)]) -> Finished {
    let mut command = command(arguments);
    command.envs(variables.iter().copied());
    finish(&mut command)
}

#[test]
fn a_flag_wins_over_the_environment_and_that_over_the_file() {
    let folder = folder();
    fs::write(
        folder.path().join("helpdesk-evt.toml"),
        "format = \"short\"\n\n[lints]\nid-prefix = \"deny\"\n",
    )
    .unwrap();
    let event = sample("broken/id-prefix.json");
    let at = |arguments: &[&str], format: Option<&str>| {
        let mut command = command(arguments);
        command.current_dir(folder.path());
        if let Some(format) = format {
            command.env("HELPDESK_EVT_FORMAT", format);
        }
        finish(&mut command)
    };
    let by_file = at(&["validate", &event], None);
    assert_eq!(by_file.code, 1);
    assert!(
        by_file.stdout.contains("error[id-prefix]") && by_file.stdout.lines().count() == 1,
        "{}",
        by_file.stdout
    );
    assert!(at(&["validate", &event], Some("github")).stdout.starts_with("::error "));
    assert!(
        at(&["validate", &event, "--format", "ndjson"], Some("github"))
            .stdout
            .starts_with("{\"type\":\"begin\"")
    );
    assert_eq!(at(&["validate", &event, "--allow", "id-prefix"], None).code, 0);
}

#[test]
fn a_secret_in_the_configuration_file_is_refused_with_the_safe_ways() {
    let folder = folder();
    fs::write(folder.path().join("helpdesk-evt.toml"), "encrypt-key = \"k3y-in-the-clear\"\n").unwrap();
    let mut command = command(&["validate", "--sample", "all"]);
    let done = finish(command.current_dir(folder.path()));
    assert_eq!(done.code, 2);
    assert!(
        done.stderr.contains("encrypt-key-file") && !done.stderr.contains("k3y-in-the-clear"),
        "{}",
        done.stderr
    );
    fs::write(folder.path().join("helpdesk-evt.toml"), "formt = \"short\"\n").unwrap();
    let mut command = self::command(&["validate", "--sample", "all"]);
    let done = finish(command.current_dir(folder.path()));
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("did you mean `format`?"), "{}", done.stderr);
}

#[test]
fn a_flag_wins_over_a_variable_that_it_conflicts_with_and_a_variable_over_the_file() {
    let minimal = sample("minimal.json");
    let timeline = run(&["diff", &minimal, "--timeline"], &[("HELPDESK_EVT_SUMMARY", "1")]);
    assert!(timeline.code == 0 && timeline.stdout.starts_with("ticket "), "{}", timeline.stdout);
    let place = Place::with("[diff]\nwhere = \"status: * -> closed\"\n");
    let filtered = place.run(&["diff", &minimal], &[]);
    assert!(filtered.stderr.contains("the filters leave out"), "{}", filtered.stderr);
    let place_summary = Place::with("[diff]\nsummary = true\n");
    for (arguments, variables) in [
        (&["diff", &minimal, "--timeline"][..], &[][..]),
        (&["diff", &minimal], &[("HELPDESK_EVT_TIMELINE", "1")]),
    ] {
        let timeline = place_summary.run(arguments, variables);
        assert!(timeline.code == 0 && timeline.stdout.starts_with("ticket "), "{}", timeline.stderr);
    }
    let key = place.0.path().join("key");
    fs::write(&key, "\u{feff} synthetic-encrypt-key \r\n").unwrap();
    let key = key.display().to_string();
    let encrypted = sample("broken/encrypted-body.json");
    let by_file = run(
        &["validate", &encrypted, "--encrypt-key-file", &key],
        &[("HELPDESK_EVT_ENCRYPT_KEY", "another-synthetic-key")],
    );
    assert_eq!(by_file.code, 0, "{}", by_file.stdout);
}

#[test]
fn what_conflicts_within_the_file_is_an_error_that_names_both() {
    let place = Place::with("[replay]\nrate = \"50/s\"\npace = \"recorded\"\n");
    let done = place.run(&["replay", "--sample", "minimal"], &[]);
    assert_eq!(done.code, 2);
    assert!(
        done.stderr.contains("`replay.rate` in") && done.stderr.contains("`replay.pace` in"),
        "{}",
        done.stderr
    );
    let done = place.run(&["replay", "--sample", "minimal", "--rate", "100/s"], &[]);
    assert_eq!(done.code, 0, "{}", done.stderr);
}

#[test]
fn what_can_have_no_effect_is_ignored_from_the_environment_and_refused_on_the_command_line() {
    let resume = ("HELPDESK_EVT_RESUME", "1");
    assert_eq!(run(&["replay", "--sample", "minimal"], &[resume]).code, 0);
    assert_eq!(run(&["replay", "--sample", "minimal", "--resume"], &[]).code, 2);
    let place = Place::with("");
    let kept =
        place.run(&["replay", "--sample", "minimal"], &[resume, ("HELPDESK_EVT_LEDGER", "kept.ndjson")]);
    assert_eq!(kept.code, 0, "{}", kept.stderr);
    assert!(place.0.path().join("kept.ndjson").is_file());
}

#[test]
fn an_empty_variable_is_an_unset_one_and_a_switch_can_be_off() {
    let minimal = sample("minimal.json");
    for variables in
        [("HELPDESK_EVT_FORMAT", ""), ("HELPDESK_EVT_ENCRYPT_KEY", ""), ("HELPDESK_EVT_FAIL_FAST", "")]
    {
        let done = run(&["validate", &minimal], &[variables]);
        assert!(done.code == 0 && done.stderr.is_empty(), "{}", done.stderr);
    }
    for off in ["0", "false", "No", "OFF"] {
        let done = run(&["diff", &minimal, "--timeline"], &[("HELPDESK_EVT_SUMMARY", off)]);
        assert!(done.stdout.starts_with("ticket "), "{off}");
        let place = Place::with("quiet = true\n");
        let said = place.run(&["validate", &minimal], &[("HELPDESK_EVT_QUIET", off)]);
        assert!(!said.stdout.is_empty(), "{off}: the variable wins over the file");
    }
}

#[test]
fn an_empty_secret_is_said_where_something_is_sent_and_refused_where_something_would_go_unverified() {
    let empty = ("HELPDESK_EVT_ENCRYPT_KEY", "");
    let replayed = run(&["replay", "--sample", "minimal"], &[empty]);
    assert_eq!(replayed.code, 0);
    assert!(replayed.stderr.contains("`HELPDESK_EVT_ENCRYPT_KEY` is empty"), "{}", replayed.stderr);
    let listening = run(&["listen", "--port", "0", "--for", "1ms"], &[empty]);
    assert_eq!(listening.code, 2);
    assert!(listening.stderr.contains("`HELPDESK_EVT_ENCRYPT_KEY` is empty"), "{}", listening.stderr);
    assert_eq!(run(&["validate", "--sample", "minimal", "--encrypt-key", ""], &[]).code, 0);
}

#[test]
fn a_message_names_the_variable_or_the_file_that_a_value_came_from() {
    let format = run(&["validate", "--sample", "minimal"], &[("HELPDESK_EVT_FORMAT", "xml")]);
    assert_eq!(format.code, 2);
    assert!(format.stderr.starts_with("error: `HELPDESK_EVT_FORMAT` is `xml`: not a format of `validate`"));
    let zone = run(&["diff", "--sample", "minimal"], &[("HELPDESK_EVT_TZ", "Mars")]);
    assert_eq!(zone.code, 2);
    assert!(zone.stderr.contains("`--tz` is set by `HELPDESK_EVT_TZ`"), "{}", zone.stderr);
    let place = Place::with("[replay]\nrate = \"fast\"\n");
    let rate = place.run(&["replay", "--sample", "minimal"], &[]);
    assert_eq!(rate.code, 2);
    assert!(rate.stderr.contains("`replay.rate` in") && rate.stderr.contains("is `fast`"), "{}", rate.stderr);
    let key = run(&["validate", "--sample", "minimal"], &[("HELPDESK_EVT_ENCRYPT_KEY_FILE", "no-such-key")]);
    assert_eq!(key.code, 3);
    assert!(
        key.stderr.contains("`--encrypt-key-file`: cannot read `no-such-key`: no such file"),
        "{}",
        key.stderr
    );
    assert!(key.stderr.contains("is set by `HELPDESK_EVT_ENCRYPT_KEY_FILE`"), "{}", key.stderr);
    let code = run(&["validate", "--sample", "minimal"], &[("HELPDESK_EVT_DENY", "status-odd")]);
    assert!(code.stderr.starts_with("error: `--deny`: `status-odd` is not a code"), "{}", code.stderr);
    assert!(code.stderr.contains("`--deny` is set by `HELPDESK_EVT_DENY`"), "{}", code.stderr);
    for (config, said) in [
        ("[lints]\nodd = \"deny\"", "error: `[lints]` of the configuration file: `odd` is not a code"),
        ("a = 1\nb = [", "helpdesk-evt.toml` is not valid TOML at 2:6: unclosed array"),
    ] {
        let done = Place::with(config).run(&["validate", "--sample", "minimal"], &[]);
        assert!(done.code == 2 && done.stderr.contains(said), "{}", done.stderr);
    }
}

#[test]
fn a_variable_that_sets_nothing_is_warned_of_with_the_nearest_name() {
    let done = run(&["validate", "--sample", "minimal"], &[("HELPDESK_EVT_FROMAT", "short")]);
    assert_eq!(done.code, 0);
    assert_eq!(
        done.stderr,
        "warning: `HELPDESK_EVT_FROMAT` sets nothing; did you mean `HELPDESK_EVT_FORMAT`?\n"
    );
}

#[test]
fn the_file_is_named_or_found_from_the_working_folder_or_else_from_the_first_path() {
    let place = Place::with("format = \"short\"\nencrypt-key-file = \"keys/key\"\n");
    let events = place.0.path().join("fixtures/deep");
    fs::create_dir_all(&events).unwrap();
    fs::create_dir(place.0.path().join("keys")).unwrap();
    fs::write(place.0.path().join("keys/key"), "synthetic-encrypt-key").unwrap();
    let event = events.join("status.json");
    fs::copy(sample("broken/status-unknown.json"), &event).unwrap();
    let event = event.display().to_string();
    let short = format!("{event}:26:17: error[status-unknown]");
    // Elsewhere no folder above has a file.
    let elsewhere = folder();
    for path in [event.as_str(), &events.display().to_string(), &format!("{}/*.json", events.display())] {
        let mut beside = command(&["validate", path]);
        let beside = finish(beside.current_dir(elsewhere.path()));
        assert!(beside.stdout.starts_with(&short), "{path}: {}{}", beside.stdout, beside.stderr);
    }
    let config = place.0.path().join("helpdesk-evt.toml").display().to_string();
    let encrypted = sample("broken/encrypted-body.json");
    let named = run(&["validate", &encrypted, "--config", &config], &[]);
    assert_eq!(named.code, 0, "the key's path is of the file's folder: {}{}", named.stdout, named.stderr);
    assert_eq!(run(&["validate", &encrypted], &[("HELPDESK_EVT_CONFIG", &config)]).code, 0);
    assert_eq!(run(&["validate", &encrypted, "--config", "no-such.toml"], &[]).code, 2);
}

#[test]
fn a_key_that_holds_for_all_commands_is_left_to_those_that_know_its_value() {
    let place = Place::with("format = \"junit\"\n");
    let listened = place.run(&["listen", "--port", "0", "--for", "1ms"], &[]);
    assert_eq!(listened.code, 0, "{}", listened.stderr);
    let place = Place::with("[listen]\nformat = \"junit\"\n");
    assert_eq!(place.run(&["listen", "--port", "0", "--for", "1ms"], &[]).code, 2);
}

#[test]
fn config_shows_what_is_in_force_and_writes_an_example_that_is_valid() {
    let place = Place::with("[replay]\njobs = 4\n");
    let shown = place.run(&["config", "show", "replay"], &[("HELPDESK_EVT_ENCRYPT_KEY", "k3y-in-the-clear")]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    let row = |key: &str| shown.stdout.lines().find(|it| it.starts_with(key)).unwrap_or_default().to_owned();
    assert!(row("jobs ").contains("`replay.jobs` in"), "{}", shown.stdout);
    assert!(row("encrypt-key ").contains("(set)"), "{}", shown.stdout);
    assert!(row("timeout ").ends_with("default"), "{}", shown.stdout);
    assert!(!shown.stdout.contains("k3y-in-the-clear"));

    let empty = folder();
    let init = || {
        let mut command = command(&["config", "init"]);
        finish(command.current_dir(empty.path()))
    };
    assert_eq!(init().code, 0);
    let path = empty.path().join("helpdesk-evt.toml");
    let example = fs::read_to_string(&path).unwrap();
    assert_eq!(init().code, 2, "it is not written over");
    // With every comment sign taken away it is a configuration.
    let keys = example.lines().filter_map(|line| line.strip_prefix("# "));
    let keys = keys.filter(|line| line.starts_with('[') || line.contains(" = "));
    fs::write(&path, keys.collect::<Vec<_>>().join("\n")).unwrap();
    fs::write(empty.path().join("key"), "synthetic-encrypt-key").unwrap();
    let mut command = command(&["validate", "--sample", "minimal"]);
    let done = finish(command.current_dir(empty.path()));
    assert_eq!(done.code, 0, "{}", done.stderr);
}

#[test]
fn the_configuration_of_the_docs_passes_on_the_vendors_own_example() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ci.md")).unwrap();
    let config = page.split("```toml\n").nth(1).and_then(|it| it.split("```").next()).unwrap();
    let place = Place::with(config);
    let done = place.run(&["validate", &sample("page-example.json")], &[]);
    assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
}

#[test]
fn codes_that_the_vendor_added_are_known_by_their_label() {
    let place = Place::with("[codes]\nstatus = { 99 = \"closed by SLA\" }\n");
    let event = sample("broken/status-unknown.json");
    assert_eq!(run(&["validate", &event], &[]).code, 1);
    let valid = place.run(&["validate", &event, "--format", "short"], &[]);
    assert_eq!(valid.code, 0, "{}", valid.stdout);
    let moved = place.run(&["diff", &event, "--expect", "status: * -> closed-by-sla"], &[]);
    assert!(moved.code == 0 && moved.stdout.contains("closed by SLA"), "{}{}", moved.stdout, moved.stderr);
    assert_eq!(place.run(&["diff", &event, "--where", "status: * -> closed", "--exit-code"], &[]).code, 1);
    let place = Place::with("[codes]\nstatus = { 99 = \"closed\\u001b[2J\\u202e\" }\n");
    let moved = place.run(&["diff", &event], &[]);
    assert!(moved.stdout.contains("closed␛[2J\u{fffd}"), "{}{}", moved.stdout, moved.stderr);
    for wrong in
        ["status = { 50 = \"x\" }", "ticket_id = { 1 = \"x\" }", "status = { x = \"x\" }", "status = 5"]
    {
        let place = Place::with(&format!("[codes]\n{wrong}\n"));
        let done = place.run(&["validate", &event], &[]);
        assert!(done.code == 2 && done.stderr.contains("codes."), "{wrong}: {}", done.stderr);
    }
}
