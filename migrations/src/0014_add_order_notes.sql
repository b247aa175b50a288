-- @description: A note that the customer leaves with an order.
-- @dependencies: 3
ALTER TABLE orders ADD COLUMN note TEXT;
