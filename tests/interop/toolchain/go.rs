//! Go: the programs of one module, built with the versions and checksums of its `go.sum`; and a module that has the SARIF
//! schema in it.

use std::path::PathBuf;
use std::process::Command;

use super::home::{Installation, apps, once, run, texts, version};

const SOURCES: [&str; 5] =
    ["go.mod", "go.sum", "handler/handler.go", "receiver/main.go", "ws_client/main.go"];

/// What starts the program of this name.
pub(crate) fn command(program: &str) -> Command {
    static BUILT: Installation = Installation::new();
    let folder = BUILT.folder("go", |folder| {
        let found = version("go", "version", (1, 21))?;
        once(folder, &(found + "\n" + &texts(&apps("go"), &SOURCES)?), || {
            // Nothing but this module and what it pins: no other Go, no workspace around it, no C compiler.
            run(Command::new("go")
                .args(["build", "-mod=readonly", "-buildvcs=false", "-o"])
                .args([folder, "./...".as_ref()])
                .current_dir(apps("go"))
                .envs([("GOTOOLCHAIN", "local"), ("GOWORK", "off"), ("CGO_ENABLED", "0"), ("GOFLAGS", "")]))
        })
    });
    Command::new(folder.join(program).with_extension(std::env::consts::EXE_EXTENSION))
}

/// The JSON Schema of SARIF 2.1.0.
pub(crate) fn sarif_schema() -> PathBuf {
    static MODULE: Installation = Installation::new();
    let folder = MODULE.folder("sarif", |folder| {
        let found = version("go", "version", (1, 21))?;
        once(folder, &(found + "\n" + &texts(&apps("sarif"), &["go.mod", "go.sum"])?), || {
            // It is read and not built, so nothing that it needs is fetched.
            run(Command::new("go")
                .args(["mod", "download", "-modcacherw", "github.com/securego/gosec/v2"])
                .current_dir(apps("sarif"))
                .envs([("GOTOOLCHAIN", "local"), ("GOWORK", "off"), ("GOFLAGS", "")])
                .env("GOMODCACHE", folder))
        })
    });
    folder.join("github.com/securego/gosec/v2@v2.30.0/report/sarif/testdata/sarif-schema-2.1.0.json")
}
