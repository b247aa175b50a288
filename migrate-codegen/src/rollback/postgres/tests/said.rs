//! What is said beside the objects: comments, rights, and where names are looked up.

use super::{SHOP, check, refused};

#[test]
fn a_search_path_is_not_there_on_the_way_back() {
    let schema = format!("{SHOP} CREATE SCHEMA app;");
    let why = "`search_path` of its own";
    refused(&schema, "SET search_path = app, public; CREATE TABLE a (id int)", why);
    refused(&schema, "SET LOCAL search_path = app; DROP TABLE public.orders CASCADE", why);
}

#[test]
fn what_is_said_of_what_is_made_here_goes_with_it() {
    let said = "CREATE TABLE a (id int, name text); COMMENT ON TABLE a IS 'all'; \
                COMMENT ON COLUMN a.name IS 'its'; GRANT SELECT ON a TO PUBLIC; \
                ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON a USING (true)";
    check(SHOP, said, &["DROP TABLE a"], &[]);
    let enumerated = "CREATE TYPE t AS ENUM ('a'); COMMENT ON TYPE t IS 'one'";
    check(SHOP, enumerated, &["DROP TYPE t"], &[]);
}

#[test]
fn comments() {
    let said = format!("{SHOP} COMMENT ON TABLE orders IS 'old';");
    check(&said, "COMMENT ON TABLE orders IS 'new'", &["COMMENT ON TABLE orders IS 'old'"], &[]);
    check(&said, "COMMENT ON TABLE orders IS NULL", &["COMMENT ON TABLE orders IS 'old'"], &[]);
    check(&said, "COMMENT ON TABLE orders IS 'old'", &[], &[]);
    let column = "COMMENT ON COLUMN orders.note IS 'its'";
    check(&said, column, &["COMMENT ON COLUMN orders.note IS NULL"], &[]);
    refused(SHOP, "COMMENT ON FUNCTION touch() IS 'x'", "what the comment said before");
}

#[test]
fn what_is_not_certain_is_not_undone() {
    refused(
        SHOP,
        "DO $$ begin if true then alter table orders drop note; end if; end $$",
        "a `DO` block",
    );
    let doubtful =
        format!("{SHOP} DO $$ begin if true then alter table orders drop note; end if; end $$;");
    refused(&doubtful, "DROP TABLE orders", "what `orders` was is not certain");
    refused(
        &doubtful,
        "ALTER TABLE orders ALTER note TYPE int",
        "what `orders` was is not certain",
    );
    check(
        &doubtful,
        "ALTER TABLE orders ADD more int",
        &["ALTER TABLE orders DROP COLUMN more"],
        &[],
    );
    refused(SHOP, "GRANT SELECT ON orders TO x", "who had these rights");
    let renamed = format!("{SHOP} ALTER TABLE orders RENAME total TO sum;");
    refused(&renamed, "DROP VIEW totals", "the view `totals` cannot be written");
}

#[test]
fn what_was_said_of_it_is_said_again() {
    let told = "CREATE TABLE a (x int, y int); ALTER TABLE a ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON a USING (true); COMMENT ON COLUMN a.y IS 'why';";
    check(
        told,
        "DROP TABLE a",
        &[
            "CREATE TABLE a (\n    x integer,\n    y integer\n)",
            "CREATE POLICY p ON a USING (true)",
            "ALTER TABLE a ENABLE ROW LEVEL SECURITY",
            "COMMENT ON COLUMN a.y IS 'why'",
        ],
        &["the rows of `a`"],
    );
    check(told, "ALTER TABLE a RENAME y TO z", &["ALTER TABLE a RENAME COLUMN z TO y"], &[]);
    check(
        told,
        "ALTER TABLE a DISABLE ROW LEVEL SECURITY",
        &["ALTER TABLE a ENABLE ROW LEVEL SECURITY"],
        &[],
    );
    check(told, "ALTER TABLE a ENABLE ROW LEVEL SECURITY", &[], &[]);
}

#[test]
fn settings() {
    let one = |sql, back| check(SHOP, sql, &[back], &[]);
    one(
        "ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE orders DISABLE ROW LEVEL SECURITY",
    );
    one(
        "ALTER TABLE orders FORCE ROW LEVEL SECURITY",
        "ALTER TABLE orders NO FORCE ROW LEVEL SECURITY",
    );
    one("ALTER TABLE orders REPLICA IDENTITY FULL", "ALTER TABLE orders REPLICA IDENTITY DEFAULT");
    one(
        "ALTER TABLE orders CLUSTER ON orders_by_customer",
        "ALTER TABLE orders SET WITHOUT CLUSTER",
    );
    one("ALTER TABLE orders DISABLE TRIGGER touched", "ALTER TABLE orders ENABLE TRIGGER touched");
    one(
        "ALTER TABLE orders ALTER note SET STATISTICS 9",
        "ALTER TABLE orders ALTER COLUMN note SET STATISTICS -1",
    );
    one(
        "ALTER INDEX orders_by_customer SET (fillfactor = 50)",
        "ALTER INDEX orders_by_customer RESET (fillfactor)",
    );
    one("GRANT SELECT ON orders TO PUBLIC", "REVOKE SELECT ON TABLE orders FROM PUBLIC");
    check(
        SHOP,
        "ALTER TABLE orders SET (fillfactor = 70, autovacuum_enabled = false)",
        &["ALTER TABLE orders RESET (autovacuum_enabled)", "ALTER TABLE orders RESET (fillfactor)"],
        &[],
    );
    let told = format!(
        "{SHOP} ALTER TABLE orders SET (fillfactor = 70), OWNER TO one; ALTER TABLE orders DISABLE TRIGGER touched;
         GRANT SELECT ON orders TO two;"
    );
    let again = |sql, back| check(&told, sql, &[back], &[]);
    again("ALTER TABLE orders SET (fillfactor = 80)", "ALTER TABLE orders SET (fillfactor = 70)");
    again("ALTER TABLE orders RESET (fillfactor)", "ALTER TABLE orders SET (fillfactor = 70)");
    again("ALTER TABLE orders OWNER TO three", "ALTER TABLE orders OWNER TO one");
    again(
        "ALTER TABLE orders ENABLE TRIGGER touched",
        "ALTER TABLE orders DISABLE TRIGGER touched",
    );
    again("REVOKE SELECT ON TABLE orders FROM two", "GRANT SELECT ON TABLE orders TO two");
    again("GRANT INSERT ON orders TO four", "REVOKE INSERT ON TABLE orders FROM four");
}

#[test]
fn settings_that_nobody_knows() {
    let unknown = |sql| refused(SHOP, sql, "what was said before of");
    unknown("ALTER TABLE orders OWNER TO x");
    unknown("ALTER TABLE orders ALTER note SET STORAGE external");
    unknown("ALTER TABLE orders DISABLE TRIGGER ALL");
    unknown("ALTER TABLE orders SET UNLOGGED");
    let made = "CREATE TABLE a (id int) WITH (fillfactor = 70);";
    refused(made, "ALTER TABLE a SET (fillfactor = 80)", "what was said before of");
    let off = format!("{SHOP} ALTER TABLE orders DISABLE TRIGGER ALL;");
    refused(&off, "ALTER TABLE orders ENABLE TRIGGER touched", "what was said before of");
    let unread = format!(
        "{SHOP} DO $$ BEGIN EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', 'orders'); END $$;"
    );
    refused(&unread, "ALTER TABLE orders ENABLE ROW LEVEL SECURITY", "what was said before of");
    // Who makes a table has all rights on it, and may be anybody.
    refused(SHOP, "GRANT SELECT ON orders TO x", "who had these rights");
    refused(SHOP, "GRANT USAGE ON TYPE mood TO PUBLIC", "who had these rights");
    let owned =
        format!("{SHOP} ALTER TABLE orders OWNER TO one; GRANT SELECT, INSERT ON orders TO two;");
    refused(&owned, "GRANT SELECT ON orders TO one", "who had these rights");
    refused(&owned, "REVOKE SELECT ON orders FROM two", "who had these rights");
    refused(&owned, "GRANT UPDATE ON orders TO two", "who had these rights");
    refused(&owned, "GRANT UPDATE ON orders TO three WITH GRANT OPTION", "who had these rights");
}
