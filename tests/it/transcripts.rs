//! What users see, kept as transcripts: `tests/cmd/*.trycmd`, the READMEs and the pages of `docs/`.

#[test]
fn the_transcripts_and_the_docs_are_true() {
    // The language and the colours of the environment must not show.
    let cases = trycmd::TestCases::new();
    cases.env("LC_ALL", "C").env("NO_COLOR", "1").env("TZ", "UTC");
    cases.case("tests/cmd/*.trycmd").case("README*.md").case("docs/*.md");
}
