-- 0001_bookings.sql
CREATE TABLE bookings (id bigint PRIMARY KEY, during tstzrange NOT NULL);

-- 0002_no_overlap.sql
ALTER TABLE bookings ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&);
