//! The types that every PostgreSQL has, and those of the extensions that servers come with.

/// Whether every server has a type of this name.
pub(super) fn is_type(name: &str) -> bool {
    TYPES.contains(&name) || name.starts_with("reg")
}

/// The same of a type as the server shows it: `timestamp(3) with time zone`, `integer[]`.
pub(super) fn is_shown(name: &str) -> bool {
    is_type(first(name))
}

/// Whether values of a type that the server shows like this may be compared in several ways.
pub(super) fn has_collation(name: &str) -> bool {
    !is_shown(name) || ["text", "character", "bpchar", "name"].contains(&first(name))
}

fn first(name: &str) -> &str {
    name.split([' ', '(', '[']).next().unwrap_or(name)
}

/// Whether an extension that servers come with has a type of this name, in whichever schema.
pub(super) fn is_of_extension(name: &str) -> bool {
    OF_EXTENSIONS.contains(&name)
}

const TYPES: &[&str] = &[
    "aclitem",
    "anyarray",
    "anyelement",
    "bigint",
    "bit",
    "boolean",
    "box",
    "bpchar",
    "bytea",
    "char",
    "character",
    "cid",
    "cidr",
    "circle",
    "date",
    "daterange",
    "datemultirange",
    "decimal",
    "double",
    "float",
    "float4",
    "float8",
    "inet",
    "int",
    "int2",
    "int2vector",
    "int4",
    "int4multirange",
    "int4range",
    "int8",
    "int8multirange",
    "int8range",
    "integer",
    "interval",
    "json",
    "jsonb",
    "jsonpath",
    "line",
    "lseg",
    "macaddr",
    "macaddr8",
    "money",
    "name",
    "national",
    "nchar",
    "numeric",
    "nummultirange",
    "numrange",
    "oid",
    "oidvector",
    "path",
    "pg_lsn",
    "pg_snapshot",
    "point",
    "polygon",
    "real",
    "record",
    "refcursor",
    "smallint",
    "text",
    "tid",
    "time",
    "timestamp",
    "timestamptz",
    "timetz",
    "trigger",
    "tsmultirange",
    "tsquery",
    "tsrange",
    "tstzmultirange",
    "tstzrange",
    "tsvector",
    "txid_snapshot",
    "unknown",
    "uuid",
    "varbit",
    "varchar",
    "void",
    "xid",
    "xid8",
    "xml",
];

const OF_EXTENSIONS: &[&str] = &[
    "box2d",
    "box3d",
    "citext",
    "cube",
    "dblink_pkey_results",
    "ean13",
    "earth",
    "gbtreekey16",
    "gbtreekey2",
    "gbtreekey32",
    "gbtreekey4",
    "gbtreekey8",
    "gbtreekey_var",
    "geography",
    "geometry",
    "ghstore",
    "gtrgm",
    "halfvec",
    "hstore",
    "intbig_gkey",
    "isbn",
    "isbn13",
    "ismn",
    "ismn13",
    "issn",
    "issn13",
    "lo",
    "lquery",
    "ltree",
    "ltree_gist",
    "ltxtquery",
    "query_int",
    "raster",
    "seg",
    "sparsevec",
    "tablefunc_crosstab_2",
    "tablefunc_crosstab_3",
    "tablefunc_crosstab_4",
    "upc",
    "vector",
];
