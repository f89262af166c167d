//! What is generated is kept equal to its generator.

use std::fs;
use std::path::Path;

use crate::process::run;

/// The shells and the files their users expect.
const SHELLS: [(&str, &str); 5] = [
    ("bash", "helpdesk-evt.bash"),
    ("zsh", "_helpdesk-evt"),
    ("fish", "helpdesk-evt.fish"),
    ("powershell", "_helpdesk-evt.ps1"),
    ("elvish", "helpdesk-evt.elv"),
];

#[test]
fn the_completions_folder_holds_what_the_binary_prints() {
    for (shell, file) in SHELLS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions").join(file);
        let printed = run(&["completions", shell]).stdout;
        if std::env::var_os("UPDATE_COMPLETIONS").is_some() {
            fs::write(&path, &printed).unwrap();
        }
        let stored = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(
            stored == printed,
            "completions/{file} is not what `helpdesk-evt completions {shell}` prints; \
             run `UPDATE_COMPLETIONS=1 cargo test completions`"
        );
    }
}

#[test]
fn the_man_page_names_every_command_and_the_exit_codes() {
    let page = run(&["man"]).stdout;
    for word in ["helpdesk\\-evt\\-validate(1)", "helpdesk\\-evt\\-man(1)", "EXIT CODES", "130"] {
        assert!(page.contains(word), "the man page lacks {word}: {page}");
    }
    assert_eq!(run(&["man", "replya"]).code, 2);
}

#[test]
fn each_command_has_a_page_with_all_its_flags_explained() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("man1");
    assert_eq!(run(&["man", "--all", path.to_str().unwrap()]).code, 0);
    let page = fs::read_to_string(path.join("helpdesk-evt-replay.1")).unwrap();
    assert_eq!(page, run(&["man", "replay"]).stdout);
    for word in
        ["\\-\\-encrypt\\-key\\-file", "Speak HTTP/2 where", ".SH \"EXAMPLES\"", "helpdesk\\-evt replay"]
    {
        assert!(page.contains(word), "the page lacks {word}: {page}");
    }
    assert!(path.join("helpdesk-evt.1").exists() && path.join("helpdesk-evt-config-show.1").exists());
}
