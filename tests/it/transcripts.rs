//! What users see, kept as transcripts: `tests/cmd/*.trycmd`, and the README.

#[test]
fn the_transcripts_and_the_readme_are_true() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd").case("README.md");
}
