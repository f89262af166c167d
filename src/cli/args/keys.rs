//! Reads the app's secrets from a file, the environment or a flag.

use std::fs;
use std::path::Path;

use super::groups::{KeyArgs, TokenArgs};
use crate::cli::{CliError, say};
use crate::model::Secret;
use crate::protocol::Keys;
use crate::protocol::webhook::Cipher;

/// What an empty value of a secret's flag means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EmptySecret {
    Unset,
    /// The same, and it is said: something is sent without it.
    Warned,
    /// An error: something would go unverified.
    Refused,
}

/// The cipher of the encrypt key, where one was given.
pub(crate) fn cipher(args: &KeyArgs) -> Result<Option<Cipher>, CliError> {
    Ok(keys_of(args, None, EmptySecret::Unset)?.cipher().cloned())
}

/// The encrypt key and the verification token, each where one was given.
pub(crate) fn keys(key: &KeyArgs, token: &TokenArgs, empty: EmptySecret) -> Result<Keys, CliError> {
    let (file, flag) = (token.verification_token_file.as_deref(), token.verification_token.as_deref());
    let token = secret("verification-token", file, flag, empty)?;
    keys_of(key, token, empty)
}

/// The encrypt key and the one that it replaced, with this token.
pub(crate) fn keys_of(args: &KeyArgs, token: Option<Secret>, empty: EmptySecret) -> Result<Keys, CliError> {
    let (file, flag) = (args.encrypt_key_file.as_deref(), args.encrypt_key.as_deref());
    let key = secret("encrypt-key", file, flag, empty)?;
    let old = secret("old-key", args.old_key_file.as_deref(), None, empty)?;
    let Some(old) = old else { return Ok(Keys::new(key, token)) };
    if key.is_none() {
        return Err(CliError::usage_with(
            "`--old-key-file` has no effect without an encrypt key",
            "give the new key with --encrypt-key-file; if the old one is still the app's only key, it is the encrypt key",
        ));
    }
    Ok(Keys::new(key, token).with_old_key(old))
}

/// What a key file looks like that holds more than the secret.
fn not_bare(text: &str) -> Option<&'static str> {
    let is_name = |it: &str| {
        let name = it.trim_start_matches("export ");
        name.len() > 1 && name.chars().all(|c| c == '_' || c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    match text.split_once('=') {
        _ if text.starts_with('{') => Some("JSON"),
        _ if text.starts_with(['"', '\'']) => Some("a text in quotes"),
        Some((name, value)) if is_name(name) && !value.is_empty() => Some("NAME=value"),
        _ => None,
    }
}

/// A secret of this name from its file or its flag. A byte-order mark, blanks and line ends around it are not part of it,
/// nor are the quotes around it in a file.
pub(crate) fn secret(
    name: &str,
    file: Option<&Path>,
    flag: Option<&str>,
    empty: EmptySecret,
) -> Result<Option<Secret>, CliError> {
    let text = match (file, flag) {
        (None, None) => return Ok(None),
        (None, Some(text)) => text.to_owned(),
        (Some(path), _) => fs::read_to_string(path)
            .map_err(|source| CliError::unreadable(&format!("--{name}-file"), path, source))?,
    };
    let mut text = text.trim_start_matches('\u{feff}').trim();
    if let Some(path) = file {
        let bare = ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
        if let Some(bare) = bare {
            let path = path.display();
            say(&format!("note: `{path}`: the quotes around the secret are not taken for a part of it"));
            text = bare;
        }
        if let Some(what) = not_bare(text) {
            say(&format!(
                "warning: `{}` begins as {what} does; the file has to hold the secret and nothing else",
                path.display()
            ));
        }
        if text.contains(char::is_control) {
            let path = path.display();
            return Err(CliError::usage_with(
                format!("`--{name}-file`: `{path}` holds more than one line, or bytes that are no text"),
                "the file has to hold the secret and nothing else, as UTF-8",
            ));
        }
    }
    if !text.is_empty() {
        return Ok(Some(Secret::new(text.to_owned())));
    }
    match (file, empty) {
        (None, EmptySecret::Unset) => Ok(None),
        (None, EmptySecret::Warned) => {
            say(&format!("warning: `--{name}` is empty and counts as not set"));
            Ok(None)
        }
        _ => {
            let place = file.map_or(String::new(), |path| format!("-file`: `{}", path.display()));
            Err(CliError::usage_with(
                format!("`--{name}{place}` is empty"),
                "copy it from the app's page, Events & Callbacks; leave the flag out if the app has none",
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_holds_more_than_the_secret_is_known() {
        for (text, what) in [
            ("ENCRYPT_KEY=abc", Some("NAME=value")),
            ("export LARK_KEY=abc", Some("NAME=value")),
            ("{\"key\":1}", Some("JSON")),
            ("\"abc", Some("a text in quotes")),
            ("c2VjcmV0LWtleQ==", None),
            ("KEY=", None),
            ("a=b", None),
        ] {
            assert_eq!(not_bare(text), what, "{text}");
        }
    }
}
