//! The frame of a page: what it may load (nothing), its style, its headings and its sections.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::model::Lang;
use crate::render::json::TOOL;
use crate::render::text::escape::escaped;
use crate::render::text::{grouped, phrase};

/// The style, for a light and a dark screen and for paper.
const STYLE: &str = include_str!("style.css");

/// A part of a page under a heading.
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) body: String,
    /// `small` or `medium` where others may stand beside it.
    class: &'static str,
}

impl Section {
    pub(crate) fn new(title: impl Into<String>, body: String) -> Self {
        Self::classed("", title, body)
    }

    /// One that is `small` or `medium`: others may stand beside it.
    pub(crate) fn classed(class: &'static str, title: impl Into<String>, body: String) -> Self {
        Self { title: title.into(), body, class }
    }
}

pub(crate) struct Head<'h> {
    pub(crate) command: &'h str,
    /// What it ran against, where it is one thing.
    pub(crate) target: Option<&'h str>,
    pub(crate) verdict: String,
    pub(crate) is_good: bool,
    /// What else there is to say at once, a line each.
    pub(crate) lines: Vec<String>,
    pub(crate) lang: Lang,
}

/// A line below a picture or a list about what is not in it: `counted, not drawn: 12`; nothing where that is nothing.
pub(crate) fn note(what: &'static str, count: u64, lang: Lang) -> String {
    match count {
        0 => String::new(),
        count => format!("<p class=\"note\">{} {}</p>\n", phrase(what, lang), grouped(count)),
    }
}

/// Writes the whole page. Sections without a body are left out.
pub(crate) fn write(out: &mut impl Write, head: &Head<'_>, sections: &[Section]) -> io::Result<()> {
    let lang = if head.lang == Lang::Zh { "zh" } else { "en" };
    let title = match head.target {
        Some(target) => format!("{TOOL} {} {target}", head.command),
        None => format!("{TOOL} {}", head.command),
    };
    let title = escaped(&title);
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>",
        style = STANDARD.encode(Sha256::digest(format!("\n{STYLE}"))),
    )?;
    let class = if head.is_good { "good" } else { "bad" };
    writeln!(out, "<p class=\"verdict {class}\">{}</p>", escaped(&head.verdict))?;
    for line in &head.lines {
        writeln!(out, "<p>{}</p>", escaped(line))?;
    }
    writeln!(out, "</header>\n<main>")?;
    for section in sections.iter().filter(|it| !it.body.is_empty()) {
        let class = section.class;
        let title = escaped(&section.title);
        writeln!(out, "<section class=\"{class}\">\n<h2>{title}</h2>\n{}</section>", section.body)?;
    }
    writeln!(out, "</main>\n<footer>{TOOL} {}</footer>\n</body>\n</html>", env!("CARGO_PKG_VERSION"))?;
    out.flush()
}
