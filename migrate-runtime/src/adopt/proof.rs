//! Whether a migration reads as it did when another tool applied it.

use sha2::{Digest, Sha256, Sha384};

use crate::migration::{Body, Migration};

/// What a ledger remembers of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// Nothing, or nothing that can be computed here.
    None,
    /// The SHA-256 of the file, in hex: prisma, drizzle.
    Sha256(String),
    /// The SHA-384 of the file: sqlx.
    Sha384(Vec<u8>),
    /// SipHash-1-3 of name, version and text, in decimal: refinery.
    Sip { name: String, sum: String },
    /// CRC-32 of the lines: flyway.
    Crc32(i64),
}

/// Whether a text is the one that a ledger remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is.
    Same,
    /// It is not.
    Other,
    /// The ledger does not say, or the migration is a step in Rust.
    Unknown,
}

impl Proof {
    /// Whether the migration reads as it did.
    pub(crate) fn of(&self, migration: &Migration) -> Verdict {
        let Body::Sql(text) = migration.up() else { return Verdict::Unknown };
        let same = match self {
            Self::None => return Verdict::Unknown,
            Self::Sha256(sum) => hex(&Sha256::digest(text)).eq_ignore_ascii_case(sum),
            Self::Sha384(sum) => Sha384::digest(text).as_slice() == sum.as_slice(),
            Self::Sip { name, sum } => {
                let version = migration.version().get();
                sip_sums(name, version, text).iter().any(|found| found.to_string() == *sum)
            }
            Self::Crc32(sum) => i64::from(crc32(text).cast_signed()) == *sum,
        };
        if same { Verdict::Same } else { Verdict::Other }
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// refinery hashes the version as a number of four bytes, or of eight where it was built so. Texts
/// end with a byte that no text has.
fn sip_sums(name: &str, version: i64, text: &str) -> [u64; 2] {
    let sum = |version: &[u8]| {
        sip13(&[name.as_bytes(), &[0xff], version, text.as_bytes(), &[0xff]].concat())
    };
    let long = version.to_le_bytes();
    [sum(&long[..4]), sum(&long)]
}

/// SipHash-1-3 with a key of zeros (<https://www.aumasson.jp/siphash/siphash.pdf>).
fn sip13(bytes: &[u8]) -> u64 {
    let mut state: [u64; 4] = [
        0x736f_6d65_7073_6575,
        0x646f_7261_6e64_6f6d,
        0x6c79_6765_6e65_7261,
        0x7465_6462_7974_6573,
    ];
    let take = |word: u64, state: &mut [u64; 4]| {
        state[3] ^= word;
        sip_round(state);
        state[0] ^= word;
    };
    let mut words = bytes.chunks_exact(8);
    for word in words.by_ref() {
        take(little_endian(word), &mut state);
    }
    let length = (bytes.len() as u64) << 56;
    take(little_endian(words.remainder()) | length, &mut state);
    state[2] ^= 0xff;
    for _ in 0..3 {
        sip_round(&mut state);
    }
    state[0] ^ state[1] ^ state[2] ^ state[3]
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |word, &byte| (word << 8) | u64::from(byte))
}

fn sip_round([a, b, c, d]: &mut [u64; 4]) {
    *a = a.wrapping_add(*b);
    *b = b.rotate_left(13) ^ *a;
    *a = a.rotate_left(32);
    *c = c.wrapping_add(*d);
    *d = d.rotate_left(16) ^ *c;
    *a = a.wrapping_add(*d);
    *d = d.rotate_left(21) ^ *a;
    *c = c.wrapping_add(*b);
    *b = b.rotate_left(17) ^ *c;
    *c = c.rotate_left(32);
}

/// CRC-32 as in zip files, of the lines without their ends.
fn crc32(text: &str) -> u32 {
    let text = text.trim_start_matches('\u{feff}');
    let bytes = text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r'));
    !bytes.fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_tools() {
        assert_eq!(crc32("1234\r\n56789\n"), 0xcbf4_3926);
        // The standard library's own hasher is the same function today.
        let standard = |bytes: &[u8]| {
            let mut hasher = std::hash::DefaultHasher::new();
            std::hash::Hasher::write(&mut hasher, bytes);
            std::hash::Hasher::finish(&hasher)
        };
        let mut hasher = std::hash::DefaultHasher::new();
        std::hash::Hash::hash(&("customers", 7_i32, "SELECT 1"), &mut hasher);
        let sums = sip_sums("customers", 7, "SELECT 1");
        assert_eq!(sums[0], std::hash::Hasher::finish(&hasher));
        for length in [0, 1, 7, 8, 9, 64, 1000] {
            let bytes: Vec<u8> = (0..=255).cycle().take(length).collect();
            assert_eq!(sip13(&bytes), standard(&bytes), "{length}");
        }
        assert_eq!(hex(&Sha256::digest("")[..4]), "e3b0c442");
    }
}
