//! What is kept aside of PostgreSQL tables, written out.

use super::super::tests::{kept, refused_to_keep};
use crate::RollbackClass;

const SHOP: &str = "
    CREATE TABLE customers (id serial PRIMARY KEY, name text NOT NULL, note json);
    CREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customers (id) ON DELETE CASCADE,
        total int NOT NULL, code text UNIQUE);
    CREATE TABLE audits (id serial PRIMARY KEY, what text);
    CREATE TABLE watched (id int PRIMARY KEY, v int);
    CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$ begin
        insert into audits (what) values (new.id); return new; end $$;
    CREATE TRIGGER audited AFTER UPDATE ON watched FOR EACH ROW EXECUTE FUNCTION audit();
    CREATE TABLE hidden (id int PRIMARY KEY);
    CREATE FUNCTION hide() RETURNS trigger LANGUAGE plpgsql AS $$ begin
        execute 'delete from audits'; return null; end $$;
    CREATE TRIGGER hides AFTER DELETE ON hidden FOR EACH ROW EXECUTE FUNCTION hide();
    CREATE TABLE dated (id int PRIMARY KEY, v int, at date);
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ begin
        new.at := current_date; return new; end $$;
    CREATE TRIGGER dates BEFORE UPDATE ON dated FOR EACH ROW EXECUTE FUNCTION touch();
    CREATE TABLE ruled (id int PRIMARY KEY, v int);
    CREATE RULE r AS ON UPDATE TO ruled DO ALSO DELETE FROM log;
    CREATE TABLE later (id int PRIMARY KEY);
    CREATE CONSTRAINT TRIGGER l AFTER DELETE ON later DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION audit();
    CREATE TABLE prices (id numeric PRIMARY KEY);
    CREATE FUNCTION next_no() RETURNS int LANGUAGE plpgsql AS $$ begin
        execute 'update counters set n = n + 1'; return 1; end $$;
    CREATE TABLE counted (id int PRIMARY KEY, no int DEFAULT next_no());
    CREATE TYPE mood AS ENUM ('good', 'bad');
    CREATE TABLE feelings (id int PRIMARY KEY, m mood);
    CREATE TABLE log (what text);
    CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id);";

/// The tables that are kept, with the columns of each kept table; and the rollback without them.
#[track_caller]
fn check(sql: &str, tables: &[&str], expected: &[&str]) {
    let found = kept(SHOP, sql).unwrap_or_else(|why| panic!("{sql}\n{why}"));
    assert_eq!(found.class, RollbackClass::Preserved);
    let columns = |before: &str| {
        let from = before.find("AS SELECT ").expect("a copy") + "AS SELECT ".len();
        before[from..].replace("CAST(NULL AS ", "new ").replace(')', "")
    };
    let copies: Vec<_> = found.keeping.iter().map(|it| columns(&it.before[0])).collect();
    assert_eq!(copies, tables, "{sql}");
    let (discarded, back): (Vec<_>, Vec<_>) =
        found.statements.iter().partition(|it| it.starts_with("DROP TABLE _migrations_kept_3_"));
    assert_eq!(discarded.len(), tables.len(), "{sql}");
    assert_eq!(back, expected, "{sql}");
}

#[test]
fn overwritten_values() {
    check(
        "UPDATE orders SET total = 0",
        &["id, total, new text AS fate, new integer AS new_total FROM orders"],
        &["UPDATE orders AS t SET total = CASE WHEN t.total IS NOT DISTINCT FROM kept.new_total \
           THEN kept.total ELSE t.total END FROM _migrations_kept_3_orders AS kept \
           WHERE t.id = kept.id AND kept.fate = 'changed'"],
    );
    let after = kept(SHOP, "UPDATE orders SET total = 0").expect("a key").keeping.remove(0).after;
    let expected = [
        "UPDATE _migrations_kept_3_orders AS kept SET fate = 'changed', new_total = t.total \
         FROM orders AS t WHERE t.id = kept.id AND kept.fate IS NULL \
         AND NOT (kept.total IS NOT DISTINCT FROM t.total)",
        "DELETE FROM _migrations_kept_3_orders WHERE fate IS NULL",
    ];
    assert_eq!(after, expected);
}

/// Values that pass each other on their way back do not meet.
#[test]
fn unique_keys_are_away_meanwhile() {
    check(
        "UPDATE orders SET code = lower(code)",
        &["id, code, new text AS fate, new text AS new_code FROM orders"],
        &[
            "ALTER TABLE orders DROP CONSTRAINT orders_code_key",
            "UPDATE orders AS t SET code = CASE WHEN t.code IS NOT DISTINCT FROM kept.new_code \
             THEN kept.code ELSE t.code END FROM _migrations_kept_3_orders AS kept \
             WHERE t.id = kept.id AND kept.fate = 'changed'",
            "ALTER TABLE orders ADD CONSTRAINT orders_code_key UNIQUE (code)",
        ],
    );
}

#[test]
fn deleted_rows_and_those_that_go_with_them() {
    check(
        "DELETE FROM customers WHERE id = 1",
        &[
            "id, name, note, new text AS fate FROM customers",
            "id, customer_id, total, code, new text AS fate FROM orders",
        ],
        &[
            "INSERT INTO customers (id, name, note) SELECT kept.id, kept.name, kept.note \
             FROM _migrations_kept_3_customers AS kept WHERE kept.fate = 'deleted' \
             AND NOT EXISTS (SELECT FROM customers AS t WHERE t.id = kept.id)",
            "INSERT INTO orders (id, customer_id, total, code) \
             SELECT kept.id, kept.customer_id, kept.total, kept.code FROM _migrations_kept_3_orders AS kept WHERE kept.fate = 'deleted' \
             AND NOT EXISTS (SELECT FROM orders AS t WHERE t.id = kept.id)",
        ],
    );
}

#[test]
fn inserted_rows() {
    check(
        "INSERT INTO audits (what) SELECT name FROM customers",
        &["id, new text AS fate, new text AS new_what FROM audits"],
        &["DELETE FROM audits AS t USING _migrations_kept_3_audits AS kept WHERE t.id = kept.id \
           AND kept.fate = 'added' AND t.what IS NOT DISTINCT FROM kept.new_what"],
    );
}

#[test]
fn dropped_columns_and_tables() {
    check(
        "ALTER TABLE orders DROP COLUMN total",
        &["id, total FROM orders"],
        &[
            "ALTER TABLE orders ADD COLUMN total integer NOT NULL DEFAULT 0",
            "ALTER TABLE orders ALTER COLUMN total DROP DEFAULT",
            "UPDATE orders AS t SET total = kept.total FROM _migrations_kept_3_orders AS kept \
             WHERE t.id = kept.id",
        ],
    );
    check(
        "DROP TABLE audits",
        &["id, what FROM audits"],
        &[
            "CREATE TABLE audits (\n    id serial,\n    what text,\n    \
             CONSTRAINT audits_pkey PRIMARY KEY (id)\n)",
            "INSERT INTO audits (id, what) SELECT kept.id, kept.what FROM _migrations_kept_3_audits AS kept",
            "SELECT setval(pg_get_serial_sequence('audits', 'id'), max(id)) FROM audits \
             HAVING max(id) > 0",
        ],
    );
}

/// A condition that the migration drops holds again only when the values are back.
#[test]
fn demands_come_after_the_rows() {
    let renamed = "ALTER TABLE customers RENAME TO people; ALTER TABLE people RENAME name TO title;
        UPDATE people SET title = NULL WHERE id = 1; ALTER TABLE people ALTER title SET NOT NULL";
    let dropped =
        "ALTER TABLE customers ALTER name DROP NOT NULL; UPDATE customers SET name = NULL";
    let set_back = "UPDATE customers AS t SET name = CASE WHEN t.name IS NOT DISTINCT FROM \
                    kept.new_name THEN kept.name ELSE t.name END \
                    FROM _migrations_kept_3_customers AS kept \
                    WHERE t.id = kept.id AND kept.fate = 'changed'";
    let copy = "id, name, new text AS fate, new text AS new_name FROM customers";
    check(dropped, &[copy], &[set_back, "ALTER TABLE customers ALTER COLUMN name SET NOT NULL"]);
    check(
        renamed,
        &[copy],
        &[
            "ALTER TABLE people RENAME COLUMN title TO name",
            "ALTER TABLE people RENAME TO customers",
            set_back,
        ],
    );
}

/// What a trigger wrote is kept too, and it does not fire again.
#[test]
fn triggers() {
    check(
        "UPDATE watched SET v = 1",
        &[
            "id, new text AS fate, new text AS new_what FROM audits",
            "id, v, new text AS fate, new integer AS new_v FROM watched",
        ],
        &[
            "ALTER TABLE watched DISABLE TRIGGER audited",
            "DELETE FROM audits AS t USING _migrations_kept_3_audits AS kept WHERE t.id = kept.id \
             AND kept.fate = 'added' AND t.what IS NOT DISTINCT FROM kept.new_what",
            "UPDATE watched AS t SET v = CASE WHEN t.v IS NOT DISTINCT FROM kept.new_v \
             THEN kept.v ELSE t.v END FROM _migrations_kept_3_watched AS kept \
             WHERE t.id = kept.id AND kept.fate = 'changed'",
            "ALTER TABLE watched ENABLE TRIGGER audited",
        ],
    );
}

/// Rows that refer to others go before them, also where literals say which they are.
#[test]
fn inserted_rows_and_those_that_refer_to_them() {
    let rows = "INSERT INTO customers (id, name) VALUES (7, 'x');
        INSERT INTO orders SELECT id, id, id, name FROM customers WHERE id = 7";
    let found = kept(SHOP, rows).expect("keys").statements;
    let tables: Vec<_> = found.iter().filter_map(|it| it.strip_prefix("DELETE FROM ")).collect();
    assert!(tables[0].starts_with("orders ") && tables[1].starts_with("customers "), "{found:#?}");
    assert_eq!(tables.len(), 2);
}

/// What a `BEFORE` trigger sets of the row is kept too.
#[test]
fn triggers_that_set_columns() {
    check(
        "UPDATE dated SET v = 1",
        &["id, v, at, new text AS fate, new integer AS new_v, new date AS new_at FROM dated"],
        &[
            "ALTER TABLE dated DISABLE TRIGGER dates",
            "UPDATE dated AS t SET v = CASE WHEN t.v IS NOT DISTINCT FROM kept.new_v \
             THEN kept.v ELSE t.v END, at = CASE WHEN t.at IS NOT DISTINCT FROM kept.new_at \
             THEN kept.at ELSE t.at END FROM _migrations_kept_3_dated AS kept \
             WHERE t.id = kept.id AND kept.fate = 'changed'",
            "ALTER TABLE dated ENABLE TRIGGER dates",
        ],
    );
}

/// A type that somebody made may go before the kept table does.
#[test]
fn values_of_own_types_are_kept_as_text() {
    check(
        "ALTER TABLE feelings DROP COLUMN m",
        &["id, CAST(m AS text AS m FROM feelings"],
        &[
            "ALTER TABLE feelings ADD COLUMN m mood",
            "UPDATE feelings AS t SET m = CAST(kept.m AS mood) \
             FROM _migrations_kept_3_feelings AS kept WHERE t.id = kept.id",
        ],
    );
}

/// What the migration itself made again is put aside once.
#[test]
fn keys_that_the_migration_puts_aside() {
    let key = "ALTER TABLE orders ADD CONSTRAINT orders_code_key UNIQUE (code)";
    check(
        &format!(
            "ALTER TABLE orders DROP CONSTRAINT orders_code_key; UPDATE orders SET code = 'x'; {key}"
        ),
        &["id, code, new text AS fate, new text AS new_code FROM orders"],
        &[
            "ALTER TABLE orders DROP CONSTRAINT orders_code_key",
            "UPDATE orders AS t SET code = CASE WHEN t.code IS NOT DISTINCT FROM kept.new_code \
             THEN kept.code ELSE t.code END FROM _migrations_kept_3_orders AS kept \
             WHERE t.id = kept.id AND kept.fate = 'changed'",
            key,
        ],
    );
}

/// Rows that are added go unless others refer to them by now, which would go with them.
#[test]
fn added_rows_that_others_refer_to_stay() {
    let found = kept(SHOP, "INSERT INTO customers (name) SELECT 'x'").expect("a key");
    let delete = &found.statements[0];
    let guard = "NOT EXISTS (SELECT FROM orders AS other WHERE other.customer_id = t.id)";
    assert!(delete.starts_with("DELETE FROM customers ") && delete.ends_with(guard), "{delete}");
}

/// Rows that take the place of others with the same key are no rows of their own.
#[test]
fn rows_that_come_again() {
    let sql = "DELETE FROM watched; INSERT INTO watched VALUES (1, 5)";
    let found = kept(SHOP, sql).expect("a key").statements;
    assert!(found.iter().any(|it| it.contains("THEN kept.v ELSE t.v")), "{found:#?}");
    assert!(!found.iter().any(|it| it.starts_with("DELETE FROM watched WHERE")), "{found:#?}");
}

#[test]
fn nothing_is_kept_where_it_cannot_come_back() {
    refused_to_keep(SHOP, "DELETE FROM log", "`log` has no primary key");
    refused_to_keep(SHOP, "DELETE FROM hidden", "what `hide` changes cannot be read");
    refused_to_keep(SHOP, "DELETE FROM parts", "shares its rows with other tables");
    refused_to_keep(SHOP, "UPDATE pg_class SET relname = 'x'", "what `pg_class` is");
    refused_to_keep(SHOP, "TRUNCATE audits RESTART IDENTITY", "forgets the last numbers");
    refused_to_keep(SHOP, "UPDATE watched SET v = 1; COPY audits FROM stdin", "rows of `COPY`");
    refused_to_keep(SHOP, "UPDATE ruled SET v = 1", "a rule on `ruled`");
    refused_to_keep(SHOP, "DELETE FROM later", "fires when the transaction ends");
    let typed = "ALTER TABLE watched ALTER v TYPE bigint; UPDATE watched SET v = 5000000000";
    refused_to_keep(SHOP, typed, "`watched.v` is written and gets another type");
    let computed = "ALTER TABLE watched ALTER v TYPE int USING v * 2";
    refused_to_keep(SHOP, computed, "`watched.v` is computed anew");
    refused_to_keep(SHOP, "UPDATE prices SET id = 1.00", "may differ and be equal");
    refused_to_keep(SHOP, "INSERT INTO counted SELECT 1", "what `next_no` changes cannot be read");
    refused_to_keep(SHOP, "CREATE INDEX i ON orders (total)", "there is nothing to keep");
    let key = "ALTER TABLE watched DROP COLUMN id, ADD COLUMN id int; UPDATE watched SET v = 1";
    refused_to_keep(SHOP, key, "");
    let children = "ALTER TABLE orders DROP COLUMN id";
    refused_to_keep(SHOP, children, "the key of `orders` (`id`) does not stay as it is");
}
