//! Two lists of objects that are mostly the same ones.

/// Those of the first that the second has not, as they are.
///
/// Catalogs share what a statement leaves alone, so most objects are one and the same in both, at
/// the beginning of the lists and at their ends.
pub(super) fn only<'a, T: PartialEq + 'a>(
    first: impl Iterator<Item = &'a T>,
    second: impl Iterator<Item = &'a T>,
) -> Vec<&'a T> {
    let (first, second): (Vec<_>, Vec<_>) = (first.collect(), second.collect());
    let same = |(one, other): &(&&T, &&T)| std::ptr::eq(**one, **other);
    let head = first.iter().zip(&second).take_while(same).count();
    let (first, second) = (&first[head..], &second[head..]);
    let tail = first.iter().rev().zip(second.iter().rev()).take_while(same).count();
    let (first, second) = (&first[..first.len() - tail], &second[..second.len() - tail]);
    first.iter().filter(|it| !second.contains(it)).copied().collect()
}
