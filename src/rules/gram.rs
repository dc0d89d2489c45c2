//! The four-byte grams of the keyword filter: shared by `build.rs`, which fills the table, and the filter, which reads it.

/// Words in the bitmap: 2^18 bits.
pub const BITMAP_WORDS: usize = 4096;
/// Buckets of the gram table; each takes 64 neighbouring hash values.
pub const BUCKETS: usize = BITMAP_WORDS;

/// The 18-bit hash of a gram (Fibonacci hashing: the multiplier is 2^32 over the golden ratio).
#[inline]
pub const fn hash(gram: u32) -> usize {
    (gram.wrapping_mul(0x9e37_79b1) >> 14) as usize
}

/// Appends a byte, folded to lower case, to the last three.
#[inline]
pub const fn push(gram: u32, byte: u8) -> u32 {
    gram << 8 | byte.to_ascii_lowercase() as u32
}
