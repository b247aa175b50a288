-- 0001_bookings.sql
CREATE TABLE bookings (
    id bigint PRIMARY KEY,
    during tstzrange NOT NULL,
    CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&)
);
