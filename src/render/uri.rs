//! File names as URI references (RFC 3986), for formats that ask for them.

use std::path::{MAIN_SEPARATOR, Path};

/// The reference of a file as the user named it: relative for a relative path, `file://` for an absolute one, `stdin`
/// for standard input; `sample:NAME` stays what it is.
pub(crate) fn reference(file: &str) -> String {
    if file == "<stdin>" {
        return "stdin".to_owned();
    }
    if let Some(name) = file.strip_prefix("sample:") {
        return format!("sample:{}", encoded(name));
    }
    let slashed = if MAIN_SEPARATOR == '/' { file.to_owned() } else { file.replace(MAIN_SEPARATOR, "/") };
    if Path::new(file).is_absolute() {
        let root = if slashed.starts_with('/') { "file://" } else { "file:///" };
        return format!("{root}{}", encoded(&slashed));
    }
    encoded(slashed.strip_prefix("./").unwrap_or(&slashed))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_path_stays_relative() {
        assert_eq!(reference("./events/a b#1.json"), "events/a%20b%231.json");
        assert_eq!(reference("../工单.json"), "../%E5%B7%A5%E5%8D%95.json");
        assert_eq!(reference("a:b.json"), "a%3Ab.json");
    }

    #[test]
    fn what_is_no_file_has_a_name_of_its_own() {
        assert_eq!(reference("<stdin>"), "stdin");
        assert_eq!(reference("sample:bot-closes"), "sample:bot-closes");
    }

    #[cfg(unix)]
    #[test]
    fn an_absolute_path_names_its_scheme() {
        assert_eq!(reference("/srv/a?.json"), "file:///srv/a%3F.json");
    }
}
