//! "Did you mean": the name that was probably meant by a word that names nothing.

/// How many letters may be wrong in the longest names.
const MAX_WRONG: usize = 4;

/// The name most like `word`, if no more than a third of its letters is wrong, and at most four. Of a name with folders
/// (`stories/out-of-order`) the last part is enough.
pub(crate) fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let candidates = names.into_iter().flat_map(|name| {
        let last = name.rsplit('/').next().unwrap_or(name);
        [name, last].map(|form| (distance(word, form), name))
    });
    candidates
        .filter_map(|(distance, name)| Some((distance?, name)))
        .min_by_key(|(distance, _)| *distance)
        .map(|it| it.1)
}

/// How many letters of `word` are wrong, unless they are too many.
fn distance(word: &str, name: &str) -> Option<usize> {
    let shorter = word.chars().count().min(name.chars().count());
    let most = (shorter / 3).clamp(1, MAX_WRONG);
    let distance = strsim::damerau_levenshtein(name, word);
    (distance <= most && distance < shorter).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_error_is_found_and_another_word_is_not() {
        let names = ["status", "stage", "id", "event_id", "stories/out-of-order"];
        assert_eq!(nearest("staus", names), Some("status"));
        assert_eq!(nearest("out-of-ordre", names), Some("stories/out-of-order"));
        assert_eq!(nearest("xy", names), None);
        assert_eq!(nearest("i", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest("something-else-entirely", names), None);
    }
}
