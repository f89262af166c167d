//! `helpdesk-evt explain [CODE|FIELD]`.

use std::io::{self, Write};

use crate::catalog;
use crate::catalog::{EventKind, Field};
use crate::cli::output::{color, stdout};
use crate::cli::{CliError, Context, beside};
use crate::model::{Label, Lang, label_of};
use crate::render::text::Paint;
use crate::report::{Code, Exit, Severity, nearest};

/// Explain a finding's code or a field; without one, list them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A finding's code (status-unknown), a field (status, event.object.status) or a field's value (51, awaiting-guest)
    #[arg(value_name = "CODE|FIELD|VALUE")]
    word: Option<String>,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Exit, CliError> {
    let paint = color::for_stdout(context.color);
    let mut out = stdout::for_people();
    match &args.word {
        None => list(&mut out, paint).map_err(CliError::stdout)?,
        Some(word) => {
            let word = word.trim_matches('`');
            if !explain(&mut out, paint, word).map_err(CliError::stdout)? {
                return Err(unknown(word));
            }
        }
    }
    out.flush().map_err(CliError::stdout)?;
    Ok(Exit::Clean)
}

/// Explains a word; whether it is known.
fn explain(out: &mut impl Write, paint: Paint, word: &str) -> io::Result<bool> {
    if let Some(code) = Code::find(word) {
        return page(out, paint, code).map(|()| true);
    }
    let mut found = false;
    for (kind, field) in
        catalog::ALL.iter().flat_map(|kind| kind.find(word).into_iter().map(move |it| (kind, it)))
    {
        if found {
            writeln!(out)?;
        }
        field_page(out, paint, kind, field)?;
        found = true;
    }
    let named = if found { Vec::new() } else { named(word) };
    named.iter().try_for_each(|(field, label)| label_line(out, paint, field, label))?;
    Ok(found || !named.is_empty())
}

/// The codes of fields that go by a number or a label: `51`, `awaiting-guest`, or the vendor's own word.
fn named(word: &str) -> Vec<(String, Label)> {
    let (number, slug) = (word.parse::<i64>().ok(), word.to_lowercase().replace([' ', '_'], "-"));
    let mut found: Vec<(String, Label)> = Vec::new();
    for field in catalog::ALL.iter().flat_map(|kind| kind.fields()) {
        for label in field.labels().into_iter().flatten() {
            let en = label.en.to_lowercase().replace(' ', "-");
            let is_it = number == Some(label.code) || en == slug || label.zh == word;
            let is_new = !found.iter().any(|it| it.0 == field.name() && it.1.code == label.code);
            if is_it && is_new {
                found.push((field.name().to_owned(), *label));
            }
        }
    }
    found
}

fn label_line(out: &mut impl Write, paint: Paint, field: &str, label: &Label) -> io::Result<()> {
    let Label { code, en, zh } = label;
    writeln!(out, "{}  {en}  {zh}", paint.strong(&format!("{field} {code}")))?;
    writeln!(out, "  all codes: `helpdesk-evt explain {field}`")
}

fn unknown(word: &str) -> CliError {
    let fields = catalog::ALL.iter().flat_map(|kind| kind.fields().iter().map(Field::name));
    let names = Code::ALL.iter().map(|code| code.slug()).chain(fields);
    let hint = nearest(word, names).map_or(String::new(), |name| format!("did you mean `{name}`? "));
    let message = format!("`{word}` is neither a code nor a field, nor a value of one");
    CliError::usage_with(message, format!("{hint}`helpdesk-evt explain` lists both"))
}

fn severity(paint: Paint, severity: Severity) -> String {
    match severity {
        Severity::Error => paint.bad(severity.name()),
        Severity::Warning => paint.warn(severity.name()),
        Severity::Note => paint.note(severity.name()),
    }
}

fn page(out: &mut impl Write, paint: Paint, code: Code) -> io::Result<()> {
    let page = code.page();
    writeln!(out, "{} ({})\n", paint.strong(code.slug()), severity(paint, code.severity()))?;
    writeln!(out, "{}\n", beside("", page.about))?;
    writeln!(out, "{}", beside("example  ", page.example))?;
    writeln!(out, "{}", beside("way out  ", page.fix))
}

fn field_page(out: &mut impl Write, paint: Paint, kind: &EventKind, field: &Field) -> io::Result<()> {
    let required = if field.required { "required" } else { "optional" };
    writeln!(out, "{}  {}, {required}", paint.strong(&field.path), field.types.join(" or "))?;
    writeln!(out, "  event    {}", kind.name)?;
    writeln!(out, "  page     {}", kind.page)?;
    writeln!(out, "  pointer  {}", field.pointer)?;
    writeln!(out, "{}", beside("  meaning  ", field.description))?;
    writeln!(out, "{}", beside("           ", field.zh))?;
    for (at, example) in field.examples.iter().filter(|it| !it.is_object() && !it.is_array()).enumerate() {
        writeln!(out, "  {}  {example}", if at == 0 { "example" } else { "       " })?;
    }
    let Some(labels) = field.labels() else { return Ok(()) };
    writeln!(out, "  codes")?;
    for Label { code, en, zh } in labels {
        writeln!(out, "    {code:>3}  {en:<16}  {zh}")?;
    }
    // A field whose labels are not its only codes says what the others are.
    if let Some(en) = label_of(field.name(), i64::MIN, Lang::En) {
        let zh = label_of(field.name(), i64::MIN, Lang::Zh).unwrap_or_default();
        writeln!(out, "  other  {en:<16}  {zh}")?;
    }
    Ok(())
}

fn list(out: &mut impl Write, paint: Paint) -> io::Result<()> {
    writeln!(out, "{}", paint.strong("Codes"))?;
    for code in Code::ALL {
        let head = format!("  {:<27} {:<8} ", code.slug(), code.severity().name());
        writeln!(out, "{}", beside(&head, code.page().title()))?;
    }
    for kind in catalog::ALL {
        writeln!(out, "\n{} {}", paint.strong("Fields of"), paint.strong(kind.name))?;
        for field in kind.fields() {
            let head = format!("  {:<44} {:<8} ", field.path, field.types.join("|"));
            writeln!(out, "{}", beside(&head, field.title))?;
        }
    }
    Ok(())
}
