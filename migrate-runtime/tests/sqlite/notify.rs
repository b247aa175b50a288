//! Notices by webhook and mail, to servers of these tests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

use migrate_runtime::hooks::{Mail, Notify, Occasion, Webhook};
use migrate_runtime::migration::Code;
use migrate_runtime::report::Report;
use migrate_runtime::runner::Action;
use migrate_runtime::{Result, Set};

use crate::support::{File, code, runner, set, sql};

/// A server that serves one client, and what that one said.
struct Server {
    address: String,
    said: JoinHandle<String>,
}

impl Server {
    fn start(serve: fn(BufReader<TcpStream>) -> String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("has one").to_string();
        let said = std::thread::spawn(move || {
            let (stream, _) = listener.accept().expect("somebody comes");
            serve(BufReader::new(stream))
        });
        Self { address, said }
    }

    fn said(self) -> String {
        self.said.join().expect("the server ends well")
    }
}

/// Takes one request, and answers with that status. Returns its head and body.
fn http(mut stream: BufReader<TcpStream>, status: &str) -> String {
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).expect("a line");
        if let Some(number) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = number.trim().parse().expect("a number");
        }
        if line == "\r\n" {
            break;
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).expect("the body");
    let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    stream.get_mut().write_all(answer.as_bytes()).expect("answers");
    format!("{head}\n{}", String::from_utf8(body).expect("is text"))
}

/// Takes one mail. Returns everything that the client said.
fn smtp(mut stream: BufReader<TcpStream>) -> String {
    let mut said = String::new();
    let mut answer = "220 ready";
    loop {
        let stream_out = stream.get_mut();
        stream_out.write_all(format!("{answer}\r\n").as_bytes()).expect("answers");
        let mut lines = String::new();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).expect("a line") == 0 {
                return said;
            }
            lines.push_str(&line);
            // A mail ends with a dot.
            if answer != "354 go on" || line == ".\r\n" {
                break;
            }
        }
        said.push_str(&lines);
        answer = match lines.get(..4) {
            Some("DATA") => "354 go on",
            Some("QUIT") => "221 bye",
            _ => "250 ok",
        };
    }
}

fn broken() -> Set {
    set([
        sql(1, "CREATE TABLE a (x)").down("DROP TABLE a"),
        sql(2, "CREATE TABLE a (x)").down("SELECT 1"),
    ])
}

fn told(server: &Server) -> Notify<Webhook> {
    Notify::by(Webhook::new(format!("http://{}/hooks/secret", server.address)))
}

fn up(set: &Set, file: &File, notify: &mut Notify<Webhook>) -> Result<Report> {
    runner(set).reason("release 12").hook("webhook", notify).up(&mut file.open())
}

#[test]
fn a_failure_is_posted_with_what_was_kept() {
    let server = Server::start(|stream| http(stream, "204 No Content"));
    let file = File::new();
    let error = up(&broken(), &file, &mut told(&server)).expect_err("fails");
    assert!(error.report().expect("one is applied").warnings.is_empty());
    let said = server.said();
    let (head, body) = said.split_once("\n\n").or(said.split_once("\r\n\n")).expect("a body");
    assert!(head.starts_with("POST /hooks/secret HTTP/1.1"), "{head}");
    assert!(head.to_ascii_lowercase().contains("content-type: application/json"), "{head}");
    let notice: serde_json::Value = serde_json::from_str(body).expect("is JSON");
    assert_eq!(notice["occasion"], "failure");
    assert_eq!(notice["version"], 2);
    assert_eq!(notice["applied"], serde_json::json!([1]));
    assert_eq!(notice["reason"], "release 12");
    let text = notice["text"].as_str().expect("is text");
    for part in ["release 12", "migration 2 `m2` failed", "already exists", "kept: 1"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn a_server_that_refuses_is_a_warning_without_the_secret() {
    let server = Server::start(|stream| http(stream, "500 Internal Server Error"));
    let error = up(&broken(), &File::new(), &mut told(&server)).expect_err("fails");
    assert_eq!(
        error.report().expect("one is applied").warnings,
        ["the hook `webhook` failed after the run had failed: the server answered with status 500"]
    );
    server.said();
}

#[test]
fn nobody_listening_is_a_warning_without_the_secret() {
    let address = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("has one");
    let mut notify = Notify::by(Webhook::new(format!("http://{address}/hooks/secret")));
    let error = up(&broken(), &File::new(), &mut notify).expect_err("fails");
    let warnings = &error.report().expect("one is applied").warnings;
    assert!(warnings[0].starts_with("the hook `webhook` failed after"), "{warnings:?}");
    assert!(!warnings[0].contains("secret"), "{warnings:?}");
}

#[test]
fn only_what_is_asked_for_is_told() {
    let one = set([sql(1, "CREATE TABLE a (x)").down("DROP TABLE a")]);
    let file = File::new();
    let server = Server::start(|stream| http(stream, "200 OK"));
    let mut notify = told(&server).on(&[Occasion::Rollback]);
    // None of these connects: the server serves the rollback, which is the only one that it takes.
    up(&one, &file, &mut notify).expect("applies");
    let mut dry = runner(&one).hook("webhook", &mut notify);
    dry = dry.reason("a look");
    dry.dry_run(&mut file.open(), Action::Down).expect("reads");
    runner(&one).hook("webhook", &mut notify).down(&mut file.open()).expect("rolls back");
    let said = server.said();
    assert!(said.contains(r#""occasion":"rollback""#), "{said}");
    assert!(said.contains(r#""rolledBack":[1]"#), "{said}");
}

#[test]
fn a_slow_migration_is_told() {
    let server = Server::start(|stream| http(stream, "200 OK"));
    let wait: Code = |_| {
        std::thread::sleep(Duration::from_millis(5));
        Ok(())
    };
    let slow = set([code(1, wait)]);
    let mut notify = told(&server).on(&[Occasion::Slow]).slow(Duration::from_millis(1));
    up(&slow, &File::new(), &mut notify).expect("applies");
    assert!(server.said().contains(r#""occasion":"slow""#));
}

#[test]
fn a_failure_is_mailed() {
    let server = Server::start(smtp);
    let url = format!("smtp://{}", server.address);
    let mail = Mail::new(&url, "Migrate <migrate@example.com>", &["ops@example.com"]);
    let mut notify = Notify::by(mail.expect("is understood"));
    let result = runner(&broken()).hook("mail", &mut notify).up(&mut File::new().open());
    let warnings = result.expect_err("fails").report().expect("one is applied").warnings.clone();
    assert_eq!(warnings, Vec::<String>::new());
    drop(notify);
    // Long lines are folded.
    let said = server.said().replace("=\r\n", "");
    for part in [
        "MAIL FROM:<migrate@example.com>",
        "RCPT TO:<ops@example.com>",
        "Subject: [migrate] migrating",
        "migration 2 `m2` failed",
    ] {
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn what_is_no_server_and_no_address_is_said_without_the_password() {
    #[track_caller]
    fn check(server: &str, from: &str, to: &[&str], expected: &str) {
        let error = Mail::new(server, from, to).expect_err("is wrong").to_string();
        assert!(error.starts_with(expected) && !error.contains("hidden"), "{error}");
    }
    check("mailto:a:hidden@b", "a@b", &["c@d"], "the mail server is not understood");
    check("smtps://a:hidden@b", "nobody", &["c@d"], "`nobody` is no mail address");
    check("smtps://a:hidden@b", "a@b", &["c@"], "`c@` is no mail address");
    check("smtps://a:hidden@b", "a@b", &[], "there is nobody to send mail to");
}

/// The command line, as `migrate.toml` tells it.
#[cfg(all(feature = "cli", feature = "dev"))]
mod command_line {
    use std::path::Path;
    use std::process::{Command, Output};

    use super::{Server, http};
    use crate::support::File;

    /// Runs `cargo migrate` beside the database, with notices to this server.
    fn migrate(file: &File, server: &Server, arguments: &[&str]) -> Output {
        let path = file.path();
        let directory = path.parent().expect("stands in one");
        let url = format!("http://{}/hooks/secret", server.address);
        write(directory, "migrations/0001_a.sql", "CREATE TABLE a (x);");
        write(directory, "notify.toml", "[notify]\non = ['failure', 'lock', 'restore']\n");
        Command::new(env!("CARGO_BIN_EXE_cargo-migrate"))
            .args(["migrate", "--config", "notify.toml", "--url", "shop.db", "--yes"])
            .args(arguments)
            .args(["--dir", "migrations", "--dialect", "sqlite"])
            .env("MIGRATE_NOTIFY_WEBHOOK", url)
            .current_dir(directory)
            .output()
            .expect("starts")
    }

    fn write(directory: &Path, name: &str, text: &str) {
        let path = directory.join(name);
        std::fs::create_dir_all(path.parent().expect("stands in one")).expect("is made");
        std::fs::write(path, text).expect("is written");
    }

    #[track_caller]
    fn check(file: &File, arguments: &[&str], exit: i32, expected: &[&str]) {
        let server = Server::start(|stream| http(stream, "200 OK"));
        let output = migrate(file, &server, arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(exit), "{errors}");
        assert!(!errors.contains("secret") && !errors.contains("warning"), "{errors}");
        let said = server.said();
        for part in expected {
            assert!(said.contains(part), "{said}");
        }
    }

    #[test]
    fn a_failing_run_is_told() {
        let file = File::new();
        file.run("CREATE TABLE a (y)");
        let expected = [r#""occasion":"failure""#, "migration 1 `a` failed"];
        check(&file, &["up", "--reason", "release 12"], 1, &expected);
    }

    #[test]
    fn a_run_that_is_refused_before_it_begins_is_told() {
        let file = File::new();
        file.up(&crate::support::set([crate::support::sql(9, "CREATE TABLE z (x)")])).expect("up");
        file.run("UPDATE _migrations SET \"set\" = 'main'");
        check(&file, &["up"], 4, &[r#""occasion":"failure""#, "was refused"]);
    }

    #[test]
    fn a_lock_that_is_taken_away_is_told() {
        let file = File::new();
        file.up(&crate::support::set([crate::support::sql(9, "CREATE TABLE z (x)")])).expect("up");
        file.run(
            "UPDATE _migrations_lock SET token = 9, holder = 'bob', host = 'elsewhere', pid = 7, \
             acquired_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), \
             expires_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+10 minutes')",
        );
        let expected = [r#""occasion":"lock""#, "was taken away from bob", "it hangs"];
        check(&file, &["lock", "release", "--reason", "it hangs"], 0, &expected);
    }
}
