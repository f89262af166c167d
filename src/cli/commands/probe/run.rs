//! A run of `probe`: says what it is about to do, puts the cases, shows each, and ends with the score.

use std::io::{self, Write as _};
use std::ops::ControlFlow;
use std::sync::Arc;

use tokio::sync::watch;

use super::args::Args;
use super::effect::effect;
use crate::cli::args::{FORMATS, keys};
use crate::cli::deliver::{options, unreachable};
use crate::cli::launch::{AppProcess, ended_by_itself};
use crate::cli::output::{OnceClosed, RecordOutput, stdout};
use crate::cli::{CliError, Context, Machine, say, signal};
use crate::engine::deliver::{Halt, failure};
use crate::engine::probe::cases::cases;
use crate::engine::probe::{Generate, Instruments, OnceClear, ProbePlan, Selection, UnknownCase, probe};
use crate::mask::Mask;
use crate::model::Lang;
use crate::protocol::sdks::Sdk;
use crate::protocol::webhook::{Dialogue, Transport};
use crate::render::chinese::said;
use crate::render::text::counted;
use crate::report::{Exit, Failure, Probed, Record, Verdict};
use crate::wire::http::Dialer;
use crate::wire::{Target, block_on};

pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let Args { to, launch, choice, output, keys, token } = args;
    let lang = context.lang;
    let selection = Selection::new(&choice.only, &choice.skip).map_err(|error| unknown(&error))?;
    if choice.list {
        list(&selection, lang).map_err(CliError::stdout)?;
        return Ok(Exit::Clean);
    }
    let target = options::target(&to)?;
    let settings = options::settings(&to, false)?;
    let keys = keys::keys(&keys, &token, keys::EmptySecret::Warned)?;
    let plan = ProbePlan {
        selection,
        sdk: choice.sdk,
        effect_wait: choice.effect_wait,
        old_key: keys.old_key().cloned(),
        generate: choice.generate.map(|count| Generate { count, seed: choice.seed }),
        once_clear: if choice.keep_going { OnceClear::KeepGoing } else { OnceClear::End },
        ..ProbePlan::new(target.to_string())
    };
    let instruments = Instruments {
        keys,
        surroundings: Arc::new(Machine),
        transport: Arc::new(options::transport(target.clone(), &settings)?),
        dialogue: Dialer::new(&target, settings),
        effect: choice.effect.map(effect).transpose()?,
    };
    let shown = RecordOutput::open_live("probe", FORMATS, &output, context, OnceClosed::GoOn)?;
    if !output.quiet {
        say(&format!("{}\n", said(&heading(&target, &plan), lang)));
    }
    // The case under way ends first.
    let signals = signal::halts();
    let mut app = launch.begin(&target, &instruments.keys, &|| *signals.1.borrow())?;
    let ended = put(&plan, &target, instruments, shown, &signals, app.as_mut(), context);
    match (app, ended) {
        (Some(app), Ok(exit)) => Ok(app.conclude(exit, lang)),
        (Some(app), Err(error)) => {
            app.conclude(error.exit(), lang);
            Err(error)
        }
        (None, ended) => ended,
    }
}

/// Puts the cases to what listens now.
fn put<T: Transport, D: Dialogue>(
    plan: &ProbePlan,
    target: &Target,
    instruments: Instruments<T, D>,
    mut output: RecordOutput,
    (halts, signalled): &(watch::Receiver<Halt>, watch::Receiver<Option<Exit>>),
    app: Option<&mut AppProcess>,
    context: &Context,
) -> Result<Exit, CliError> {
    let (mut failed, mut unmet, lang) = (None, None, context.lang);
    let mask = instruments.keys.mask();
    let tell = |mut probed: Probed| {
        if probed.verdict == Verdict::Skipped && plan.selection.asks_for(probed.case) {
            unmet = unmet.or(Some(probed.case));
        }
        hide_secrets(&mut probed, &mask);
        failed = output.record(&Record::Probed(Box::new(probed))).err();
        if failed.is_some() || signalled.borrow().is_some() {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    };
    let ended = block_on(async {
        tokio::select! {
            ended = probe(plan, instruments, tell) => ended,
            () = signal::abandoned(halts.clone()) => Ok(None),
        }
    });
    if let Some(error) = failed {
        return Err(error);
    }
    let ended = ended.map_err(CliError::Runtime)?.unwrap_or_else(|error| {
        output.trouble(&unreachable::error(target, &failure(error), None), context.color);
        None
    });
    if let Some(how) = app.and_then(AppProcess::has_ended) {
        output.summary().fail(Exit::Findings, ended_by_itself(&how));
    }
    if let Some(exit) = *signalled.borrow() {
        output.summary().interrupt(exit);
        output.summary().stopped = true;
        output.summary().probed.get_or_insert_default();
    }
    if let Some(case) = unmet {
        let text = format!("`{case}` was asked for and could not be judged");
        output.summary().fail(Exit::Findings, Failure::new(Exit::Findings, &*text));
        say(&said(&format!("note: {text}"), lang));
    }
    let exit = output.finish()?.exit;
    if let Some((case, left)) = ended {
        let left = counted(left as u64, "other case");
        let note = format!("note: ended by `{case}`, whose cause is clear; {left} not put (--keep-going)");
        say(&said(&note, lang));
    }
    Ok(exit)
}

/// An app may send back what it should not know.
fn hide_secrets(probed: &mut Probed, mask: &Mask) {
    probed.got = mask.text(&probed.got);
    if let Some(answer) = &mut probed.answer {
        answer.body = mask.body(&answer.body);
    }
}

fn heading(target: &Target, plan: &ProbePlan) -> String {
    let cases = counted(plan.cases().len() as u64, "case");
    let heading = format!("probing {target} · {cases}");
    if plan.sdk == Some(Sdk::Node) && target.to_string().contains('?') {
        return format!(
            "{heading}\nnote: the Node SDK's `adaptDefault` never answers at a URL with a query; use one without"
        );
    }
    heading
}

fn unknown(error: &UnknownCase) -> CliError {
    let help = error.near.map_or("`helpdesk-evt probe --list` names them".to_owned(), |near| {
        format!("did you mean `{near}`? `helpdesk-evt probe --list` names them all")
    });
    CliError::usage_with(error.to_string(), help)
}

/// The cases: name, weight, and what a good receiver does.
fn list(selection: &Selection, lang: Lang) -> io::Result<()> {
    let mut out = stdout::for_people();
    let width = cases().map(|it| it.slug.len()).max().unwrap_or_default();
    for case in selection.cases().into_iter().filter(|it| !selection.skips(it)) {
        writeln!(out, "{:<width$}  {:<6}  {}", case.slug, case.weight.name(), said(case.title, lang))?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::text::layout::width;

    #[test]
    fn every_case_and_its_advice_is_told_in_chinese() {
        let english = |text: &&str| *said(text, Lang::Zh) == **text;
        let left: Vec<&str> = cases().flat_map(|it| [it.title, it.advice]).filter(english).collect();
        assert!(left.is_empty(), "not in render/chinese.json: {left:#?}");
    }

    #[test]
    fn titles_fit_their_column_in_chinese() {
        for case in cases() {
            assert!(width(&said(case.title, Lang::Zh)) <= 44, "{}", case.title);
        }
    }
}
