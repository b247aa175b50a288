//! What the catalog refuses of a history for PostgreSQL, and the hints that go with it.

use super::super::{Options, ProblemKind};
use super::History;
use super::judged::area;
use crate::Dialect;

const ORDERS: &str = "CREATE TABLE orders (id bigserial PRIMARY KEY, total integer NOT NULL);";

fn postgres(texts: &[&str]) -> History {
    History::of(texts).with(Options::new(Dialect::Postgres))
}

fn after_orders(text: &str) -> History {
    postgres(&[ORDERS, text])
}

area!(
    postgres_names,
    "a table, misspelt" => after_orders("UPDATE ordres SET total = 1 WHERE id = 2;"),
    "a table, made later" => postgres(&["ALTER TABLE orders ADD paid boolean;", ORDERS]),
    "a table, renamed" => postgres(&[ORDERS, "ALTER TABLE orders RENAME TO sales;", "DELETE FROM orders;"]),
    "a table, in a query" => after_orders("CREATE VIEW v AS\nSELECT * FROM orders o JOIN customers c ON true;"),
    "a table, taken" => after_orders("CREATE TABLE Orders (id int);"),
    "a column, misspelt" => after_orders("ALTER TABLE orders\n    ALTER COLUMN totl SET DEFAULT 0,\n    DROP COLUMN id;"),
    "a column, added before" => postgres(&[ORDERS, "ALTER TABLE orders ADD a int;", "ALTER TABLE orders ADD a int;"]),
    "a column, dropped" => postgres(&[ORDERS, "ALTER TABLE orders DROP total;", "CREATE INDEX i ON orders (total);"]),
    "a column of an index" => after_orders("CREATE INDEX i ON orders (id, totl);"),
    "a column of a key" => after_orders("CREATE TABLE lines (order_id bigint REFERENCES orders (key));"),
    "a constraint" => after_orders("ALTER TABLE orders DROP CONSTRAINT orders_total_check;"),
    "an index" => after_orders("CREATE INDEX by_total ON orders (total);\nDROP INDEX by_totals;"),
    "the index of a key" => after_orders("DROP INDEX orders_pkey;"),
    "a type" => after_orders("CREATE TYPE state AS ENUM ('new');\nALTER TABLE orders ADD state stat;"),
    "a trigger" => after_orders("DROP TRIGGER audit ON orders;"),
    "a view as a table" => after_orders("CREATE VIEW v AS SELECT 1;\nDROP TABLE v;"),
);

area!(
    postgres_silence,
    "consequences are silent" => postgres(&["ALTER TABLE a ADD x int;", "ALTER TABLE b ADD x int;"]),
    "what cannot be read" => after_orders("DO $$ BEGIN PERFORM 1; CREATE TABLE a (x int); END $$;\nALTER TABLE a ADD y int;"),
    "an extension's type" => after_orders("CREATE EXTENSION citext;\nALTER TABLE orders ADD mail citext;"),
    "another schema" => after_orders("ALTER TABLE orders ADD who uuid REFERENCES auth.users (id);"),
    "a history of another tool" => after_orders("SELECT * FROM _sqlx_migrations;"),
    "a good down" => after_orders("ALTER TABLE orders ADD paid boolean;").down("ALTER TABLE orders DROP COLUMN paid;"),
    "a misspelt down" => after_orders("ALTER TABLE orders ADD paid boolean;").down("ALTER TABLE orders DROP COLUMN payed;"),
    "a broken down breaks nothing else" => postgres(&[ORDERS]).down("DROP TABLE order_s;").sql("DELETE FROM ordres;"),
    "prose in a comment" => after_orders("ALTER TABLE orders ADD paid boolean;").comment("DELETE FROM here;"),
    "a step's queries each" => postgres(&[ORDERS]).code(&["UPDATE orders SET totl = 1", "SELECT id FROM ordres"]),
);
