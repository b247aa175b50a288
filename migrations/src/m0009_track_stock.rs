use migrate_runtime::migration;

/// An order line takes its products out of the stock.
#[migration(version = 9, depends_on = [3])]
const TRACK_STOCK: &str = "
    CREATE TRIGGER order_lines_take_stock AFTER INSERT ON order_lines
    BEGIN
        UPDATE products SET stock = stock - new.quantity WHERE id = new.product_id;
    END;
";
