//! What a user sees when a migration is wrong, and what has to build without a word.

#[test]
fn macros() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/fail/*/*.rs");
    cases.compile_fail("tests/ui/fail/files/*/main.rs");
    cases.pass("tests/ui/pass/*.rs");
    cases.pass("tests/ui/pass/*/main.rs");
}
