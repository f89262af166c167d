//! The bundled samples are what they say: the single ones clean, the broken ones broken in the one way of their name.

use std::fs;
use std::path::{Path, PathBuf};

use helpdesk_evt::engine::Validator;
use helpdesk_evt::model::{Entry, Origin};
use helpdesk_evt::report::{Code, Levels};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    assert!(!files.is_empty());
    files
}

fn codes(path: &Path) -> Vec<&'static str> {
    let mut validator = Validator::new(Levels::default(), None);
    let origin = Origin::start_of(path.to_string_lossy().as_ref());
    let entry = Entry::new(origin, fs::read(path).unwrap());
    validator.check(&entry).findings.iter().map(|it| it.code.slug()).collect()
}

#[test]
fn every_single_sample_is_clean() {
    for path in files("samples") {
        let expected: &[&str] = if path.ends_with("page-example.json") {
            // The vendor's own example: it carries what the page says events do not carry.
            &["old-value-unchanged", "old-value-unchanged", "customized-fields-present"]
        } else {
            &[]
        };
        assert_eq!(codes(&path), expected, "{}", path.display());
    }
}

#[test]
fn every_broken_sample_has_exactly_the_finding_of_its_name() {
    for path in files("samples/broken") {
        let name = path.file_stem().unwrap().to_string_lossy();
        if name == "duplicate-event" {
            continue; // two documents: see below
        }
        assert!(Code::find(&name).is_some(), "{name} is not a code");
        assert_eq!(codes(&path), [name.as_ref()], "{}", path.display());
    }
}
