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
    refused(SHOP, "GRANT SELECT ON orders TO PUBLIC", "who had these rights before");
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
    refused(SHOP, "ALTER TABLE orders OWNER TO x", "is nothing that the schema before is known of");
    refused(SHOP, "ALTER TABLE orders SET (fillfactor = 70)", "is nothing that the schema");
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
    refused(told, "ALTER TABLE a DISABLE ROW LEVEL SECURITY", "nothing that the schema before");
    refused(told, "ALTER TABLE a OWNER TO me", "nothing that the schema before");
    refused(told, "GRANT SELECT ON a TO me", "who had these rights");
}
