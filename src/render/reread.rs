//! Reads back what a run over one shard has written as `json` or `ndjson` (see `shape`), to be put together with the others.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::reread_shape::{Checked, File, Shard, Tally};
use super::shape::{TOOL, VERSION};
use crate::report::{self, Part};

/// Why a text is not what a shard has written.
#[derive(Debug, thiserror::Error)]
pub enum RereadError {
    /// It is none of ours, or it is damaged.
    #[error("`{name}` is not what `diff --summary --shard I/N --format json` writes: {reason}")]
    Foreign {
        /// The file.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A later version wrote it.
    #[error(
        "`{name}` is of version {version} of the output, this program knows {VERSION}; use the newer program"
    )]
    Version {
        /// The file.
        name: String,
        /// Its version.
        version: u32,
    },
    /// Another command wrote it, or the same without a tally of transitions.
    #[error("`{name}` is of `{command}`; what can be put together is of `diff --summary`")]
    Command {
        /// The file.
        name: String,
        /// The command.
        command: String,
    },
    /// It is of no shard, so that nobody can tell whether it counts what others count.
    #[error("`{name}` is of no shard; run it with `--shard I/N`")]
    NoShard {
        /// The file.
        name: String,
    },
}

/// Who speaks.
#[derive(Deserialize)]
struct Begin {
    version: u32,
    tool: String,
    command: String,
}

/// The whole of `json`; its fields are looked at once the version is known.
#[derive(Deserialize)]
struct Report<'a> {
    #[serde(borrow)]
    records: Option<&'a RawValue>,
    #[serde(borrow)]
    summary: Option<&'a RawValue>,
}

/// A line of `ndjson`, or a record of `json`.
#[derive(Deserialize)]
struct Line<'a> {
    r#type: String,
    #[serde(borrow)]
    data: &'a RawValue,
}

/// What follows the beginning.
enum Body<'a> {
    Report(Report<'a>),
    Lines(std::str::Lines<'a>),
}

/// Reads what a shard has written. `name` is what messages call it.
pub fn reread(name: &str, text: &[u8]) -> Result<Part, RereadError> {
    let foreign = |reason: String| RereadError::Foreign { name: name.to_owned(), reason };
    let text = std::str::from_utf8(text).map_err(|error| foreign(error.to_string()))?;
    if text.trim().is_empty() {
        return Err(foreign("it is empty; run that shard again".to_owned()));
    }
    let (begin, body) = open(text).map_err(foreign)?;
    if begin.tool != TOOL {
        return Err(foreign(format!("it is of `{}`", begin.tool)));
    }
    if begin.version > VERSION {
        return Err(RereadError::Version { name: name.to_owned(), version: begin.version });
    }
    let (records, summary) = body.parts().map_err(foreign)?;
    let summary = summary.ok_or_else(|| {
        foreign("its summary is missing, for it was cut off; run that shard again".to_owned())
    })?;
    let tally: Tally = parse(summary.get()).map_err(foreign)?;
    if begin.command != "diff" || tally.moved.is_none() {
        return Err(RereadError::Command { name: name.to_owned(), command: begin.command });
    }
    let Some(shard) = &tally.shard else { return Err(RereadError::NoShard { name: name.to_owned() }) };
    Ok(Part {
        name: name.to_owned(),
        shard: shard.shard().map_err(foreign)?,
        read: shard.read,
        input: shard.input.clone(),
        filters: shard.filters.clone(),
        checked: placed(shard, &records).map_err(foreign)?,
        summary: tally.summary().map_err(foreign)?,
    })
}

/// The beginning, and what follows it.
fn open(text: &str) -> Result<(Begin, Body<'_>), String> {
    let mut lines = text.lines();
    // The first line of `json` is no JSON by itself.
    match serde_json::from_str::<Line<'_>>(lines.next().unwrap_or_default()) {
        Ok(line) if line.r#type == "begin" => Ok((parse(line.data.get())?, Body::Lines(lines))),
        _ => match serde_json::from_str::<Begin>(text) {
            Err(error) if error.is_eof() => Err("it was cut off; run that shard again".to_owned()),
            _ => Ok((parse(text)?, Body::Report(parse(text)?))),
        },
    }
}

impl<'a> Body<'a> {
    /// The records, and the summary, where there is one.
    fn parts(self) -> Result<(Vec<Line<'a>>, Option<&'a RawValue>), String> {
        let lines = match self {
            Self::Report(Report { records: None, summary }) => return Ok((Vec::new(), summary)),
            Self::Report(Report { records: Some(records), summary }) => {
                return Ok((parse(records.get())?, summary));
            }
            Self::Lines(lines) => lines,
        };
        let mut records: Vec<Line<'a>> = lines.map(parse).collect::<Result<_, _>>()?;
        let summary = records.pop_if(|it| it.r#type == "summary");
        Ok((records, summary.map(|it| it.data)))
    }
}

/// The documents that were shown, each with the place of its file in the order of the input.
fn placed(shard: &Shard, records: &[Line<'_>]) -> Result<Vec<(u64, report::Checked)>, String> {
    let (mut files, mut file, mut document) = (shard.files.iter(), None::<&File>, 0);
    let mut checked = Vec::new();
    for record in records.iter().filter(|it| it.r#type == "checked") {
        let it: Checked = parse(record.data.get())?;
        // A file that was read twice stands there twice.
        while file.is_none_or(|file| file.file != it.file) || it.document <= document {
            let next =
                files.next().ok_or_else(|| format!("`files` does not tell where `{}` stands", it.file))?;
            (file, document) = (Some(next), 0);
        }
        document = it.document;
        let place = file.map_or(0, |file| file.place);
        let it = it.checked()?;
        // What was hidden by --max-findings stays hidden.
        if !it.findings.is_empty() {
            checked.push((place, it));
        }
    }
    Ok(checked)
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{Page, checked, finding};
    use crate::render::fixture_moved::tally;
    use crate::render::{Json, Ndjson, Renderer};
    use crate::report::{Code, Exit, MovedTally, Record, Sharded, Summary};

    fn summary() -> Summary {
        let shard = report::Shard::new(2, 3).unwrap();
        let files = vec![(4, "fixtures/closed.json".into()), (7, "fixtures/closed.json".into())];
        Summary {
            documents: 9,
            files: 7,
            faulty: 3,
            errors: 3,
            warnings: 1,
            stopped: true,
            sharded: Some(Sharded {
                shard,
                read: Some(27),
                input: Some("00000000000000ab".to_owned()),
                filters: vec!["--ticket 7".to_owned()],
                files,
            }),
            moved: Some(Box::new(MovedTally { zone: Some("UTC".to_owned()), ..tally() })),
            exit: Exit::Interrupted,
            ..Summary::default()
        }
    }

    fn records() -> Vec<Record> {
        let mut odd = finding(Code::UndocumentedField);
        (odd.excerpt, odd.help, odd.documented, odd.place.opened) = (None, None, None, true);
        let records =
            [(3, vec![finding(Code::StatusUnknown), odd]), (8, vec![]), (2, vec![finding(Code::NullValue)])];
        records.map(|(index, findings)| checked(index, findings)).into()
    }

    fn written(mut renderer: impl Renderer, page: &Page) -> String {
        for record in records() {
            renderer.record(&record).unwrap();
        }
        renderer.finish(&summary()).unwrap();
        page.text()
    }

    fn json() -> String {
        let page = Page::default();
        written(Json::new(page.clone(), "diff").with_excerpts(), &page)
    }

    fn said(text: &str) -> String {
        reread("a.json", text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn what_was_written_is_read_back_as_it_was() {
        let page = Page::default();
        let ndjson = written(Ndjson::new(page.clone(), "diff").with_excerpts(), &page);
        for text in [json(), ndjson] {
            let part = reread("a.json", text.as_bytes()).unwrap();
            assert_eq!((part.shard, part.read), (report::Shard::new(2, 3).unwrap(), Some(27)));
            assert_eq!(part.input.as_deref(), Some("00000000000000ab"));
            assert_eq!(part.filters, ["--ticket 7"]);
            assert_eq!(part.summary, Summary { sharded: None, ..summary() });
            let expected: Vec<_> = records()
                .into_iter()
                .zip([4, 4, 7])
                .filter_map(|(record, place)| match record {
                    Record::Checked(it) if !it.findings.is_empty() => Some((place, it)),
                    _ => None,
                })
                .collect();
            assert_eq!(part.checked, expected);
        }
    }

    #[test]
    fn fields_of_later_versions_of_this_output_do_not_matter() {
        let text = json().replace("\"stopped\":", "\"news\":[{}],\"stopped\":");
        assert!(reread("a.json", text.as_bytes()).is_ok());
    }

    #[test]
    fn what_is_none_of_ours_is_named_with_the_reason() {
        let text = json();
        let what = "`a.json` is not what `diff --summary --shard I/N --format json` writes: ";
        for (wrong, reason) in [
            (String::new(), "it is empty; run that shard again"),
            ("hello".to_owned(), "expected value at line 1 column 1"),
            ("{}".to_owned(), "missing field `version`"),
            (text[..text.len() / 2].to_owned(), "it was cut off; run that shard again"),
            (text.replace("helpdesk-evt", "other"), "it is of `other`"),
            (text.replace("\"documents\":9", "\"documents\":-1"), "invalid value: integer `-1`"),
            (text.replace("\"documents\":9,", ""), "missing field `documents`"),
            (text.replace("\"documents\":9", "\"documents\":2"), "3 of 2 documents are faulty"),
            (text.replace("\"exit_code\":130", "\"exit_code\":99"), "there is no exit code 99"),
            (text.replace("status-unknown", "status-odd"), "`status-odd` is no code of this version"),
            (text.replace("2023-11-13", "yesterday"), "`yesterday` is no date"),
            (text.replace("\"index\":2", "\"index\":4"), "there is no shard 4 of 3"),
            (
                text.replace("\"place\":7,\"file\":\"fix", "\"place\":7,\"file\":\"f"),
                "`files` does not tell where",
            ),
        ] {
            assert!(wrong != text, "{reason}");
            assert!(said(&wrong).starts_with(&format!("{what}{reason}")), "{}", said(&wrong));
        }
        assert!(reread("a.json", b"\xff").unwrap_err().to_string().contains("invalid utf-8"));
    }

    #[test]
    fn what_is_ours_and_no_tally_of_a_shard_says_what_it_is() {
        let text = json();
        let newer = text.replace("{\"version\":1", "{\"version\":2").replace("\"records\"", "\"others\"");
        assert!(said(&newer).starts_with("`a.json` is of version 2 of the output, this program knows 1"));
        assert!(said(&text.replace("\"diff\"", "\"validate\"")).starts_with("`a.json` is of `validate`;"));
        assert!(said(&text.replace("\"moved\"", "\"other\"")).starts_with("`a.json` is of `diff`;"));
        assert!(said(&text.replace("\"shard\"", "\"other\"")).starts_with("`a.json` is of no shard;"));
        let page = Page::default();
        let ndjson = written(Ndjson::new(page.clone(), "diff"), &page);
        let cut = &ndjson[..ndjson.rfind("{\"type\"").unwrap()];
        assert!(
            said(cut).ends_with("its summary is missing, for it was cut off; run that shard again"),
            "{}",
            said(cut)
        );
    }
}
