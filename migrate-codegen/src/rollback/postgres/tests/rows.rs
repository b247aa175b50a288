//! Rows that a migration changes.

use super::{SHOP, check, refused};

#[test]
fn rows() {
    check(
        SHOP,
        "INSERT INTO orders (id, customer_id) VALUES (1, 2), (3, 4)",
        &["DELETE FROM orders WHERE id IN (1, 3)"],
        &[],
    );
    check(
        SHOP,
        "CREATE TABLE a (x int); INSERT INTO a SELECT 1; UPDATE a SET x = 2; DELETE FROM a",
        &["DROP TABLE a"],
        &[],
    );
    check(
        SHOP,
        "ALTER TABLE customers ADD n int; UPDATE customers SET n = 1; ALTER TABLE customers ALTER n SET NOT NULL",
        &[
            "ALTER TABLE customers ALTER COLUMN n DROP NOT NULL",
            "ALTER TABLE customers DROP COLUMN n",
        ],
        &[],
    );
    let trigger = "ALTER TABLE orders ADD n int; UPDATE orders SET n = 1";
    refused(SHOP, trigger, "a trigger on `orders` may change rows elsewhere");
    refused(SHOP, "UPDATE customers SET name = 'x'", "`UPDATE customers` overwrites values");
    refused(SHOP, "DELETE FROM customers", "removes rows");
    refused(
        SHOP,
        "INSERT INTO customers (name) VALUES ('x')",
        "rows are inserted into `customers`",
    );
    refused(SHOP, "TRUNCATE orders", "changes rows");
    refused(SHOP, "WITH x AS (DELETE FROM orders RETURNING id) SELECT * FROM x", "changes rows");
    check(SHOP, "SELECT setval('customers_id_seq', 5)", &[], &[]);
}
