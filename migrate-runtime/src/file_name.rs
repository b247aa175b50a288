//! The names of migrations' files.

/// `0007_x` of `dir/0007_x.up.sql`.
pub(crate) fn stem(path: &str) -> &str {
    let name = path.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or(path);
    let ends = [".sql", ".rs", ".js", ".ts", ".cjs", ".mjs"];
    let name = ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    [".up", ".down"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_has_no_directory_and_no_ending() {
        for path in ["0007_x", "0007_x.sql", "a/b/0007_x.rs", "a\\0007_x.up.sql", "0007_x/"] {
            assert_eq!(stem(path), "0007_x", "{path}");
        }
    }
}
