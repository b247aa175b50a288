//! The generated module reads what the migrations leave.

use migrate_runtime::{Runner, sqlite};
use migrations::SHOP;
use migrations::schema::{customers, shipping_methods};
use rusqlite::Connection;

#[test]
fn rows_are_read_by_the_names_of_their_columns() {
    let mut connection = Connection::open_in_memory().expect("in memory");
    let mut database = sqlite::Database::borrow(&mut connection);
    Runner::new(&SHOP).up(&mut database).expect("an empty database");
    drop(database);
    connection
        .execute("INSERT INTO customers (id, name, email) VALUES (7, 'Ada', 'a@b')", [])
        .expect("a customer");
    // In another order, as an application may ask.
    let sql = "SELECT created_at, phone, email, name, id FROM customers";
    let ada = connection.query_row(sql, [], |row| customers::Row::try_from(row)).expect("a row");
    assert_eq!((ada.id, ada.name.as_str(), ada.phone), (7, "Ada", None));
    let sql = format!(
        "SELECT {} FROM {} ORDER BY {}",
        shipping_methods::COLUMNS,
        shipping_methods::TABLE,
        shipping_methods::CODE
    );
    let mut statement = connection.prepare(&sql).expect("is SQL");
    let rows = statement.query_map([], |row| shipping_methods::Row::try_from(row)).expect("rows");
    let codes: Vec<_> = rows.map(|row| row.expect("is of the type").code).collect();
    assert_eq!(codes, ["express", "parcel", "pickup"]);
}
