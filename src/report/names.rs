//! Names: enums that have them, and "did you mean", the name that was probably meant by a word that names nothing.

/// Makes enums whose variants have names, as they are written in output and by users: each with a `name`.
macro_rules! named {
    ($($(#[$about:meta])* $vis:vis enum $type:ident {
        $($(#[$each:meta])* $variant:ident $name:literal)+
    })+) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $type { $($(#[$each])* $variant,)+ }

        impl $type {
            /// The name of the variant.
            $vis fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    )+};
}

pub(crate) use named;

/// How many letters may be wrong in the longest names.
const MAX_WRONG: usize = 4;

/// The name most like `word`: at most a third of its letters wrong, at most four; of `stories/x` the `x` is enough.
pub(crate) fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let candidates = names.into_iter().flat_map(|name| {
        let last = name.rsplit_once('/').map(|it| it.1);
        [Some(name), last].into_iter().flatten().map(move |form| (form, name))
    });
    candidates
        .filter_map(|(form, name)| Some((distance(word, form)?, name)))
        .min_by_key(|(distance, _)| *distance)
        .map(|it| it.1)
}

/// How many letters of `word` are wrong, unless they are too many.
fn distance(word: &str, name: &str) -> Option<usize> {
    let shorter = word.chars().count().min(name.chars().count());
    let most = (shorter / 3).clamp(1, MAX_WRONG);
    if lacks(word, name) > most || lacks(name, word) > most {
        return None;
    }
    let distance = strsim::damerau_levenshtein(name, word);
    (distance <= most && distance < shorter).then_some(distance)
}

/// How many letters of `word` are not in `name`, or not as often: so many are wrong at least. It is told much quicker than
/// the distance, and letters that share a place only make it less.
fn lacks(word: &str, name: &str) -> usize {
    let (mut left, place) = ([0_u32; 128], |letter: char| letter as usize % 128);
    name.chars().for_each(|it| left[place(it)] += 1);
    let is_left = |letter: &char| match &mut left[place(*letter)] {
        0 => false,
        count => {
            *count -= 1;
            true
        }
    };
    word.chars().count() - word.chars().filter(is_left).count()
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
