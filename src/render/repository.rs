//! File names as a forge knows them: of the repository, whatever the working folder; and as URI references (RFC 3986).

use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

/// The repository that a run works in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Repository {
    /// Its folder, where the environment names it (`GITHUB_WORKSPACE`).
    root: Option<PathBuf>,
    folder: PathBuf,
}

impl Repository {
    /// The repository in `root`, seen from the working folder `folder`.
    pub(crate) fn new(root: Option<PathBuf>, folder: PathBuf) -> Self {
        Self { root, folder }
    }

    /// The path of a file as the user named it: of the repository where it is in one, else of the working folder, else
    /// absolute; `stdin` for standard input, `sample/NAME` for a bundled event.
    pub(crate) fn path(&self, file: &str) -> String {
        if file == "<stdin>" {
            return "stdin".to_owned();
        }
        if let Some(name) = file.strip_prefix("sample:") {
            return format!("sample/{name}");
        }
        let whole = normal(&self.folder.join(file));
        let root = self.root.as_deref().map(normal);
        let inner = root.and_then(|root| whole.strip_prefix(root).ok().map(Path::to_path_buf));
        let inner = inner.or_else(|| whole.strip_prefix(normal(&self.folder)).ok().map(Path::to_path_buf));
        let path = inner.unwrap_or(whole).to_string_lossy().into_owned();
        if MAIN_SEPARATOR == '/' { path } else { path.replace(MAIN_SEPARATOR, "/") }
    }

    /// The same as a URI reference: `file://` where it is absolute.
    pub(crate) fn uri(&self, file: &str) -> String {
        let path = self.path(file);
        let scheme = match Path::new(&path).is_absolute() {
            true if path.starts_with('/') => "file://",
            true => "file:///",
            false => "",
        };
        format!("{scheme}{}", encoded(&path))
    }
}

/// The path without `.` and `..`, read as text: links are not followed.
fn normal(path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if whole.file_name().is_some() => {
                whole.pop();
            }
            part => whole.push(part),
        }
    }
    whole
}

/// Percent-encodes everything but unreserved characters and the slash.
fn encoded(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let digit = |half: u8| char::from(b"0123456789ABCDEF"[usize::from(half)]);
            text.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    text
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_of_the_repository() {
        let it = Repository::new(Some("/w".into()), "/w/app".into());
        assert_eq!(it.path("fixtures/x.json"), "app/fixtures/x.json");
        assert_eq!(it.path("../app/./fixtures/x.json"), "app/fixtures/x.json");
        assert_eq!(it.path("/w/app/x.json"), "app/x.json");
        assert_eq!(it.path("/elsewhere/x.json"), "/elsewhere/x.json");
        assert_eq!(it.uri("/elsewhere/a?.json"), "file:///elsewhere/a%3F.json");
    }

    #[test]
    fn without_a_repository_it_is_one_of_the_working_folder() {
        let it = Repository::new(None, "/w/app".into());
        assert_eq!(it.uri("./events/a b#1.json"), "events/a%20b%231.json");
        assert_eq!(it.path("../x.json"), "/w/x.json");
        assert_eq!(
            (it.path("<stdin>"), it.uri("sample:bot-closes")),
            ("stdin".into(), "sample/bot-closes".into())
        );
        assert_eq!(it.uri("工单.json"), "%E5%B7%A5%E5%8D%95.json");
    }
}
