//! Java: the jars that Maven resolves, each with the checksum that is written down, and the programs compiled with them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use sha2::{Digest as _, Sha256};

use super::home::{Installation, apps, create, once, run, text, texts, version};

const SOURCES: [&str; 3] = ["Handlers.java", "Receiver.java", "WsClient.java"];

/// What starts the program of this name.
pub(crate) fn command(program: &str) -> Command {
    static COMPILED: Installation = Installation::new();
    let folder = COMPILED.folder("java", |folder| {
        let found = version("java", "--version", (11, 0))?;
        let lock = texts(&apps("java"), &["pom.xml", "jars.sha256"])?;
        once(folder, &(found + "\n" + &lock + &texts(&apps("java"), &SOURCES)?), || compile(folder))
    });
    let class_path = std::env::join_paths([folder.join("classes"), folder.join("lib/*")]).unwrap();
    let mut command = Command::new("java");
    // Many small machines of a short life, side by side.
    command.args(["-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"]).arg(class_path);
    command.arg(match program {
        "receiver" => "Receiver",
        "ws_client" => "WsClient",
        _ => panic!("there is no {program} in Java"),
    });
    command
}

fn compile(folder: &Path) -> Result<(), String> {
    version("javac", "--version", (11, 0))?;
    version("mvn", "--version", (3, 0))?;
    let lib = folder.join("lib");
    run(Command::new(if cfg!(windows) { "mvn.cmd" } else { "mvn" })
        .args(["--batch-mode", "--quiet", "dependency:copy-dependencies", "-f"])
        .arg(apps("java").join("pom.xml"))
        .arg(format!("-DoutputDirectory={}", lib.display())))?;
    verify(&lib)?;
    let classes = folder.join("classes");
    create(&classes)?;
    run(Command::new("javac")
        .args(["-encoding", "UTF-8", "-cp"])
        .args([lib.join("*").as_path(), "-d".as_ref(), &classes])
        .args(SOURCES.map(|it| apps("java").join(it))))
}

/// Every jar is one of those that `jars.sha256` names, and all of them are there.
fn verify(lib: &Path) -> Result<(), String> {
    let cannot_read = |it| format!("cannot read {}: {it}", lib.display());
    let mut found = BTreeSet::new();
    for jar in fs::read_dir(lib).map_err(cannot_read)? {
        let jar = jar.map_err(cannot_read)?;
        let sum = Sha256::digest(fs::read(jar.path()).map_err(cannot_read)?);
        let digits = sum.iter().flat_map(|it| [it >> 4, it & 15]).map(u32::from);
        let sum: String = digits.filter_map(|it| char::from_digit(it, 16)).collect();
        found.insert(format!("{sum}  {}", jar.file_name().display()));
    }
    let lock = text(&apps("java").join("jars.sha256"))?;
    let expected: BTreeSet<_> = lock.lines().map(str::to_owned).collect();
    let differences: Vec<_> = expected.symmetric_difference(&found).map(String::as_str).collect();
    if differences.is_empty() {
        return Ok(());
    }
    Err(format!("what Maven brought is not what jars.sha256 names:\n{}", differences.join("\n")))
}
