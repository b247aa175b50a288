//! Each page's bad and good example, judged.

use super::*;

/// Whether the examples are files of SQL that the reader takes.
fn is_readable(rule: &Rule) -> bool {
    rule.bad.starts_with("-- 0") && rule.id != "unreadable"
}

/// What SQLite says when the whole example is applied to an empty database.
fn apply(example: &str) -> Result<(), rusqlite::Error> {
    let database = Connection::open_in_memory()?;
    for source in sources(example, Origin::SqlFile, Dialect::Sqlite) {
        database.execute_batch(&text(&source).text)?;
    }
    Ok(())
}

#[test]
fn each_rule_finds_its_bad_example_and_no_other() {
    let (mut all, mut wanted) = (Vec::new(), Vec::new());
    for rule in ALL {
        let expected = match rule.check {
            Check::Judge | Check::Refusal | Check::Structure => BTreeSet::new(),
            Check::Rule(_) | Check::Consent => BTreeSet::from([rule.id]),
        };
        let options = options_of(rule);
        all.push((rule.id, codes(rule.bad, &options), codes(rule.good, &options)));
        // Nobody judges here, so nothing meets the `expect` of what only the judge finds.
        wanted.push((rule.id, expected, BTreeSet::new()));
    }
    all.retain(|it| !wanted.contains(it));
    assert_eq!(all, [], "id, found in bad.sql, found in good.sql");
}

/// The same with the judge at work, which also speaks for the rules that only it can keep.
#[test]
fn the_whole_check_agrees() {
    let mut all = Vec::new();
    for rule in ALL.iter().chain(refusals::ALL).filter(|rule| is_readable(rule)) {
        let found = |example| -> BTreeSet<_> {
            let options = options_of(rule);
            let sources = sources(example, Origin::SqlFile, options.dialect);
            let report = crate::check::check(&sources, &options);
            let last = report.migrations.len() - 1;
            // A list that does not hold does so as a whole.
            let whole = matches!(rule.check, Check::Structure);
            let own = report.problems.iter().filter(|it| whole || it.migration == Some(last));
            own.map(|problem| problem.code).collect()
        };
        let bad = match rule.id {
            // A file without a rollback counts as irreversible; only a Rust item needs one.
            // Nor are an engine that is not there, and a replay that is off, in an example.
            "no_rollback" | "no_engine" | "preserve_unseen" => BTreeSet::new(),
            // SQLite refuses it by itself, and says it in its own words.
            "outside_transaction" => BTreeSet::from(["refused"]),
            id => BTreeSet::from([id]),
        };
        all.push((rule.id, found(rule.bad) == bad, found(rule.bad), found(rule.good)));
    }
    all.retain(|(_, bad_is_found, _, good)| !bad_is_found || !good.is_empty());
    assert_eq!(all, [], "id, found in bad.sql, found in good.sql");
}

#[test]
fn sqlite_accepts_every_example() {
    for rule in ALL.iter().filter(|it| it.dialects[0].is_sqlite()) {
        assert_eq!(apply(rule.good).map_err(|error| error.to_string()), Ok(()), "{}", rule.id);
        assert_eq!(apply(rule.bad).is_err(), rule.id == "fails_on_data", "{}", rule.id);
    }
}

/// What is refused is refused by SQLite itself, unless another SQLite or the end of the history
/// decides, and the way out is taken.
#[test]
fn sqlite_refuses_what_it_is_said_to() {
    let elsewhere = ["needs_newer_engine", "foreign_key_mismatch", "no_engine", "not_replayed"];
    let own = |it: &&Rule| matches!(it.check, Check::Refusal) && it.dialects[0].is_sqlite();
    for rule in refusals::ALL.iter().filter(own) {
        assert_eq!(apply(rule.good).map_err(|error| error.to_string()), Ok(()), "{}", rule.id);
        if !elsewhere.contains(&rule.id) {
            assert!(apply(rule.bad).is_err(), "{}", rule.id);
        }
    }
}

#[test]
fn the_reader_refuses_what_it_is_said_to() {
    let rule = refusals::find("unreadable").expect("a page");
    let read = |example: &str| {
        let (_, text) = example.split_once('\n').expect("a name and a text");
        let file = SourceFile::new("0001_plans.sql", text);
        let reading = Reading { origin: Origin::SqlFile, ..Reading::entry(Dialect::Sqlite) };
        sql::read(&file, &Stem::parse("0001_plans").expect("a version"), reading).is_ok()
    };
    assert_eq!((read(rule.bad), read(rule.good)), (false, true));
}

/// Files, examples and ids are the same set.
#[test]
fn files_and_ids_agree() {
    agree("rules", ALL);
    agree("refusals", refusals::ALL);
}

#[track_caller]
fn agree(folder: &str, all: &[Rule]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint").join(folder);
    let listed: Vec<_> = fs::read_dir(&folder).expect("the rules").collect();
    let names = listed.into_iter().map(|entry| entry.expect("an entry").path());
    let (folders, files): (BTreeSet<_>, BTreeSet<_>) = names.partition(|path| path.is_dir());
    let stem = |path: &std::path::PathBuf| {
        path.file_stem().expect("a name").to_string_lossy().into_owned()
    };
    let ids: BTreeSet<_> = all.iter().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(ids.len(), all.len(), "an id is there twice");
    assert_eq!(folders.iter().map(stem).collect::<BTreeSet<_>>(), ids);
    let others = ["mod", "registry"];
    let rules = files.iter().map(stem).filter(|name| !others.contains(&name.as_str()));
    assert_eq!(rules.collect::<BTreeSet<_>>(), ids);
    for Rule { id, bad, good, .. } in all {
        for (name, text) in [("bad", bad), ("good", good)] {
            let path = |end: &str| folder.join(id).join(name).with_extension(end);
            let read = fs::read_to_string(path("sql")).or_else(|_| fs::read_to_string(path("txt")));
            assert_eq!(*text, read.expect("an example"), "{id}/{name}");
        }
    }
}

#[test]
fn texts_are_whole_sentences() {
    for Rule { id, title, reason, alternative, .. } in ALL.iter().chain(refusals::ALL) {
        assert!(!title.ends_with('.'), "{id}: a title is no sentence");
        for text in [reason, alternative] {
            assert!(text.ends_with('.') && !text.contains("  "), "{id}: {text}");
        }
    }
}
