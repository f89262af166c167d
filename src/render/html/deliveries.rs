//! A run of deliveries as sections: outcomes, latency over time, and failures with their cause.

use std::collections::{BTreeMap, HashMap};

use super::latency::Course;
use super::page::{Section, note};
use super::svg::{Rect, Svg, percent};
use super::table::{Cell, Table};
use crate::model::Lang;
use crate::render::chinese::said;
use crate::render::human::{delivered, latencies};
use crate::render::text::escape::{self, escaped};
use crate::render::text::{grouped, phrase, short_id, stopped, visible};
use crate::report::{Delivered, Deliveries, Summary, Tag};

/// How many causes are kept; what comes after them is counted.
const CAUSES: usize = 100;
/// How many events of a cause are named.
const PLACES: usize = 5;
/// How much of an answer is kept, in bytes.
const ANSWER: usize = 4_000;

#[derive(Default)]
pub(crate) struct Kept {
    course: Course,
    causes: Vec<Failure>,
    by_key: HashMap<String, usize>,
    left_out: u64,
}

/// Attempts that failed, or have a warning, in one way.
struct Failure {
    outcome: String,
    said: Option<String>,
    answer: Option<String>,
    warnings: Vec<String>,
    count: u64,
    places: Vec<String>,
    is_final: bool,
}

impl Kept {
    pub(crate) fn add(&mut self, it: &Delivered) {
        self.course.add(it);
        if it.is_fine() {
            return;
        }
        let key = delivered::key(it);
        let known = self.by_key.get(&key).copied();
        if known.is_none() && self.causes.len() >= CAUSES {
            self.left_out += 1;
            return;
        }
        let at = known.unwrap_or(self.causes.len());
        if known.is_none() {
            self.by_key.insert(key, at);
            self.causes.push(Failure {
                outcome: it.outcome.to_string(),
                said: it.said.clone(),
                answer: it.answer.as_deref().map(beginning),
                warnings: it.warnings.clone(),
                count: 0,
                places: Vec::new(),
                is_final: it.is_final(),
            });
        }
        if let Some(failure) = self.causes.get_mut(at) {
            failure.count += 1;
            if failure.places.len() < PLACES {
                failure.places.push(place(it));
            }
        }
    }

    pub(crate) fn sections(&self, summary: &Summary, run: &Deliveries, lang: Lang) -> Vec<Section> {
        let text = |en: &'static str| phrase(en, lang);
        let mut over_time = String::new();
        if run.latency.count() > 0 {
            let latencies = escaped(&latencies(run, 0).replace("   ", " · "));
            over_time = format!("<p>{latencies}</p>\n{}", self.course.html(lang));
        }
        if run.past_limit > 0 {
            over_time.extend([format!(
                "<p class=\"bad\">{}: {} {}</p>\n",
                text("past the platform's 3 s"),
                grouped(run.past_limit),
                text("(it would send these again)")
            )]);
        }
        let mut outcomes = outcomes(&run.outcomes, lang);
        if let Some(why) = stopped(summary, lang) {
            outcomes.extend([format!("<p class=\"warn\">{}</p>\n", escaped(&why))]);
        }
        vec![
            Section::new(text("latency over time"), over_time),
            Section::new(text("outcomes"), outcomes),
            Section::new(text("failures and warnings by cause"), self.failures(lang)),
        ]
    }

    fn failures(&self, lang: Lang) -> String {
        if self.causes.is_empty() {
            return String::new();
        }
        let heads = ["outcomes", "count", "cause", "place"];
        let mut table = Table::new("stacked", &heads.map(|it| phrase(it, lang)));
        for it in &self.causes {
            let outcome = said(&it.outcome, lang);
            let class = if it.is_final { "bad" } else { "warn" };
            let said_so = it.said.as_deref();
            let mut cause = said_so.map_or_else(String::new, |it| format!("<div>“{}”</div>", escaped(it)));
            for warning in &it.warnings {
                cause.extend([format!("<div>{}</div>", escaped(&said(warning, lang)))]);
            }
            if let Some(answer) = &it.answer {
                let (head, answer) = (phrase("the answer", lang), escape::lines(answer, escaped, "\n"));
                cause.extend([format!("<details><summary>{head}</summary><pre>{answer}</pre></details>")]);
            }
            let more = if it.count > it.places.len() as u64 { ", …" } else { "" };
            table.row([
                Cell::Classed(class, escaped(&outcome)),
                Cell::Number(grouped(it.count)),
                Cell::Classed("words", cause),
                Cell::Classed("words", escaped(&format!("{}{more}", it.places.join(", ")))),
            ]);
        }
        table.finish() + &note("counted, not listed:", self.left_out, lang)
    }
}

fn beginning(answer: &str) -> String {
    let end = answer.floor_char_boundary(ANSWER);
    let more = if end < answer.len() { "…" } else { "" };
    format!("{}{more}", &answer[..end])
}

/// `log.ndjson:18 7100…0340`.
fn place(it: &Delivered) -> String {
    let subject = &it.subject;
    let id = subject.id().map_or(String::new(), |id| format!(" {}", short_id(id)));
    format!("{}:{}{id}", visible(&subject.file), subject.line)
}

/// How many attempts ended how, as bars.
fn outcomes(outcomes: &BTreeMap<Tag, u64>, lang: Lang) -> String {
    let all = outcomes.values().sum();
    let mut table = Table::new("", &[]);
    for (tag, count) in outcomes {
        let name = said(&tag.to_string(), lang).into_owned();
        let class = if *tag == Tag::Status(200) { "plain" } else { "lost" };
        let share = percent(*count, all);
        let mut svg = Svg::new(18, &name);
        svg.rect(class, Rect { x: 0.0, y: 3.0, width: share, height: 12.0 }, &name);
        table.row([
            Cell::Text(name),
            Cell::Number(grouped(*count)),
            Cell::Number(format!("{share:.1} %")),
            Cell::Classed("bar", svg.finish()),
        ]);
    }
    if all == 0 { String::new() } else { table.finish() }
}
