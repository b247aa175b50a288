use migrate_runtime::migration;

/// Orders are looked up by customer, lines by product.
#[migration(version = 5, depends_on = [3], category = "index")]
const INDEX_ORDERS: &str = "
    CREATE INDEX orders_by_customer ON orders (customer_id);
    CREATE INDEX order_lines_by_product ON order_lines (product_id);
    CREATE INDEX orders_by_shipping ON orders (shipping);
";
