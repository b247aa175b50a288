//! What the settings come to where file, environment and flags differ.

use super::*;

fn settings(text: &str, real: &[(&str, &str)], env: Option<&str>) -> Result<Settings, String> {
    let file = File::parse(Path::new("migrate.toml"), text);
    let variables = Variables::of(real, &[("MAX_MIGRATION_TIME", "9")]);
    file.and_then(|file| Settings::of(file, variables, env)).map_err(|failure| failure.told())
}

#[track_caller]
fn check(text: &str, real: &[(&str, &str)], key: &str, expected: &str) {
    let settings = settings(text, real, None).expect("is right");
    let found = settings.shown().into_iter().find(|it| it.key == key).expect("is shown");
    assert_eq!(format!("{}, {}", found.value, found.origin), expected);
}

#[test]
fn the_strongest_one_counts_and_is_named() {
    let file = "[run]\ntimeout = '5m'\nretries = 1\n\
                [environment.production.run]\nretries = 9\n[log]\nlevel = 'info'\n";
    check("", &[], "run.retries", "3, default");
    check(file, &[], "run.retries", "1, `[run]` of `migrate.toml`");
    let env = [("MIGRATE_ENV", "production"), ("NODE_ENV", "test")];
    let own = "9, `[environment.production.run]` of `migrate.toml`";
    check(file, &env, "run.retries", own);
    check(file, &env, "environment", "production, variable `MIGRATE_ENV`");
    check(file, &[("NODE_ENV", "test")], "environment", "test, variable `NODE_ENV`");
    check(file, &[], "run.timeout", "9 ms, `MAX_MIGRATION_TIME` of `.env`");
    let time = [("MAX_MIGRATION_TIME", "60000")];
    check(file, &time, "run.timeout", "1 min, variable `MAX_MIGRATION_TIME`");
    check(file, &[("MAX_MIGRATION_TIME", "")], "run.timeout", "5 min, `[run]` of `migrate.toml`");
    check(file, &[], "log.level", "info, `[log]` of `migrate.toml`");
}

#[test]
fn production_has_safeguards_unless_somebody_says_otherwise() {
    let env = [("MIGRATE_ENV", "production")];
    check("", &env, "run.out_of_order", "refuse, default in production");
    check("", &env, "run.verify_after", "true, default in production");
    let allow = "[run]\nout_of_order = 'allow'\n";
    check(allow, &env, "run.out_of_order", "allow, `[run]` of `migrate.toml`");
}

#[test]
fn the_start_has_two_names_for_one_thing() {
    check("", &[], "run.auto", "false, default");
    check("[run]\nauto = true\n", &[], "run.auto", "true, `[run]` of `migrate.toml`");
    let file = "[run]\nauto = true\nfail_hard = true\n";
    let both = [("AUTO_MIGRATE", "off"), ("MIGRATE_ON_START", "false")];
    check(file, &both, "run.auto", "false, variable `AUTO_MIGRATE`");
    check(file, &both[1..], "run.auto", "false, variable `MIGRATE_ON_START`");
    let hard = [("MIGRATE_ON_START_FAIL_HARD", "0")];
    check(file, &hard, "run.fail_hard", "false, variable `MIGRATE_ON_START_FAIL_HARD`");
    let told = settings(file, &hard, None).expect("is right").on_start();
    assert_eq!(told, Wish { auto: Some(true), fail_hard: Some(false) });
    assert_eq!(settings("", &[], None).expect("is right").on_start(), Wish::default());
    let error = settings("", &[both[0], ("MIGRATE_ON_START", "1")], None).expect_err("both");
    assert!(error.starts_with("`AUTO_MIGRATE` and `MIGRATE_ON_START` exclude"), "{error}");
}

#[test]
fn who_is_told_is_shown_without_secrets() {
    let file = "[notify]\non = ['failure', 'lock']\nwebhook = 'https://chat.example.com/x/y'\n";
    check(file, &[], "notify.on", "failure, lock, `[notify]` of `migrate.toml`");
    let hidden = "https://chat.example.com/***, `[notify]` of `migrate.toml`";
    check(file, &[], "notify.webhook", hidden);
    let smtp = [("MIGRATE_NOTIFY_SMTP", "smtps://ada:hidden@mail.example.com")];
    let hidden = "smtps://ada:***@mail.example.com, variable `MIGRATE_NOTIFY_SMTP`";
    check(file, &smtp, "notify.smtp", hidden);
    let error = settings("[notify]\non = ['lunch']\n", &[], None).expect_err("unknown");
    assert!(error.contains("`failure`, `slow`, `rollback`"), "{error}");
}

#[test]
fn nonsense_in_a_variable_is_refused_by_its_name() {
    let error = settings("", &[("MIGRATION_REQUIRE_CONFIRMATION", "maybe")], None);
    let error = error.expect_err("is wrong");
    assert!(error.starts_with("variable `MIGRATION_REQUIRE_CONFIRMATION` is `maybe`"), "{error}");
    let error = settings("", &[("MAX_MIGRATION_TIME", "5m")], None).expect_err("is wrong");
    assert!(error.ends_with("`5m`, which is no number of milliseconds"), "{error}");
    let error = settings("", &[], Some("")).expect_err("is wrong");
    assert!(error.starts_with("`--env` names nothing"), "{error}");
}
