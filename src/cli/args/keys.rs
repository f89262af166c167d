//! Reads the app's secrets from a file, the environment or a flag.

use std::fs;
use std::path::Path;

use super::groups::{KeyArgs, TokenArgs};
use crate::cli::CliError;
use crate::model::Secret;
use crate::protocol::Keys;
use crate::protocol::webhook::Cipher;

/// The cipher of the encrypt key, where one was given.
pub(crate) fn cipher(args: &KeyArgs) -> Result<Option<Cipher>, CliError> {
    let key = secret("encrypt key", args.encrypt_key_file.as_deref(), args.encrypt_key.as_deref())?;
    Ok(key.map(|key| Cipher::new(&key)))
}

/// The encrypt key and the verification token, each where one was given.
pub(crate) fn keys(key: &KeyArgs, token: &TokenArgs) -> Result<Keys, CliError> {
    let (file, flag) = (token.verification_token_file.as_deref(), token.verification_token.as_deref());
    let token = secret("verification token", file, flag)?;
    let key = secret("encrypt key", key.encrypt_key_file.as_deref(), key.encrypt_key.as_deref())?;
    Ok(Keys::new(key, token))
}

/// A secret from its file or its flag. The newline an editor leaves at the end of a file is not part of it.
pub(crate) fn secret(
    what: &str,
    file: Option<&Path>,
    flag: Option<&str>,
) -> Result<Option<Secret>, CliError> {
    let text = match (file, flag) {
        (None, None) => return Ok(None),
        (None, Some(text)) => text.to_owned(),
        (Some(path), _) => {
            let path_shown = path.display().to_string();
            let text =
                fs::read_to_string(path).map_err(|source| CliError::Read { path: path_shown, source })?;
            text.trim_end_matches(['\n', '\r']).to_owned()
        }
    };
    if text.is_empty() {
        let place = file.map_or(String::new(), |path| format!(" in `{}`", path.display()));
        return Err(CliError::usage_with(
            format!("the {what}{place} is empty"),
            "copy it from the app's page, Events & Callbacks; leave the flag out if the app has none",
        ));
    }
    Ok(Some(Secret::new(text)))
}
