//! What a run reads is not written over by it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::CliError;
use crate::cli::args::OutputArgs;

/// Refuses outputs that are inputs: `-o`, every `--report`, and `others`.
pub(crate) fn inputs(
    inputs: &[PathBuf],
    outputs: &OutputArgs,
    others: &[&Option<PathBuf>],
) -> Result<(), CliError> {
    // What the file system does not know is written over by nobody.
    let known = |path: &Path| fs::canonicalize(path).ok().filter(|it| it.is_file());
    let reports = outputs.reports.iter().filter_map(|it| it.split_once('=')).map(|(_, path)| Path::new(path));
    let others = others.iter().filter_map(|it| it.as_deref());
    let named = outputs.output.as_deref().into_iter().chain(reports).chain(others);
    let written: Vec<_> = named.filter_map(|path| Some((path, known(path)?))).collect();
    if written.is_empty() {
        return Ok(());
    }
    for input in inputs.iter().filter_map(|path| known(path)) {
        if let Some((path, _)) = written.iter().find(|(_, known)| *known == input) {
            return Err(CliError::usage_with(
                format!("`{}` is an input and would be written over", path.display()),
                "name another file for the output",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(input: &Path, output: &OutputArgs, other: Option<&Path>) -> bool {
        inputs(&[input.to_owned(), "-".into()], output, &[&other.map(Path::to_owned)]).is_err()
    }

    #[test]
    fn an_output_that_is_an_input_is_refused_whatever_it_is_called() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("log.ndjson"), "{}").unwrap();
        fs::write(path("other"), "").unwrap();
        let around = path("./../").join(folder.path().file_name().unwrap()).join("log.ndjson");
        let to = |path: &Path| OutputArgs { output: Some(path.to_owned()), ..OutputArgs::default() };
        let report = |path: &Path| OutputArgs {
            reports: vec!["json=x".to_owned(), format!("junit={}", path.display())],
            ..OutputArgs::default()
        };
        let log = path("log.ndjson");
        for output in [to(&log), to(&around), report(&log), report(&around)] {
            assert!(refused(&log, &output, None));
        }
        assert!(refused(&log, &OutputArgs::default(), Some(&around)));
        for output in [to(&path("other")), report(&path("new")), OutputArgs::default()] {
            assert!(!refused(&log, &output, Some(&path("newer"))));
        }
        assert!(!refused(folder.path(), &to(&log), None), "a folder is searched for event files");
    }
}
