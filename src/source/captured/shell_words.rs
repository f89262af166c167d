//! The words of a command line, as a shell of the Bourne family cuts and unquotes them.

const OPEN_QUOTE: &str = "a quote of the curl command does not end";

/// The words of the first command in a text.
pub(super) fn split(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.trim_end().chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' => words.extend(word.take()),
            '\n' | ';' | '|' | '&' => break,
            '\r' => {}
            '\\' => match chars.next() {
                Some('\n') | None => {}
                Some('\r') => _ = chars.next_if_eq(&'\n'),
                Some(c) => word.get_or_insert_default().push(c),
            },
            '\'' => quoted(&mut chars, word.get_or_insert_default())?,
            '"' => double(&mut chars, word.get_or_insert_default())?,
            '$' if chars.peek() == Some(&'\'') => {
                chars.next();
                ansi(&mut chars, word.get_or_insert_default())?;
            }
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Ok(words)
}

type Chars<'t> = std::iter::Peekable<std::str::Chars<'t>>;

/// `'…'`: as it stands.
fn quoted(chars: &mut Chars<'_>, word: &mut String) -> Result<(), String> {
    loop {
        match chars.next().ok_or(OPEN_QUOTE)? {
            '\'' => return Ok(()),
            c => word.push(c),
        }
    }
}

/// `"…"`: a backslash escapes `$`, a backtick, `"`, itself and a line break.
fn double(chars: &mut Chars<'_>, word: &mut String) -> Result<(), String> {
    loop {
        match chars.next().ok_or(OPEN_QUOTE)? {
            '"' => return Ok(()),
            '\\' => match chars.next().ok_or(OPEN_QUOTE)? {
                '\n' => {}
                c @ ('$' | '`' | '"' | '\\') => word.push(c),
                c => word.extend(['\\', c]),
            },
            c => word.push(c),
        }
    }
}

/// `$'…'`, as browsers copy a request: escapes as in C.
fn ansi(chars: &mut Chars<'_>, word: &mut String) -> Result<(), String> {
    loop {
        match chars.next().ok_or(OPEN_QUOTE)? {
            '\'' => return Ok(()),
            '\\' => match chars.next().ok_or(OPEN_QUOTE)? {
                'n' => word.push('\n'),
                'r' => word.push('\r'),
                't' => word.push('\t'),
                'u' => word.extend(code(chars, 4)),
                'x' => word.extend(code(chars, 2)),
                c => word.push(c),
            },
            c => word.push(c),
        }
    }
}

fn code(chars: &mut Chars<'_>, digits: usize) -> Option<char> {
    let mut text = String::new();
    while text.len() < digits {
        text.push(chars.next_if(char::is_ascii_hexdigit)?);
    }
    u32::from_str_radix(&text, 16).ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_and_unquoted_as_a_shell_does() {
        let text = "curl -H 'A: b c' \\\n  --data \"{\\\"a\\\": \\n}\" x\\ y $'\\u00e9\\'\\n' '' | tail";
        let words = split(text).unwrap();
        assert_eq!(words, ["curl", "-H", "A: b c", "--data", "{\"a\": \\n}", "x y", "é'\n", ""]);
        assert!(split("curl 'x").is_err() && split("curl \"x").is_err());
    }
}
