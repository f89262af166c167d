//! A probe as sections: every case as a square, and below it as a row with what came and what to do.

use super::page::Section;
use super::table::{Cell, Table, row};
use crate::model::Lang;
use crate::render::chinese::said;
use crate::render::text::escape::{self, escaped};
use crate::render::text::phrase;
use crate::report::{Probed, Verdict, Weight};

/// The cases of a probe, which are few.
#[derive(Default)]
pub(crate) struct Cases {
    pub(crate) target: String,
    squares: String,
    rows: String,
}

impl Cases {
    pub(crate) fn add(&mut self, probed: &Probed, lang: Lang) {
        self.target = probed.target.to_string();
        let (sign, class, verdict) = match probed.verdict {
            Verdict::Pass => ("✓", "good", "pass"),
            Verdict::Fail => ("✗", "bad", "fail"),
            Verdict::Warn => ("!", "warn", "warning"),
            Verdict::Skipped => ("–", "dim", "skipped"),
        };
        let (slug, title) = (escaped(probed.case), escaped(&said(probed.title, lang)));
        self.squares
            .extend([format!("<a class=\"{class}\" href=\"#{slug}\" title=\"{title}\">{sign} {slug}</a>")]);
        let weight = match probed.weight {
            Weight::Must => "must",
            Weight::Should => "should",
            Weight::Note => "worth knowing",
        };
        let weight = phrase(weight, lang);
        let name =
            format!("<strong id=\"{slug}\">{title}</strong><div class=\"dim\">{slug} · {weight}</div>");
        self.rows.push_str(&row([
            Cell::Classed("t", format!("<span class=\"{class}\">{sign} {}</span>", phrase(verdict, lang))),
            Cell::Classed("words", name),
            Cell::Headed(phrase("expected", lang), said(probed.expected, lang).into_owned()),
            Cell::Headed(phrase("came", lang), said(&probed.got, lang).into_owned()),
            Cell::Classed("words", to_do(probed, lang)),
        ]));
    }

    pub(crate) fn sections(&self, lang: Lang) -> Vec<Section> {
        if self.rows.is_empty() {
            return Vec::new();
        }
        let heads = ["verdict", "case", "expected", "came", "what to do"];
        let mut table = Table::new("stacked", &heads.map(|it| phrase(it, lang)));
        table.rows(&self.rows);
        let body = format!("<div class=\"squares\">{}</div>\n{}", self.squares, table.finish());
        vec![Section::new(phrase("cases", lang), body)]
    }
}

/// What to do, the request to try it with, and why it matters.
fn to_do(probed: &Probed, lang: Lang) -> String {
    let advice = probed.advice.as_deref();
    let mut html = advice.map_or_else(String::new, |it| format!("<div>{}</div>", escaped(&said(it, lang))));
    if let Some(curl) = &probed.curl {
        html.extend([format!("<pre>{}</pre>", escape::lines(curl, escaped, "\n"))]);
    }
    let (why, source) = (escaped(&said(probed.why, lang)), escaped(&said(probed.reference, lang)));
    let source = format!("<span class=\"dim\">({source})</span>");
    html + &format!("<details><summary>{}</summary>{why} {source}</details>", phrase("why", lang))
}
