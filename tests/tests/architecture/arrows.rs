//! Between our crates, dependencies point down only.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::cargo::cargo;

/// Our crates from the top down, each with those of ours that it may depend on.
const ARROWS: [(&str, &[&str]); 5] = [
    ("migrate-tests", &["migrations", "migrate-runtime", "migrate-macros", "migrate-codegen"]),
    ("migrations", &["migrate-runtime"]),
    ("migrate-runtime", &["migrate-macros", "migrate-codegen"]),
    ("migrate-macros", &["migrate-codegen"]),
    ("migrate-codegen", &[]),
];

#[test]
fn dependencies_point_down() {
    let metadata = cargo(&["metadata", "--no-deps", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&metadata).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    assert_eq!(names(packages), ARROWS.iter().map(|(name, _)| *name).collect());
    for package in packages {
        let name = text(&package["name"]);
        let (_, allowed) = ARROWS.iter().find(|(package, _)| *package == name).expect("compared");
        for dependency in package["dependencies"].as_array().expect("a list of dependencies") {
            let on = text(&dependency["name"]);
            let ours = ARROWS.iter().any(|(package, _)| *package == on);
            assert!(
                !ours || allowed.contains(&on),
                "`{name}` depends on `{on}`, which is not below it"
            );
        }
    }
}

fn names(packages: &[Value]) -> BTreeSet<&str> {
    packages.iter().map(|package| text(&package["name"])).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}
