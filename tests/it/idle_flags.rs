//! A flag on the command line that can have no effect is a usage error; in a variable or the file it is ignored.

use crate::process::{command, finish, run};

/// A command line, and what is said of it.
const REFUSED: &[(&str, &str)] = &[
    ("validate samples --all --format json", "`--all` has no effect without `--format human`"),
    ("validate --sample all --exclude x", "`--exclude` has no effect without a folder or a glob"),
    ("diff samples --csv-raw", "`--csv-raw` has no effect without `--format csv`"),
    ("diff samples --full --summary", "`--full` has no effect with `--summary`"),
    ("diff samples --all-fields --timeline", "`--all-fields` has no effect with `--timeline`"),
    ("diff samples --strict", "`--strict` has no effect without `--timeline` or `--messages`"),
    (
        "diff samples --deny no-transition,event-gap --open",
        "`--deny event-gap` has no effect without `--timeline`",
    ),
    ("diff samples --strict --open --format html", "`--strict` has no effect without `--timeline`"),
    ("diff samples --deny late-event --gaps", "`--deny late-event` has no effect without `--timeline`"),
    (
        "diff samples --deny sdk-refuses",
        "`--deny sdk-refuses` has no effect here: it is `validate` that looks",
    ),
    (
        "validate samples --deny event-gap",
        "`--deny event-gap` has no effect here: it is `diff` that looks for it\n  help: leave it out\n",
    ),
    ("validate samples --deny sdk-alters", "`--deny sdk-alters` has no effect without `--sdk`"),
    ("replay --dry-run --retry 3", "`--retry` has no effect with `--dry-run`"),
    ("replay --dry-run --report json=x", "`--report` has no effect with `--dry-run`"),
    ("replay --header a:b", "`--header` has no effect without `--url` or `--dry-run`"),
    ("replay --url http://127.0.0.1:9/ -k", "`--insecure` has no effect without an https URL"),
    ("replay --time-scale 0.1", "`--time-scale` has no effect without `--retry`"),
    ("gateway --split-gap 5ms", "`--split-gap` has no effect without `--split`"),
    ("listen --seed 1", "`--seed` has no effect without `--drop`"),
    ("probe --list --url http://127.0.0.1:9/", "`--url` has no effect with `--list`"),
    ("probe --url http://127.0.0.1:9/ --effect-wait 1s", "`--effect-wait` has no effect without `--effect`"),
    ("generate --quiet", "`--quiet` has no effect without `--output`"),
];

#[test]
fn a_flag_without_effect_is_refused_before_anything_is_done() {
    for (line, said) in REFUSED {
        let done = run(&line.split(' ').collect::<Vec<_>>());
        assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{line}: {}", done.stderr);
        assert!(done.stderr.contains(said), "{line}: {}", done.stderr);
    }
}

#[test]
fn where_a_flag_has_an_effect_it_is_taken() {
    for line in [
        "validate samples/stories --all",
        "validate samples --exclude broken --exclude json",
        "diff samples/stories --csv-raw --format csv",
        "diff samples/stories --full",
        "probe --list --only forged-body",
        "replay --dry-run --header a:b --sample minimal",
    ] {
        let done = run(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(done.code, 0, "{line}: {}", done.stderr);
    }
}

#[test]
fn a_variable_without_effect_is_ignored() {
    let mut variables = command(&["diff", "samples/stories", "--summary"]);
    variables.env("HELPDESK_EVT_FULL", "1").env("HELPDESK_EVT_CSV_RAW", "1");
    assert_eq!(finish(&mut variables).code, 0);
    let mut variables = command(&["replay", "--sample", "minimal", "--dry-run"]);
    variables.env("HELPDESK_EVT_RETRY", "3");
    assert_eq!(finish(&mut variables).code, 0);
}
