//! The four-byte grams of the keyword filter: shared by `build.rs`, which fills the table, and the filter, which reads it.

/// Words in the bitmap: 2^20 bits, so that few of them are set by four thousand keywords.
pub const BITMAP_WORDS: usize = 16384;
/// Buckets of the gram table; each takes 64 neighbouring hash values.
pub const BUCKETS: usize = BITMAP_WORDS;

/// Four bytes as one number, upper and lower case alike. Setting one bit of each byte does that for all four at once; it
/// also makes some other bytes alike, which costs a comparison and no more.
#[inline]
pub const fn fold(bytes: [u8; 4]) -> u32 {
    u32::from_le_bytes(bytes) | 0x2020_2020
}

/// The 20-bit hash of a gram (Fibonacci hashing: the multiplier is 2^32 over the golden ratio).
#[inline]
pub const fn hash(gram: u32) -> usize {
    (gram.wrapping_mul(0x9e37_79b1) >> 12) as usize
}
