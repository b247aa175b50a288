use migrate_runtime::migration;

/// What each order comes to, for the bookkeeper.
#[migration(version = 6, depends_on = [3])]
const VIEW_ORDER_TOTALS: &str = "
    CREATE VIEW order_totals AS
    SELECT o.id AS order_id,
           o.customer_id,
           coalesce(sum(l.quantity * l.price), 0) AS total
    FROM orders AS o
    LEFT JOIN order_lines AS l ON l.order_id = o.id
    GROUP BY o.id;
";
