//! Code in documentation, which rustdoc compiles as if it were the file.

/// The code block around the byte `near`, with everything else blanked, so that positions stay
/// those of the file. `None` when the byte stands in no code block of a doc comment.
pub(super) fn code_around(text: &str, near: usize) -> Option<String> {
    let lines: Vec<(usize, &str)> = text
        .split_inclusive('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        })
        .collect();
    let here = lines.iter().rposition(|&(start, _)| start <= near)?;
    let is_fence = |at: usize| content(lines[at].1).is_some_and(|text| text.starts_with("```"));
    let open = (0..here).rev().find(|&at| is_fence(at))?;
    let close = (here..lines.len()).find(|&at| is_fence(at))?;
    let is_code = |at: &usize| content(lines[*at].1).is_some();
    if !(open..=close).all(|at| is_code(&at)) {
        return None;
    }
    let mut code = String::with_capacity(text.len());
    for (at, (_, line)) in lines.iter().enumerate() {
        let kept = if open < at && at < close { content(line).unwrap_or_default() } else { "" };
        // A line of its own `# ` is hidden from the reader and compiled all the same.
        let kept =
            if kept.trim_end() == "#" { "" } else { kept.strip_prefix("# ").unwrap_or(kept) };
        code.extend(std::iter::repeat_n(' ', line.trim_end_matches('\n').len() - kept.len()));
        code.push_str(kept);
        code.extend(line.ends_with('\n').then_some('\n'));
    }
    Some(code)
}

/// What a line of a doc comment says, without its line end.
fn content(line: &str) -> Option<&str> {
    let line = line.trim_end_matches('\n').trim_start();
    let rest = line.strip_prefix("//!").or_else(|| line.strip_prefix("///"))?;
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "//! Don't read \"this.\n//! ```\n//! # use a;\n//! static S: é;\n//! ```\nfn x() {}\n";

    #[test]
    fn positions_stay() {
        let near = TEXT.find("static").expect("present");
        let code = code_around(TEXT, near).expect("a block");
        assert_eq!(code.len(), TEXT.len());
        assert_eq!(code.find("static"), Some(near));
        assert_eq!(code.split_whitespace().collect::<Vec<_>>().join(" "), "use a; static S: é;");
    }

    #[test]
    fn elsewhere_is_no_code() {
        for near in [0, TEXT.find("fn x").expect("present"), TEXT.len()] {
            assert_eq!(code_around(TEXT, near), None);
        }
        assert_eq!(code_around("static S: u8;", 0), None);
    }
}
