//! Base64 as it stands in tokens, keys and headers: either alphabet, with or without padding.

/// Stands in [`SEXTETS`] for a byte that is no base64.
const NONE: u8 = 0xff;
/// The value of each byte as base64, of either alphabet.
const SEXTETS: [u8; 256] = sextets();

const fn sextets() -> [u8; 256] {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut table = [NONE; 256];
    let mut value = 0u8;
    while (value as usize) < alphabet.len() {
        table[alphabet[value as usize] as usize] = value;
        value += 1;
    }
    table[b'-' as usize] = 62;
    table[b'_' as usize] = 63;
    table
}

/// The value of a character, 0 to 63; above that for what is none.
pub const fn sextet(byte: u8) -> u8 {
    SEXTETS[byte as usize]
}

/// Whether a byte stands for a value; padding does not.
pub fn is_sextet(byte: u8) -> bool {
    sextet(byte) != NONE
}

/// Whether a byte may stand in base64, padding included.
pub fn is_base64(byte: u8) -> bool {
    byte == b'=' || is_sextet(byte)
}

/// Decodes as many whole bytes as the characters before any padding make; `None` if one of them is not base64.
pub fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let letters = text.iter().position(|&byte| byte == b'=').map_or(text, |padding| &text[..padding]);
    letters.iter().all(|&byte| is_sextet(byte)).then(|| decode_letters(letters))
}

/// [`decode`] of what is known to be base64 without padding.
pub fn decode_letters(letters: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(letters.len() * 3 / 4);
    let (mut bits, mut count) = (0u32, 0);
    for &letter in letters {
        bits = bits << 6 | u32::from(sextet(letter) & 63);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.extend(u8::try_from(bits >> count & 0xff));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_alphabets_and_any_padding() {
        assert_eq!(decode(b"eyJhIjoxfQ==").as_deref(), Some(&b"{\"a\":1}"[..]));
        assert_eq!(decode(b"eyJhIjoxfQ").as_deref(), Some(&b"{\"a\":1}"[..]));
        assert_eq!(decode(b"-_+/").as_deref(), Some(&[0xfb, 0xff, 0xbf][..]));
        assert_eq!(decode(b"a b"), None);
    }
}
