-- @description: The ways in which an order can be shipped.
-- @category: data
-- @dependencies: 3

-- UP MIGRATION
CREATE TABLE shipping_methods (
    code  TEXT PRIMARY KEY,
    label TEXT NOT NULL
) STRICT;

INSERT INTO shipping_methods (code, label)
VALUES ('parcel', 'Parcel, 2 to 4 days'),
       ('express', 'Express, next day'),
       ('pickup', 'Pick up in the shop');

ALTER TABLE orders ADD COLUMN shipping TEXT REFERENCES shipping_methods (code);

-- DOWN MIGRATION
ALTER TABLE orders DROP COLUMN shipping;
DROP TABLE shipping_methods;
