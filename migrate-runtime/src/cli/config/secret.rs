//! Hiding what only the database should hear.

/// What stands for a secret.
const MASK: &str = "***";

/// The words by which a parameter of a URL is known to be a secret.
const SECRETS: [&str; 5] = ["password", "passwd", "token", "secret", "key"];

/// A URL without its password, and without the parameters that are secrets.
pub(crate) fn masked(url: &str) -> String {
    let (head, query) = match url.split_once('?') {
        Some((head, query)) => (head, Some(query)),
        None => (url, None),
    };
    let head = without_password(head);
    match query {
        Some(query) => {
            format!("{head}?{}", query.split('&').map(parameter).collect::<Vec<_>>().join("&"))
        }
        None => head,
    }
}

/// `postgres://ada:***@host/shop`; the password may itself hold an `@`.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let Some((user, host)) = rest.rsplit_once('@') else { return url.to_owned() };
    match user.split_once(':') {
        Some((user, _)) => format!("{scheme}://{user}:{MASK}@{host}"),
        None => url.to_owned(),
    }
}

fn parameter(text: &str) -> String {
    let is_secret = |name: &str| {
        let name = name.to_ascii_lowercase();
        SECRETS.iter().any(|secret| name.contains(secret))
    };
    match text.split_once('=') {
        Some((name, _)) if is_secret(name) => format!("{name}={MASK}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: &str) {
        assert_eq!(masked(url), expected);
    }

    #[test]
    fn passwords_and_tokens_are_hidden() {
        check("postgres://ada:p@ss@host/shop", "postgres://ada:***@host/shop");
        check("postgres://ada@host/shop", "postgres://ada@host/shop");
        check("d1://x?authToken=abc&mode=rw", "d1://x?authToken=***&mode=rw");
        check("postgres:///s?user=ada&PASSWORD=x", "postgres:///s?user=ada&PASSWORD=***");
        check("sqlite:a@b.db", "sqlite:a@b.db");
    }
}
