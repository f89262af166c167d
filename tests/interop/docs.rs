//! The programs and queries that stand in the docs, as they stand there.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::app::{PLAIN, Secrets};
use crate::binary::{Listener, command, run};
use crate::sdk::Sdk;
use crate::toolchain::{node_modules, python_docs, scratch, vitest};

/// The page of this name.
fn page(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)
}

/// Writes the code blocks of a language that begin with a file's name, each into its file.
fn files_of(page: &Path, fence: &str, comment: &str, folder: &Path) {
    let text = fs::read_to_string(page).unwrap();
    let fence = format!("```{fence}\n");
    let blocks = text.split(&fence).skip(1).map(|it| it.split("```").next().unwrap());
    for block in blocks {
        let name = block.lines().next().unwrap().strip_prefix(comment).unwrap().trim();
        fs::write(folder.join(name), block).unwrap();
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = scratch().join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The environment's search path, with this program's folder before it.
fn with_program(command: &mut Command) -> &mut Command {
    let program = Path::new(env!("CARGO_BIN_EXE_helpdesk-evt")).parent().unwrap().to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = [program].into_iter().chain(std::env::split_paths(&path));
    command.env("PATH", std::env::join_paths(folders).unwrap())
}

fn succeeds(command: &mut Command) -> String {
    let done = command.output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{command:?}: {out}{err}");
    out.into_owned()
}

/// What the queries are to find: what one run over all files counts.
fn counted(summary: &Value) -> Value {
    let of = |list: &Value, row: &dyn Fn(&Value) -> Value| -> Vec<Value> {
        list.as_array().unwrap().iter().map(row).collect()
    };
    json!([
        of(&summary["statuses"], &|it| json!([it["from"]["code"], it["to"]["code"], it["count"]])),
        of(&summary["closed_by"], &|it| json!([it["status"]["code"], it["count"]])),
        [[summary["handed_over"]]],
        of(&summary["stays"], &|it| json!([it["status"]["code"], it["count"], it["sum_ms"]])),
    ])
}

/// Rows in no order.
fn sorted(mut answers: Value) -> Value {
    for rows in answers.as_array_mut().unwrap() {
        rows.as_array_mut().unwrap().sort_by_key(|row| (row[0].as_i64(), row[1].as_i64()));
    }
    answers
}

#[test]
fn the_queries_over_the_rows_of_eight_machines_equal_one_summary() {
    let (folder, docs) = (folder("many-machines"), page("many-machines.md"));
    for part in ["logs", "rows"] {
        fs::create_dir_all(folder.join(part)).unwrap();
    }
    let events = std::env::var("QUERY_EVENTS").unwrap_or_else(|_| "40000".to_owned());
    let tickets = (events.parse::<u64>().unwrap() / 10).to_string();
    let all = folder.join("all.ndjson");
    let mut generate = command("generate", PLAIN);
    generate.args(["--tickets", &tickets, "--events", &events, "--seed", "4", "-o"]).arg(&all);
    assert_eq!(run(&mut generate).code, Some(0));
    let text = fs::read_to_string(&all).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    for (number, part) in lines.chunks(lines.len().div_ceil(8)).enumerate() {
        fs::write(folder.join(format!("logs/part-{number}.ndjson")), part.join("\n")).unwrap();
    }
    let on_all_cores = fs::read_to_string(&docs).unwrap();
    let on_all_cores = on_all_cores.lines().find(|line| line.starts_with("parallel ")).unwrap();
    succeeds(with_program(Command::new("sh").args(["-c", on_all_cores]).current_dir(&folder)));
    let mut summary = command("diff", PLAIN);
    summary.arg(&all).args(["--summary", "--format", "json"]);
    let wanted = sorted(counted(&run(&mut summary).json()["summary"]["moved"]));
    for engine in ["duckdb", "spark"] {
        let mut queries = python_docs();
        queries.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop/apps/python/queries.py"));
        queries.arg(&docs).arg(engine).current_dir(&folder);
        let answers: Value = serde_json::from_str(succeeds(&mut queries).lines().last().unwrap()).unwrap();
        assert_eq!(sorted(answers), wanted, "{engine}");
    }
}

#[test]
fn the_kubernetes_job_is_valid_by_the_schema_of_kubernetes() {
    let (folder, docs) = (folder("kubernetes"), fs::read_to_string(page("many-machines.md")).unwrap());
    let manifest = docs.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    fs::write(folder.join("job.yaml"), manifest).unwrap();
    let mut validate = python_docs();
    let said = validate
        .args(["-m", "kubernetes_validate", "--strict", "job.yaml"])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(said.status.success(), "{said:?}");
}

const EXAMPLE: Secrets = Secrets { encrypt_key: "example-key", token: "example-token" };

fn url(app: &Listener) -> String {
    format!("http://127.0.0.1:{}/webhook/event", app.port())
}

#[test]
fn the_pytest_fixture_delivers_to_an_app() {
    let folder = folder("pytest");
    files_of(&page("test-suites.md"), "python", "# ", &folder);
    let app = Listener::start(EXAMPLE, &[]);
    let fixture = format!("\n\n@pytest.fixture\ndef app_url():\n    return {:?}\n", url(&app));
    let conftest = folder.join("conftest.py");
    fs::write(&conftest, fs::read_to_string(&conftest).unwrap() + &fixture).unwrap();
    let mut pytest = python_docs();
    with_program(pytest.args(["-m", "pytest", "-q"]).current_dir(&folder));
    let said = succeeds(&mut pytest);
    assert!(said.contains("1 passed"), "{said}");
}

#[test]
fn the_vitest_helper_delivers_to_an_app() {
    let folder = folder("vitest");
    files_of(&page("test-suites.md"), "js", "// ", &folder);
    let app = Listener::start(EXAMPLE, &[]);
    let (mut vitest, modules) = vitest();
    std::os::unix::fs::symlink(modules, folder.join("node_modules")).unwrap();
    with_program(vitest.args(["run", "--reporter=verbose"]).current_dir(&folder)).env("APP_URL", url(&app));
    let said = succeeds(&mut vitest);
    assert!(said.contains("1 passed"), "{said}");
}

/// Judges the app of the README in this language by the command of the README, on a free port.
fn judge_readme_app(fence: &str, file: &str, start: &[String], folder: &Path, sdk: &str) {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let app = readme.split(&format!("```{fence}\n")).nth(1).unwrap().split("```").next().unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    fs::write(folder.join(file), app.replace("8000", &port)).unwrap();
    let words = start.iter().cloned().chain([folder.join(file).display().to_string()]);
    let run_it: Vec<String> = words.map(|it| format!("'{it}'")).collect();
    let mut ci = command("ci", EXAMPLE);
    ci.args(["samples/stories", "--run", &run_it.join(" "), "--sdk", sdk, "--wait", "2m", "--timeout", "1m"]);
    ci.args(["--url", &format!("http://127.0.0.1:{port}/webhook/event")]);
    ci.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    let done = run(&mut ci);
    assert_eq!(done.code, Some(0), "{done:?}");
}

#[test]
fn the_python_app_of_the_readme_passes_its_first_ci() {
    let folder = folder("readme-python");
    let python = Sdk::Python.command("app").get_program().to_string_lossy().into_owned();
    judge_readme_app("python", "app.py", &[python], &folder, "python");
}

#[test]
fn the_node_app_of_the_readme_passes_its_first_ci() {
    let folder = folder("readme-node");
    std::os::unix::fs::symlink(node_modules(), folder.join("node_modules")).unwrap();
    judge_readme_app("js", "app.mjs", &["node".to_owned()], &folder, "node");
}
