//! What an answer says went wrong, in one line: of a stack trace, of JSON, the title of a page, else the first line.

use serde_json::Value;

const LENGTH: usize = 200;

/// Members of a JSON answer that name the cause, the most telling first.
const MEMBERS: [&str; 9] =
    ["msg", "message", "error", "err", "detail", "title", "exception", "trace", "stack"];

/// How deep a JSON answer is searched.
const DEPTH: usize = 5;

/// Texts that only repeat the status: what stands beside them says more.
const GENERIC: [&str; 8] = [
    "error",
    "internal server error",
    "500 internal server error",
    "bad request",
    "server error",
    "unknown error",
    "an error occurred",
    "no message available",
];

/// The cause that the body of an answer names, in one line; `None` of an empty one.
pub(crate) fn cause(body: &str) -> Option<String> {
    let body = body.trim();
    let found = match serde_json::from_str::<Value>(body) {
        Ok(value) => of_json(&value).unwrap_or_else(|| value.to_string()),
        Err(_) => of_text(body)?,
    };
    let line = found.trim().lines().next().unwrap_or_default().trim_end();
    let cut: String = line.chars().take(LENGTH).collect();
    let cut = if cut.len() < line.len() { format!("{cut}…") } else { cut };
    Some(cut).filter(|it| !it.is_empty())
}

fn is_generic(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', '!']).to_lowercase();
    text.is_empty() || GENERIC.contains(&text.as_str())
}

/// The best text of a JSON answer: one that says more than the status, else any.
fn of_json(value: &Value) -> Option<String> {
    let mut texts = Vec::new();
    collect(value, DEPTH, &mut texts);
    let telling = texts.iter().position(|it| !is_generic(it)).unwrap_or(0);
    (!texts.is_empty()).then(|| texts.swap_remove(telling))
}

/// The texts that may name the cause, in the order of their worth.
fn collect(value: &Value, depth: usize, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.extend(of_text(text)),
        _ if depth == 0 => {}
        Value::Array(items) => items.iter().take(3).for_each(|it| collect(it, depth - 1, texts)),
        Value::Object(members) => {
            let named = MEMBERS.iter().filter_map(|name| members.get(*name));
            named.for_each(|it| collect(it, depth - 1, texts));
            let others = members.iter().filter(|(name, _)| !MEMBERS.contains(&name.as_str()));
            // Of another member only what lies in it may be a cause, not its own text.
            let nested = others.map(|(_, it)| it).filter(|it| it.is_object() || it.is_array());
            let are_texts = |it: &Vec<Value>| it.iter().all(Value::is_string);
            let nested = nested.filter(|it| !it.as_array().is_some_and(are_texts));
            nested.for_each(|it| collect(it, depth - 1, texts));
        }
        _ => {}
    }
}

fn of_text(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let line = |found: &str| found.trim().to_owned();
    page(text)
        .or_else(|| python(&lines).map(line))
        .or_else(|| go(&lines).map(line))
        .or_else(|| frames(&lines))
        .or_else(|| lines.iter().find(|it| !it.trim().is_empty()).map(|it| line(it)))
}

/// The error of the last Python traceback: its first line that is not indented.
fn python<'a>(lines: &[&'a str]) -> Option<&'a str> {
    let begin = lines.iter().rposition(|it| it.trim() == "Traceback (most recent call last):")?;
    let margin = lines[begin].len() - lines[begin].trim_start().len();
    let is_error = |it: &&&str| !it.trim().is_empty() && it.len() - it.trim_start().len() <= margin;
    lines[begin + 1..].iter().find(is_error).copied()
}

/// What a Go program panicked with.
fn go<'a>(lines: &[&'a str]) -> Option<&'a str> {
    let panic = lines
        .iter()
        .find_map(|it| it.find("panic: ").or_else(|| it.find("panic serving ")).map(|at| &it[at..]));
    let is_trace = lines.iter().any(|it| it.starts_with("goroutine ") && it.trim_end().ends_with("]:"));
    panic.filter(|it| is_trace || it.starts_with("panic: "))
}

/// The error above the first `at` frame of a Node or Java stack trace, and the root cause that Java names below it.
fn frames(lines: &[&str]) -> Option<String> {
    let is_frame = |it: &str| it.starts_with([' ', '\t']) && it.trim_start().starts_with("at ");
    let first = lines.iter().position(|it| is_frame(it))?;
    let above = &lines[..first];
    // A message may have several lines: it begins after the last empty or indented one.
    let begin = above.iter().rposition(|it| it.trim().is_empty() || it.starts_with([' ', '\t']));
    let error = above.get(begin.map_or(0, |at| at + 1))?.trim();
    let root = lines.iter().rev().find_map(|it| it.trim().strip_prefix("Caused by: "));
    Some(root.map_or_else(|| error.to_owned(), |root| format!("{error}, caused by {root}")))
}

/// The title of an HTML page; where that only says `Error`, the text set as code.
fn page(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    if !lower.trim_start().starts_with('<')
        || !["<html", "<!doctype", "<title"].iter().any(|it| lower.contains(it))
    {
        return None;
    }
    let between = |name: &str| {
        let begin = lower.find(&format!("<{name}"))?;
        let begin = begin + lower[begin..].find('>')? + 1;
        let end = begin + lower[begin..].find(&format!("</{name}"))?;
        let first = text[begin..end].split("<br").next().unwrap_or_default();
        Some(unescaped(first.trim())).filter(|it| !it.is_empty())
    };
    let title = between("title");
    let says_nothing = title.as_deref().is_none_or(is_generic);
    let other = if says_nothing { ["pre", "h1", "body"].into_iter().find_map(between) } else { None };
    let found = other.or(title)?;
    let found = found.split(" // Werkzeug").next().unwrap_or_default();
    Some(found.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn unescaped(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(body: &str) -> String {
        cause(body).unwrap_or_default()
    }

    #[test]
    fn the_error_of_a_python_traceback_is_its_last_line() {
        let plain = "Traceback (most recent call last):\n  File \"app.py\", line 12, in handle\n    return TICKETS[id]\n           ~~~~~~~^^^^\nKeyError: '7100000000000000342'\n";
        assert_eq!(said(plain), "KeyError: '7100000000000000342'");
        let chained = format!(
            "{plain}\nDuring handling of the above exception, another exception occurred:\n\n{}",
            plain.replace("KeyError: '7100000000000000342'", "app.StoreError: no row\nfor the ticket")
        );
        assert_eq!(said(&chained), "app.StoreError: no row");
    }

    #[test]
    fn the_error_of_other_stack_traces_stands_above_the_frames() {
        let node = "TypeError: Cannot read properties of undefined (reading 'status')\n    at handle (/app/index.js:14:30)\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)";
        assert_eq!(said(node), "TypeError: Cannot read properties of undefined (reading 'status')");
        let thrown = "/app/index.js:3\n  throw new Error('no ticket')\n  ^\n\nError: no ticket\n    at main (/app/index.js:3:9)\n\nNode.js v22.0.0";
        assert_eq!(said(thrown), "Error: no ticket");
        let java = "java.lang.IllegalStateException: the handler failed\n\tat com.example.App.handle(App.java:41)\nCaused by: java.sql.SQLException: the database is down\n\tat com.example.Db.open(Db.java:9)\n\t... 12 more";
        assert_eq!(
            said(java),
            "java.lang.IllegalStateException: the handler failed, caused by java.sql.SQLException: the database is down"
        );
        let go = "panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation]\n\ngoroutine 18 [running]:\nmain.handle(0x0)\n\t/app/main.go:21 +0x1d";
        assert_eq!(said(go), "panic: runtime error: invalid memory address or nil pointer dereference");
        let served = "2026/01/02 03:04:05 http: panic serving 127.0.0.1:5: no such ticket\ngoroutine 7 [running]:\nnet/http.(*conn).serve.func1()\n";
        assert_eq!(said(served), "panic serving 127.0.0.1:5: no such ticket");
    }

    #[test]
    fn the_usual_members_of_json_are_found_however_deep() {
        for (body, expected) in [
            (r#"{"msg":"invalid verification_token"}"#, "invalid verification_token"),
            (
                "{\n  \"error\": {\n    \"code\": 13,\n    \"message\": \"no such ticket\"\n  }\n}",
                "no such ticket",
            ),
            (r#"{"detail":[{"loc":["body","event"],"msg":"field required"}]}"#, "field required"),
            (
                r#"{"status":500,"error":"Internal Server Error","message":"the pool is empty"}"#,
                "the pool is empty",
            ),
            (
                r#"{"type":"about:blank","title":"An error occurred","status":500,"detail":"ticket 7 is locked"}"#,
                "ticket 7 is locked",
            ),
            (r#"{"statusCode":500,"error":"Internal Server Error"}"#, "Internal Server Error"),
            (r#"{"data":{"errors":[{"err":"late"}]}}"#, "late"),
            (
                r#"{"error":"Internal Server Error","trace":"java.lang.Error: boom\n\tat A.b(A.java:1)"}"#,
                "java.lang.Error: boom",
            ),
            (r#""quota used up""#, "quota used up"),
            ("{\n \"code\": 500\n}", r#"{"code":500}"#),
        ] {
            assert_eq!(said(body), expected, "{body}");
        }
    }

    #[test]
    fn a_page_says_its_title_or_what_it_sets_as_code() {
        let express = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n<body>\n<pre>TypeError: x is &quot;undefined&quot;<br> &nbsp; &nbsp;at f (a.js:1:1)</pre>\n</body>\n</html>";
        assert_eq!(said(express), "TypeError: x is \"undefined\"");
        let debugger = "<!doctype html>\n<html lang=en>\n  <head>\n    <title>KeyError: &#39;7&#39;\n // Werkzeug Debugger</title>";
        assert_eq!(said(debugger), "KeyError: '7'");
        assert_eq!(said("<html><head><title>502 Bad Gateway</title></head></html>"), "502 Bad Gateway");
    }

    #[test]
    fn anything_else_says_its_first_line_and_nothing_says_nothing() {
        assert_eq!(said("\n\n  the database is down  \nsince noon"), "the database is down");
        assert_eq!(cause(" \n"), None);
        assert_eq!(cause(""), None);
        assert_eq!(said(&"x".repeat(300)).chars().count(), 201);
        for body in [
            "<",
            "<title",
            "<title>",
            "at ",
            "    at x",
            "panic: ",
            "Traceback (most recent call last):",
            "[]",
            "{}",
        ] {
            cause(body);
        }
    }
}
