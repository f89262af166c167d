//! The bundled samples are what they say: the single ones clean, the broken ones broken in the one way of their name.

use helpdesk_evt::internals::{Checker, Code, Document, Origin};
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    assert!(!files.is_empty());
    files
}

fn codes(path: &Path) -> Vec<&'static str> {
    let origin = Origin::start_of(path.to_string_lossy().as_ref());
    let entry = Document::new(origin, fs::read(path).unwrap());
    Checker::default().check(&entry).checked.findings.iter().map(|it| it.code.slug()).collect()
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
fn every_sample_of_another_type_is_clean() {
    for path in files("samples/types") {
        assert_eq!(codes(&path), [] as [&str; 0], "{}", path.display());
    }
}

#[test]
fn every_broken_sample_has_exactly_the_finding_of_its_name() {
    for path in files("samples/broken") {
        let name = path.file_stem().unwrap().to_string_lossy();
        if ["duplicate-event", "event-id-reused", "stage-contradicted"].contains(&name.as_ref()) {
            continue; // two documents: see below
        }
        assert!(Code::find(&name).is_some(), "{name} is not a code");
        assert_eq!(codes(&path), [name.as_ref()], "{}", path.display());
    }
}

#[test]
fn thirty_faults_in_one_document_are_thirty_findings_each_at_its_place() {
    // One fault a line, the code it must give at the end of the line.
    let faults = [
        (r#""schema": "1.0","#, "schema-version"),
        (r#""extra": 1,"#, "undocumented-field"),
        (r#""header": {"event_id": "","#, "empty-value"),
        (r#""event_type": "helpdesk.ticket.updated_v1","#, ""),
        (r#""create_time": "soon","#, "time-not-digits"),
        (r#""tenant_key": 7,"#, "type-mismatch"),
        (r#""token": null,"#, "null-value"),
        (r#""app_id": "app_1"},"#, "id-prefix"),
        (r#""event": {"object": {"#, ""),
        (r#""ticket_id": [],"#, "type-mismatch"),
        (r#""helpdesk_id": "","#, "empty-value"),
        (r#""guest": {"id": {"union_id": "ou_1","#, "id-prefix"),
        (r#""user_id": 5,"#, "type-mismatch"),
        (r#""open_id": "on_1"},"#, "id-prefix"),
        (r#""email": "guest@example.com","#, "sdk-field"),
        (r#""nmae": "x","#, "undocumented-field"),
        (r#""name": null},"#, "null-value"),
        (r#""stage": 3,"#, "stage-unknown"),
        (r#""status": 49,"#, "status-unknown"),
        (r#""score": 4,"#, "score-unknown"),
        (r#""created_at": 1700000000,"#, "time-unit"),
        (r#""updated_at": 1700000000000000,"#, "time-unit"),
        (r#""closed_at": -2,"#, "time-negative"),
        (r#""channel": 18446744073709551616,"#, "number-out-of-range"),
        (r#""solve": "2","#, "type-mismatch"),
        (r#""agents": [],"#, "sdk-field"),
        (r#""customized_fields":"#, "customized-fields-present"),
        (r#"[{"position": "1"},"#, "type-mismatch"),
        (r#"{"required": 1},"#, "type-mismatch"),
        (r#"{"key": 1}],"#, "undocumented-field"),
        (r#""chat_id": "ou_1"},"#, "id-prefix"),
        (r#""old_object": {"stage": 1,"#, ""),
        (r#""stage": 2,"#, "duplicate-key"),
        (r#""status": true,"#, "type-mismatch"),
        (r#""updated_at": 1e400}}}"#, "number-out-of-range"),
    ];
    let text: String =
        std::iter::once("{\n".to_owned()).chain(faults.iter().map(|it| format!("{}\n", it.0))).collect();
    let document = Document::new(Origin::start_of("faults.json"), text.into_bytes());
    let checked = Checker::default().check(&document).checked;
    let mut found: Vec<_> = checked.findings.iter().map(|it| (it.place.line, it.code.slug())).collect();
    found.sort_unstable();
    let numbered = faults.iter().zip(2..).filter(|(it, _)| !it.1.is_empty());
    let expected: Vec<(u64, &str)> = numbered.map(|(it, line)| (line, it.1)).collect();
    assert_eq!(found, expected);
    assert!(expected.len() >= 30);
}
