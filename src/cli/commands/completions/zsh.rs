//! What the generator's script for zsh lacks: values that are only begun by their name, as `junit=FILE`, take no blank.

/// The lists whose names end with `=` or `:` complete without a blank behind them; what follows `FORMAT=` is a file.
pub(super) fn with_prefixes(script: &str) -> String {
    let lines = script.lines().map(|line| {
        let Some((head, rest)) = line.split_once(":(") else { return line.to_owned() };
        let Some((names, end)) = rest.split_once(")'") else { return line.to_owned() };
        let mut each = names.split(' ');
        if !each.all(|it| it.ends_with(['=', ':'])) {
            return line.to_owned();
        }
        let files = if head.ends_with("FORMAT=PATH") { "_files" } else { "return 1" };
        format!("{head}:{{ if compset -P \"*=\"; then {files}; else compadd -S \"\" -- {names}; fi }}'{end}")
    });
    lines.map(|line| line + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lists_of_beginnings_are_rewritten() {
        let formats = "'*--report=[Write]:FORMAT=PATH:(human= junit=)' \\\n";
        assert_eq!(
            with_prefixes(formats),
            "'*--report=[Write]:FORMAT=PATH:{ if compset -P \"*=\"; then _files; else compadd -S \"\" -- human= \
             junit=; fi }' \\\n"
        );
        let plain = "'--format=[How]:FORMAT:(human short)' \\\n";
        assert_eq!(with_prefixes(plain), plain);
    }
}
