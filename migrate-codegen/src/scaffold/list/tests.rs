//! Lists with one more entry, as rustfmt leaves them alone.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::*;

/// Adds `m0003_c` to the set `shop`; the result is what rustfmt leaves alone.
#[track_caller]
fn check(text: &str, expected: &str) {
    let entry = Entry::Module("m0003_c".to_owned());
    let found = add_to_list(text, "shop", &entry).expect("finds the list");
    assert_eq!(found, expected);
    assert_eq!(rustfmt(&found), found.replace("\r\n", "\n"));
    let again = add_to_list(&found, "shop", &entry).expect_err("is listed");
    assert_eq!(again.to_string(), "`m0003_c` is already listed in `SHOP`");
}

#[track_caller]
fn refuses(text: &str, expected: &str) {
    let error = add_to_list(text, "shop", &Entry::File("0003_c.sql".to_owned()));
    assert!(error.expect_err("refuses").to_string().starts_with(expected));
}

/// With the default configuration: a file on stdin has none of its own.
fn rustfmt(text: &str) -> String {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--config", "newline_style=Unix"])
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt is part of the toolchain");
    let mut stdin = child.stdin.take().expect("is piped");
    stdin.write_all(text.as_bytes()).expect("rustfmt reads");
    drop(stdin);
    let output = child.wait_with_output().expect("rustfmt ends");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("rustfmt writes UTF-8")
}

#[test]
fn a_short_list_stays_on_its_line() {
    check(
        "mod m0001_a;\n\n#[migrations]\npub static SHOP: Migrations<Sqlite> = [m0001_a];\n",
        "mod m0001_a;\nmod m0003_c;\n\n#[migrations]\n\
         pub static SHOP: Migrations<Sqlite> = [m0001_a, m0003_c];\n",
    );
}

#[test]
fn a_long_list_goes_one_a_line() {
    let (a, b) = ("m0001_create_the_customers", "m0002_create_every_order");
    let list = format!("    {a},\n    {b},\n");
    check(
        &format!("mod {a};\nmod {b}; // orders\n\nstatic SHOP: M = [{a}, {b}];\n"),
        &format!(
            "mod {a};\nmod {b}; // orders\nmod m0003_c;\n\n\
             static SHOP: M = [\n{list}    m0003_c,\n];\n"
        ),
    );
}

#[test]
fn a_long_name_moves_the_list_below() {
    let name = "Migrations<TheDatabaseOfOurShopInProductionToday>";
    check(
        &format!(
            "mod m0001_a;\nmod m0002_bbbbbbbb;\n\npub static SHOP: {name} = [m0001_a, m0002_bbbbbbbb];\n"
        ),
        &format!(
            "mod m0001_a;\nmod m0002_bbbbbbbb;\nmod m0003_c;\n\n\
             pub static SHOP: {name} =\n    [m0001_a, m0002_bbbbbbbb, m0003_c];\n"
        ),
    );
}

#[test]
fn comments_stay_where_they_are() {
    check(
        "mod m0001_a;\n\nstatic SHOP: M = [\n    m0001_a,      // first, and [best]\n    \
         \"0002_b.sql\", // plain\n];\n",
        "mod m0001_a;\nmod m0003_c;\n\nstatic SHOP: M = [\n    m0001_a,      // first, and [best]\n    \
         \"0002_b.sql\", // plain\n    m0003_c,\n];\n",
    );
    check(
        "static SHOP: M = [\n    // none yet\n];\n",
        "mod m0003_c;\n\nstatic SHOP: M = [\n    // none yet\n    m0003_c,\n];\n",
    );
}

#[test]
fn an_empty_list_gets_its_first() {
    check(
        "use a::b;\n\n/// The shop's.\n#[migrations(target = \"3.45\")]\n\
         pub(crate) static SHOP: M = [];\n",
        "use a::b;\n\nmod m0003_c;\n\n/// The shop's.\n#[migrations(target = \"3.45\")]\n\
         pub(crate) static SHOP: M = [m0003_c];\n",
    );
}

#[test]
fn keeps_visibility_and_line_ends() {
    check(
        "pub(crate) mod m0001_a;\r\n\r\nstatic SHOP: M = [m0001_a];\r\n",
        "pub(crate) mod m0001_a;\r\npub(crate) mod m0003_c;\r\n\r\n\
         static SHOP: M = [m0001_a, m0003_c];\r\n",
    );
}

#[test]
fn another_set_is_left_alone() {
    check(
        "mod m0001_a;\n\nstatic KEYS: M = [m0001_k];\nstatic SHOP: M = [m0001_a];\n",
        "mod m0001_a;\nmod m0003_c;\n\nstatic KEYS: M = [m0001_k];\n\
         static SHOP: M = [m0001_a, m0003_c];\n",
    );
}

#[test]
fn refuses_what_it_cannot_find() {
    refuses("fn main() {}", "there is no `static SHOP`");
    refuses("// static SHOP: M = [];", "there is no `static SHOP`");
    refuses("mod a {\n    static SHOP: M = [];\n}", "`static SHOP` stands in an inline module");
    refuses("static SHOP: M = make();", "`static SHOP` is not written as `= [..]`");
}
