//! Which cases are put: all of them, only some, or all but some.

use super::case::Case;
use crate::engine::probe::cases::cases;
use crate::report::nearest;

#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    only: Vec<&'static str>,
    skip: Vec<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not a case of `probe`")]
pub(crate) struct UnknownCase {
    pub name: String,
    /// The case whose name is much like it.
    pub near: Option<&'static str>,
}

impl Selection {
    /// The cases named by `only`, or all where that is empty, without those named by `skip`.
    pub(crate) fn new(only: &[String], skip: &[String]) -> Result<Self, UnknownCase> {
        let find = |names: &[String]| names.iter().map(|it| known(it)).collect::<Result<Vec<_>, _>>();
        let mut only = find(only)?;
        // Effects are counted of the event that was sent twice.
        if only.contains(&"effect") && !only.contains(&"duplicate") {
            only.push("duplicate");
        }
        Ok(Self { only, skip: find(skip)? })
    }

    /// Whether a case was asked for by its name, and not to be left out.
    pub(crate) fn asks_for(&self, slug: &str) -> bool {
        self.only.contains(&slug) && !self.skip.contains(&slug)
    }

    /// The cases in order. What `--skip` names is among them, to be told as skipped.
    pub(crate) fn cases(&self) -> Vec<&'static Case> {
        cases().filter(|it| self.only.is_empty() || self.only.contains(&it.slug)).collect()
    }

    pub(crate) fn skips(&self, case: &Case) -> bool {
        self.skip.contains(&case.slug)
    }
}

fn known(name: &str) -> Result<&'static str, UnknownCase> {
    let slugs = || cases().map(|it| it.slug);
    slugs()
        .find(|it| *it == name)
        .ok_or_else(|| UnknownCase { name: name.to_owned(), near: nearest(name, slugs()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn cases_keep_their_order_whatever_the_order_they_are_named_in() {
        let chosen = Selection::new(&names(&["alive", "event"]), &[]).unwrap().cases();
        assert_eq!(chosen.iter().map(|it| it.slug).collect::<Vec<_>>(), ["event", "alive"]);
        assert_eq!(Selection::default().cases().len(), cases().count());
    }

    #[test]
    fn the_count_of_effects_brings_the_event_that_it_counts() {
        let chosen = Selection::new(&names(&["effect"]), &[]).unwrap().cases();
        assert_eq!(chosen.iter().map(|it| it.slug).collect::<Vec<_>>(), ["duplicate", "effect"]);
    }

    #[test]
    fn a_name_that_is_nearly_right_is_told() {
        let near = |name: &str| Selection::new(&[], &names(&[name])).unwrap_err().near;
        assert_eq!(near("forged-bodi"), Some("forged-body"));
        assert_eq!(near("something-else-entirely"), None);
    }
}
