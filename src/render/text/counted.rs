//! The tally in words: the last line of a run.

use std::cmp::Reverse;

use super::paint::Paint;
use super::words::{Mark, blank, counted_in, grouped};
use crate::mask::visible;
use crate::model::Lang;
use crate::render::chinese::phrase;
use crate::report::{Exit, Failure, Summary, Unwrapped};

/// So many types of other products are named.
const TYPES: usize = 4;

/// `ok: 12 events in 3 files valid`, `failed: 2 of 2,000 events in 3 files invalid (2 errors, 1 warning)`, and that the
/// run stopped early if it did.
pub(crate) fn sentence(summary: &Summary, lang: Lang, paint: Paint) -> String {
    let word = verdict(summary.exit == Exit::Clean && summary.errors == 0, lang, paint);
    let events = counted_in(summary.documents, "event", lang);
    let in_files = match (counted_in(summary.files, "file", lang), lang) {
        _ if summary.files <= 1 => String::new(),
        (files, Lang::En) => format!(" in {files}"),
        (files, Lang::Zh) => format!("{files}，"),
    };
    let faulty = grouped(summary.faulty);
    // What fails a life or a list of gaps is in no single event, and what fails the input in none.
    let valid = match lang {
        _ if summary.errors > 0 || summary.documents == 0 => "",
        Lang::En => " valid",
        Lang::Zh => "有效",
    };
    let mut text = match (lang, summary.faulty) {
        (Lang::En, 0) => format!("{word}{events}{in_files}{valid}"),
        (Lang::En, _) => format!("{word}{faulty} of {events}{in_files} invalid"),
        (Lang::Zh, 0) => format!("{word}{in_files}{events}{valid}"),
        (Lang::Zh, _) => format!("{word}{in_files}{events}中 {faulty} 个无效"),
    };
    let mut found = found(summary, lang);
    if let Some(found) = found.take_if(|_| summary.faulty > 0) {
        text = format!("{text} ({found})");
    }
    let more = [found, unread(summary, lang), beside(summary, lang), stopped(summary, lang)];
    Mark::Semicolon.joined([Some(text)].into_iter().chain(more).flatten(), lang)
}

/// `2 unreadable inputs`, where there are some: what was read may be valid. An output that cannot be written has the same
/// code and no input's name.
pub(crate) fn unread(summary: &Summary, lang: Lang) -> Option<String> {
    let is_input = |it: &&Failure| it.code == Exit::Unreadable.slug() && it.file.is_some();
    let unread = summary.failures.iter().filter(is_input).count() as u64;
    (unread > 0).then(|| counted_in(unread, "unreadable input", lang))
}

/// `ok: `, or `failed: `: what a verdict begins with.
pub(crate) fn verdict(is_good: bool, lang: Lang, paint: Paint) -> String {
    let word = if is_good { paint.good(phrase("ok:", lang)) } else { paint.bad(phrase("failed:", lang)) };
    word + blank(lang)
}

/// What the input holds beside its events, in words: `opened from docker json-file ×12; left out: …`.
pub(crate) fn beside(summary: &Summary, lang: Lang) -> Option<String> {
    let parts =
        Mark::Semicolon.joined([opened(summary, lang), left_out(summary, lang)].into_iter().flatten(), lang);
    (!parts.is_empty()).then_some(parts)
}

/// `opened from docker json-file ×12; other lines passed over: 3`, where events were taken out of wrappers.
pub(crate) fn opened(summary: &Summary, lang: Lang) -> Option<String> {
    let unwrapped = &summary.unwrapped;
    let wrappers =
        unwrapped.by_wrapper().map(|(wrapper, count)| format!("{} ×{}", wrapper.name(), grouped(count)));
    let wrappers = Mark::Comma.joined(wrappers, lang);
    let opened = (!wrappers.is_empty()).then(|| format!("{} {wrappers}", phrase("opened from", lang)));
    let parts = Mark::Semicolon.joined(opened.into_iter().chain(passed_over(unwrapped, lang)), lang);
    (!parts.is_empty() && !summary.focused).then_some(parts)
}

/// `other lines passed over: 3`, where the input holds lines without an event.
pub(crate) fn passed_over(unwrapped: &Unwrapped, lang: Lang) -> Option<String> {
    let passed = [
        (unwrapped.other_lines, "other lines passed over:"),
        (unwrapped.not_received, "records without an event passed over:"),
    ];
    let passed = passed.into_iter().filter(|(count, _)| *count > 0);
    let passed =
        passed.map(|(count, what)| format!("{}{}{}", phrase(what, lang), blank(lang), grouped(count)));
    let parts = Mark::Semicolon.joined(passed, lang);
    (!parts.is_empty()).then_some(parts)
}

/// `left out: im.message.receive_v1 ×2,100 · cut last line ×1`, where documents are no events of ours and no errors.
pub(crate) fn left_out(summary: &Summary, lang: Lang) -> Option<String> {
    let left_out = &summary.left_out;
    let mut types: Vec<_> = left_out.other_types.iter().collect();
    types.sort_by_key(|(_, count)| Reverse(**count));
    let (named, more) = types.split_at(types.len().min(TYPES));
    let mut parts: Vec<String> =
        named.iter().map(|(name, count)| format!("{} ×{}", visible(name), grouped(**count))).collect();
    if !more.is_empty() {
        let all = more.iter().map(|(_, count)| **count).sum();
        parts.push(format!("{} {} ×{}", more.len(), phrase("more types", lang), grouped(all)));
    }
    if left_out.cut > 0 {
        parts.push(format!("{} ×{}", phrase("cut last line", lang), grouped(left_out.cut)));
    }
    (!parts.is_empty() && !summary.focused)
        .then(|| format!("{}{}{}", phrase("left out:", lang), blank(lang), parts.join(" · ")))
}

/// `2 errors, 1 warning`.
pub(crate) fn found(summary: &Summary, lang: Lang) -> Option<String> {
    let found = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")];
    let found = found.into_iter().filter(|(count, _)| *count > 0);
    let found = Mark::Comma.joined(found.map(|(count, noun)| counted_in(count, noun, lang)), lang);
    (!found.is_empty()).then_some(found)
}

/// `… and 3 more findings (--max-findings)`, where findings were counted and not shown.
pub(crate) fn hidden(summary: &Summary) -> Option<String> {
    (summary.hidden > 0)
        .then(|| format!("… and {} (--max-findings)", counted(summary.hidden, "more finding")))
}

/// The same for a report that may show no error then, though the run has some.
pub(crate) fn hidden_errors(summary: &Summary) -> Option<Failure> {
    let message = hidden(summary).filter(|_| summary.errors > 0)?;
    Some(Failure { code: "more-findings", ..Failure::new(Exit::Findings, message) })
}

/// Why a run stopped early, where it did.
pub(crate) fn stopped(summary: &Summary, lang: Lang) -> Option<String> {
    if !summary.stopped {
        return None;
    }
    if let Some(signal) = summary.exit.signal() {
        return Some(format!("{} ({signal})", phrase("interrupted", lang)));
    }
    let why = match &summary.deliveries {
        _ if summary.faulty > 0 => "stopped at the first faulty event (--fail-fast)",
        Some(run) if run.never_connected() => {
            "stopped early: no connection came about, so the rest was not tried"
        }
        _ => "stopped early",
    };
    Some(phrase(why, lang).to_owned())
}

/// `1 file`, `2,000 files`.
pub(crate) fn counted(count: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Ignored, LogWrapper};

    fn said(summary: &Summary) -> String {
        sentence(summary, Lang::En, Paint::default())
    }

    #[test]
    fn the_verdict_comes_first_and_one_file_is_not_counted() {
        let summary =
            Summary { documents: 2000, files: 3, faulty: 2, errors: 2, warnings: 1, ..Summary::default() };
        assert_eq!(said(&summary), "failed: 2 of 2,000 events in 3 files invalid (2 errors, 1 warning)");
        assert_eq!(
            sentence(&summary, Lang::Zh, Paint::default()),
            "失败：3 个文件，2,000 个事件中 2 个无效 (2 个错误，1 个警告)"
        );
        let summary =
            Summary { documents: 1, files: 1, faulty: 1, errors: 1, notes: 2, ..Summary::default() };
        assert_eq!(said(&summary), "failed: 1 of 1 event invalid (1 error, 2 notes)");
    }

    #[test]
    fn parts_that_are_zero_are_left_out() {
        let clean = Summary { documents: 12, files: 3, ..Summary::default() };
        assert_eq!(said(&clean), "ok: 12 events in 3 files valid");
        assert_eq!(said(&Summary { notes: 1, ..clean.clone() }), "ok: 12 events in 3 files valid; 1 note");
        assert_eq!(said(&Summary { errors: 1, ..clean }), "failed: 12 events in 3 files; 1 error");
        let unreadable = Summary { exit: Exit::Unreadable, ..Summary::default() };
        assert_eq!(said(&unreadable), "failed: 0 events");
        let mut half = Summary { documents: 1, files: 1, ..Summary::default() };
        let unwritten = Failure::new(Exit::Unreadable, "cannot write `x`");
        half.fail(Exit::Unreadable, unwritten.clone());
        assert_eq!(said(&half), "failed: 1 event valid");
        half.fail(Exit::Unreadable, Failure { file: Some("x".into()), ..unwritten });
        assert_eq!(said(&half), "failed: 1 event valid; 1 unreadable input");
    }

    #[test]
    fn what_was_opened_and_passed_over_is_told_by_wrapper() {
        let mut summary = Summary { documents: 3, files: 1, ..Summary::default() };
        for wrapper in [LogWrapper::Docker, LogWrapper::Docker, LogWrapper::Prefix] {
            summary.unwrapped.count(wrapper);
        }
        summary.unwrapped.other_lines = 1;
        let opened = "opened from docker json-file ×2, text prefix ×1; other lines passed over: 1";
        assert!(said(&summary).ends_with(&format!("; {opened}")), "{}", said(&summary));
    }

    #[test]
    fn what_is_left_out_is_told_by_type_the_most_frequent_first() {
        let mut summary = Summary { documents: 3, files: 1, ..Summary::default() };
        for at in 0..8_u64 {
            for _ in 0..=at {
                summary.left_out.count(&Ignored::OtherType(format!("im.t{at}").into()));
            }
        }
        summary.left_out.count(&Ignored::Cut);
        let told =
            "left out: im.t7 ×8 · im.t6 ×7 · im.t5 ×6 · im.t4 ×5 · 4 more types ×10 · cut last line ×1";
        assert_eq!(left_out(&summary, Lang::En).as_deref(), Some(told));
        assert!(said(&summary).ends_with(&format!("valid; {told}")));
        assert!(left_out(&summary, Lang::Zh).unwrap().starts_with("未计入：im.t7 ×8 · "));
        summary.focused = true;
        assert_eq!(left_out(&summary, Lang::En), None);
    }

    #[test]
    fn a_run_that_stopped_early_says_so_and_why() {
        let stopped =
            Summary { documents: 2, files: 1, faulty: 1, errors: 1, stopped: true, ..Summary::default() };
        assert_eq!(
            said(&stopped),
            "failed: 1 of 2 events invalid (1 error); stopped at the first faulty event (--fail-fast)"
        );
        let signal = Summary { exit: Exit::Interrupted, ..stopped };
        assert!(said(&signal).ends_with("; interrupted (SIGINT)"));
        let signal = Summary { exit: Exit::HungUp, ..signal };
        assert!(said(&signal).ends_with("; interrupted (SIGHUP)"));
    }
}
