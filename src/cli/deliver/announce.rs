//! What a run is about to do, in two lines: said before the first event is sent.

use std::time::Duration;

use super::reader_thread::Overview;
use crate::cli::fitted;
use crate::engine::deliver::DeliveryPlan;
use crate::engine::deliver::timing::{Pace, Retry};
use crate::model::Lang;
use crate::protocol::Keys;
use crate::render::chinese::said;
use crate::render::text::counted;
use crate::render::text::layout::Break;

/// The parts that are known before the input is read.
pub(crate) struct Announcement {
    target: String,
    parts: Vec<String>,
}

impl Announcement {
    /// Of a run that delivers to `target`, which shows itself masked.
    pub(crate) fn of(target: String, keys: &Keys, plan: &DeliveryPlan, limit: Duration) -> Self {
        let form = match (keys.encrypt_key(), keys.verification_token()) {
            (Some(_), _) => "encrypted and signed",
            (None, Some(_)) => "plain, with the verification token",
            (None, None) => "plain",
        };
        let headers = if keys.keyless_signature().is_some() { ", with signature headers" } else { "" };
        Self::new(target, format!("{form}{headers}"), plan, limit)
    }

    /// Of a run that delivers events in some form.
    pub(crate) fn new(target: String, form: String, plan: &DeliveryPlan, limit: Duration) -> Self {
        let jobs = match (plan.jobs, plan.pace) {
            (1, _) => "one at a time".to_owned(),
            (jobs, Pace::Free) => format!("{jobs} tickets at a time"),
            (jobs, _) => format!("up to {jobs} tickets at a time"),
        };
        let mut parts = vec![form, jobs, format!("{} s limit", limit.as_secs_f64())];
        match plan.pace {
            Pace::Free => {}
            Pace::Rate(rate) => parts.push(often(rate.per_s)),
            Pace::Recorded { speed: 1.0, .. } => parts.push("at the recorded pace".to_owned()),
            Pace::Recorded { speed, .. } => parts.push(format!("at {speed} times the recorded pace")),
        }
        let scale = plan.delays.scale;
        let slowed = match scale {
            1.0 => String::new(),
            it if it < 1.0 => format!(" at 1/{} time", (1.0 / it * 1e3).round() / 1e3),
            it => format!(" at {it} times the time"),
        };
        match plan.delays.retry {
            Retry::None => {}
            Retry::Platform => parts.push(format!("platform retries{slowed}")),
            Retry::Times(times) => parts.push(format!("{}{slowed}", retries(times))),
        }
        Self { target, parts }
    }

    /// The two lines. `accepted` events are known to be delivered.
    pub(crate) fn text(&self, overview: Overview, accepted: u64, lang: Lang) -> String {
        let what = match overview {
            Overview::Known { events, tickets: 0 } => counted(events, "event"),
            Overview::Known { events, tickets } => {
                format!("{} of {}", counted(events, "event"), counted(tickets, "ticket"))
            }
            Overview::Streaming => "a stream of events".to_owned(),
        };
        let known = match accepted {
            0 => String::new(),
            it => format!(", without the {} that the ledger has as accepted", counted(it, "event")),
        };
        let head = format!("replaying {what} to {}{known}", self.target);
        let head = said(&head, lang);
        let parts: Vec<_> = self.parts.iter().map(|it| said(it, lang)).collect();
        format!("{head}\n{}", fitted(&parts.join(" · "), 0, 2, Break::Dot))
    }
}

/// How often that is, in the unit that makes it a number of 1 or more, where there is one.
fn often(per_s: f64) -> String {
    let units = [(1.0, "a second"), (60.0, "a minute"), (3_600.0, "an hour")];
    let fits = units.iter().find(|(seconds, _)| per_s * seconds >= 1.0);
    let (seconds, unit) = fits.unwrap_or(&units[2]);
    format!("{} {unit}", (per_s * seconds * 1e3).round() / 1e3)
}

fn retries(times: u32) -> String {
    if times == 1 { "1 retry".to_owned() } else { format!("{times} retries") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_told_in_the_unit_that_makes_it_a_number_of_one_or_more() {
        let told = [50.0, 1.5, 0.5, 1.0 / 60.0, 100.0 / 3_600.0, 1.0 / 3_600.0, 1e-5].map(often);
        assert_eq!(
            told,
            [
                "50 a second", "1.5 a second", "30 a minute", "1 a minute", "1.667 a minute", "1 an hour",
                "0.036 an hour"
            ]
        );
    }
}
