//! What becomes of views when what they read changes. The texts were run on a server.

use crate::Dialect;
use crate::catalog::Catalog;

const TABLES: &str = "CREATE TABLE users (id int, name text, age int);
    CREATE TABLE posts (id int, user_id int, title text);";

/// The text of the view `v` after some changes.
#[track_caller]
fn check(view: &str, changes: &str, expected: &str) {
    let sql = format!("{TABLES} CREATE VIEW v AS {view}; {changes}");
    let catalog = Catalog::of(&sql, Dialect::Postgres);
    let own = catalog.views().find(|it| it.name.name.as_str() == "v").expect("it is there");
    let text = catalog.writer().view_now(own).unwrap_or_else(|_| "nobody knows".to_owned());
    assert_eq!(text.trim_start_matches("CREATE VIEW v AS\n"), expected, "{view}; {changes}");
}

#[test]
fn tables_with_other_names() {
    let rename = "ALTER TABLE users RENAME TO people";
    let renamed = |view, expected| check(view, rename, expected);
    renamed("SELECT id FROM users", "SELECT id FROM people AS users");
    renamed("SELECT u.id FROM public.users u", "SELECT u.id FROM public.people u");
    renamed("SELECT people.id FROM users people", "SELECT people.id FROM people");
    renamed(
        "SELECT users.id, p.users FROM posts p (users) JOIN users ON (p.users = users.id)",
        "SELECT users.id, p.users FROM posts p (users) JOIN people AS users ON (p.users = users.id)",
    );
    renamed(
        "SELECT title FROM posts WHERE user_id IN (SELECT id FROM users -- all\n)",
        "SELECT title FROM posts WHERE user_id IN (SELECT id FROM people AS users -- all\n)",
    );
    renamed("SELECT title AS users FROM posts", "SELECT title AS users FROM posts");
    renamed("SELECT 1 AS a FROM (users JOIN posts USING (id))", "nobody knows");
    renamed("WITH users AS (SELECT 1 AS id) SELECT id FROM users", "nobody knows");
    let moved = "CREATE SCHEMA s; ALTER TABLE users SET SCHEMA s";
    check("SELECT id FROM users", moved, "SELECT id FROM s.users");
    let back = "ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME TO users";
    check("SELECT id FROM users", back, "SELECT id FROM users");
}

#[test]
fn columns_with_other_names() {
    let rename = "ALTER TABLE users RENAME name TO called";
    let renamed = |view, expected| check(view, rename, expected);
    renamed("SELECT id, name FROM users", "SELECT id, name FROM users AS users (id, name)");
    renamed("SELECT u.* FROM users u", "SELECT u.* FROM users u (id, name)");
    renamed("SELECT id FROM users", "SELECT id FROM users");
    renamed(
        "SELECT one, name FROM users AS u (one)",
        "SELECT one, name FROM users AS u (one, name)",
    );
    renamed("SELECT id, name, row_to_json(users) AS j FROM users", "nobody knows");
    let both = "ALTER TABLE users RENAME name TO called; ALTER TABLE users RENAME TO people";
    check("SELECT name FROM users", both, "SELECT name FROM people AS users (id, name)");
    let and_dropped = "ALTER TABLE users RENAME age TO years; ALTER TABLE users DROP name";
    check("SELECT age FROM users", and_dropped, "nobody knows");
}

#[test]
fn more_columns() {
    let added = |view, expected| check(view, "ALTER TABLE users ADD title text", expected);
    added("SELECT * FROM users", "SELECT id, name, age FROM users");
    added("SELECT DISTINCT * FROM users", "SELECT DISTINCT id, name, age FROM users");
    added("SELECT title FROM users, posts", "nobody knows");
    added("SELECT p.title FROM users, posts p", "SELECT p.title FROM users, posts p");
    added("SELECT u.id AS one, * FROM users u", "nobody knows");
    added("SELECT name FROM users NATURAL JOIN posts", "nobody knows");
    added("SELECT * FROM posts", "SELECT * FROM posts");
}

#[test]
fn views_of_views() {
    let column = "ALTER VIEW v RENAME COLUMN id TO own";
    check("SELECT id FROM users", column, "CREATE VIEW v (own) AS\nSELECT id FROM users");
    let back = "ALTER VIEW v RENAME COLUMN id TO own; ALTER TABLE v RENAME own TO id";
    check("SELECT id FROM users", back, "SELECT id FROM users");
    let read =
        "CREATE VIEW w AS SELECT id FROM users; CREATE OR REPLACE VIEW v AS SELECT id FROM w;
        ALTER VIEW w RENAME TO x; ALTER VIEW x RENAME id TO one";
    check("SELECT id FROM users", read, "SELECT id FROM x AS w (id)");
}
