//! An application that migrates its database when it starts, on a connection of its own.
//!
//! `cargo run -p migrations --example start`

#![expect(clippy::print_stdout, reason = "an application talks to its user")]

use std::error::Error;

use migrate_runtime::{Runner, sqlite};
use migrations::SHOP;
use migrations::schema::{order_totals, products};
use rusqlite::Connection;

fn main() -> Result<(), Box<dyn Error>> {
    let mut connection = Connection::open_in_memory()?;

    let mut database = sqlite::Database::borrow(&mut connection);
    let report = Runner::new(&SHOP).up(&mut database)?;
    println!("{} migrations applied", report.applied.len());
    drop(database);

    connection
        .execute("INSERT INTO products (name, price, stock) VALUES ('teapot', 1900, 3)", [])?;
    connection
        .execute("INSERT INTO customers (name, email) VALUES ('Ada', 'ada@example.org')", [])?;
    connection.execute("INSERT INTO orders (customer_id) VALUES (1)", [])?;
    connection.execute("INSERT INTO order_lines VALUES (1, 1, 2, 1900)", [])?;
    let total: i64 = connection.query_row(
        &format!("SELECT {} FROM {}", order_totals::TOTAL, order_totals::TABLE),
        [],
        |row| row.get(0),
    )?;
    let product = connection.query_row(
        &format!("SELECT {} FROM {}", products::COLUMNS, products::TABLE),
        [],
        |row| products::Row::try_from(row),
    )?;
    println!("the order comes to {total} cents, {} {} is left", product.stock, product.name);
    Ok(())
}
