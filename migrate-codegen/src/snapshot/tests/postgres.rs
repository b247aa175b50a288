//! The generated files of histories for PostgreSQL.

use super::sources;
use crate::Dialect;
use crate::check::{Options, check};
use crate::snapshot::{NoSnapshot, Serde, Settings, Snapshot, TypedSchema, take};

fn snapshot(texts: &[&str]) -> Snapshot {
    let sources = sources(texts);
    let report = check(&sources, &Options::new(Dialect::Postgres));
    assert!(report.is_clean(), "{:?}", report.problems);
    let typed = TypedSchema { path: "src/schema.rs".to_owned(), serde: Serde::Derive };
    take(&sources, &report, &Settings { typed: Some(typed) }).expect("the history is sound")
}

const SHOP: [&str; 5] = [
    "customers\nCREATE EXTENSION IF NOT EXISTS pgcrypto;
     CREATE TYPE mood AS ENUM ('good', 'bad');
     CREATE TABLE customers (
        id BIGSERIAL PRIMARY KEY, -- counts up
        name VARCHAR(80) NOT NULL DEFAULT 'nobody', mood mood, favourite BIGINT
     );",
    "orders\nCREATE TABLE orders (
        id UUID PRIMARY KEY DEFAULT gen_random_uuid(), customer BIGINT NOT NULL REFERENCES customers,
        placed_at TIMESTAMPTZ NOT NULL DEFAULT now(), note TEXT, CHECK (note <> '')
     );
     CREATE INDEX ON orders (customer, placed_at DESC) WHERE note IS NOT NULL;
     ALTER TABLE customers ADD FOREIGN KEY (favourite) REFERENCES orders (customer) ON DELETE SET NULL;",
    "notes\nCREATE SCHEMA audit;
     CREATE TABLE audit.notes (at DATE, what JSONB) PARTITION BY RANGE (at);
     CREATE OR REPLACE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
        INSERT INTO audit.notes VALUES (now(), to_jsonb(NEW)); -- all of it
        RETURN NEW;
     END $$;
     CREATE TRIGGER noted AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note();",
    "views\nCREATE VIEW a_view AS
        SELECT * FROM b_view;",
    "policy\nALTER TYPE mood ADD VALUE 'fair' AFTER 'good';
     CREATE POLICY own ON orders FOR SELECT USING (customer = 1);
     CREATE STATISTICS s ON id, customer FROM orders;
     DO $$ BEGIN PERFORM 1; DROP VIEW IF EXISTS old_view; END $$",
];

/// The history with a view that its own view reads.
fn shop() -> Vec<&'static str> {
    let mut shop = SHOP.to_vec();
    shop.insert(3, "before\nCREATE VIEW b_view AS SELECT id FROM orders;");
    shop
}

#[test]
fn the_files_read_like_this() {
    let files = snapshot(&shop());
    insta::assert_snapshot!("postgres_schema_sql", files.schema_sql);
    insta::assert_snapshot!("postgres_migrations_sum", files.migrations_sum);
}

#[test]
fn the_module_reads_like_this() {
    let more = "more\nCREATE TABLE \"Odd Ones\" (\"Id\" smallint, tags text[], sizes numeric(5,2)[] NOT NULL, raw bytea);
                CREATE TABLE audit.seen (who inet, lost_at timestamp, mood mood);
                CREATE TABLE copied AS SELECT 1 AS one;
                CREATE VIEW named (a, b) AS SELECT 1, 2;";
    let mut texts = shop();
    texts.push(more);
    let rust = snapshot(&texts).schema_rs.expect("asked for");
    #[cfg(feature = "expand")]
    syn::parse_file(&rust).expect("is Rust");
    insta::assert_snapshot!("postgres_schema_rs", rust);
}

#[test]
fn the_schema_makes_the_same_schema_again() {
    let first = snapshot(&shop());
    let again = snapshot(&[&format!("all\n{}", first.schema_sql)]);
    let body = |text: &str| text.split_once("\n\n").map(|(_, rest)| rest.to_owned());
    assert_eq!(body(&again.schema_sql), body(&first.schema_sql));
}

#[test]
fn a_new_table_appears_in_one_place() {
    let mut more = shop();
    more.push("more\nCREATE TABLE baskets (id BIGSERIAL PRIMARY KEY, customer BIGINT REFERENCES customers)");
    let [before, after] = [snapshot(&shop()), snapshot(&more)].map(|it| it.schema_sql);
    let new: Vec<_> = similar_lines(&before, &after);
    assert_eq!(new.concat().matches("CREATE").count(), 1, "{new:?}");
}

/// The lines that only the later text has; all others are in both, in the same order.
fn similar_lines<'a>(before: &str, after: &'a str) -> Vec<&'a str> {
    let mut old = before.lines().peekable();
    let new = after.lines().filter(|line| old.next_if_eq(line).is_none()).collect();
    assert_eq!(old.next(), None, "every line is there still");
    new
}

#[test]
fn what_is_refused_has_no_files() {
    let broken = sources(&["bad\nDROP TABLE a"]);
    let report = check(&broken, &Options::new(Dialect::Postgres));
    assert_eq!(take(&broken, &report, &Settings::default()), Err(NoSnapshot::Errors));
}
