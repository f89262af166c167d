//! What a failed delivery says: the cause, whatever an app is written in.

use crate::process::run;
use crate::replay::{replay, report};
use crate::support::{Act, Folder, Sink, log};

/// Answers of twelve apps that fail, and what each is to be told as.
const ANSWERS: [(&str, &str); 12] = [
    (
        "Traceback (most recent call last):\n  File \"app.py\", line 9, in handle\n    t[id]\nKeyError: 'cause-1'\n",
        "KeyError: 'cause-1'",
    ),
    (
        "TypeError: cause-2 is undefined\n    at handle (/app.js:3:1)\n    at next (/router.js:1:1)\n",
        "TypeError: cause-2 is undefined",
    ),
    ("panic: cause-3\n\ngoroutine 1 [running]:\nmain.main()\n\t/main.go:3 +0x1\n", "panic: cause-3"),
    (
        "java.lang.IllegalStateException: cause-4\n\tat app.Handler.run(Handler.java:1)\n",
        "IllegalStateException: cause-4",
    ),
    ("{\n  \"detail\": [\n    {\"loc\": [\"body\"], \"msg\": \"cause-5\"}\n  ]\n}", "\"cause-5\""),
    ("{\"status\":500,\"error\":\"Internal Server Error\",\"message\":\"cause-6\"}", "\"cause-6\""),
    ("{\"error\":{\"code\":1,\"message\":\"cause-7\"}}", "\"cause-7\""),
    ("{\"title\":\"An error occurred\",\"detail\":\"cause-8\"}", "\"cause-8\""),
    ("<!DOCTYPE html>\n<html><head><title>cause-9 at /hook</title></head></html>", "cause-9 at /hook"),
    (
        "<!DOCTYPE html>\n<html><head><title>Error</title></head><body>\n<pre>Error: cause-10<br> &nbsp;at x</pre></body></html>",
        "Error: cause-10",
    ),
    ("", "500"),
    ("cause-12\nand more\n", "cause-12"),
];

fn failing() -> Sink {
    Sink::start(|number, _| Act::Answer(500, "", ANSWERS[number % ANSWERS.len()].0.as_bytes().to_vec()))
}

#[test]
fn of_twelve_failures_the_cause_is_on_the_screen() {
    let (sink, folder) = (failing(), Folder::new());
    let done = replay(&sink, &[&log(&folder, "a.ndjson", 12, 3)]);
    assert_eq!((done.code, sink.count()), (1, 12), "{}", done.stderr);
    for (_, cause) in ANSWERS {
        assert!(done.stdout.contains(cause), "{cause}: {}", done.stdout);
    }
}

#[test]
fn the_whole_answer_is_in_json_in_junit_and_in_what_is_said_aloud() {
    let (sink, folder) = (failing(), Folder::new());
    let path = log(&folder, "a.ndjson", 12, 3);
    let (_, report) = report(&sink, &[&path]);
    for (record, (answer, _)) in report["records"].as_array().unwrap().iter().zip(ANSWERS) {
        let said = record["data"]["answer"].as_str().unwrap_or(answer);
        assert_eq!(
            said.split_whitespace().collect::<String>(),
            answer.split_whitespace().collect::<String>()
        );
    }
    let junit = replay(&sink, &[&path, "--format", "junit"]).stdout;
    assert!(junit.contains("line 9, in handle") && junit.contains("goroutine 1 [running]"), "{junit}");
    let aloud = replay(&sink, &[&path, "-v"]).stderr;
    assert!(
        aloud.contains("> POST /webhook/event HTTP/1.1\n") && aloud.contains("< HTTP 500 after "),
        "{aloud}"
    );
    assert!(aloud.contains("File \"app.py\", line 9, in handle"), "{aloud}");
}

#[test]
fn a_sample_that_is_named_as_a_path_is_found_for_the_user() {
    let done = run(&["replay", "bot-closes", "--url", "http://127.0.0.1:1/"]);
    assert_eq!(done.code, 3);
    assert!(done.stderr.contains("`--sample bot-closes`"), "{}", done.stderr);
}
