//! The flat form between Rust and TypeScript: 32-bit words, one text blob, one byte blob.
//!
//! A word is `argument << 4 | tag`. The blobs contain texts and bytes in the order of their words.

use crate::malformed::{Malformed, Result};

/// Absent.
pub const NONE: u32 = 0;
/// Argument 0 or 1.
pub const BOOL: u32 = 1;
/// The argument is the number, below 2^28.
pub const NUMBER: u32 = 2;
/// A 64-bit integer in two words, low word first; argument 1 when unsigned.
pub const BIG: u32 = 3;
/// An f64 in two words.
pub const FLOAT: u32 = 4;
/// Argument: length, in UTF-16 units when reading, in bytes when writing, as each side knows it without counting.
pub const TEXT: u32 = 5;
/// Argument: length in bytes.
pub const BYTES: u32 = 6;
/// Argument: number of elements, which follow.
pub const LIST: u32 = 7;
/// Reading: the argument is a shape number and the values of its keys follow. Writing: a number of fields.
pub const OBJECT: u32 = 8;
/// Reading: a shape number whose tag is the value. Writing: a declared variant index, then its payload.
pub const VARIANT: u32 = 9;
/// Argument: number of entries; key and value of each follow.
pub const MAP: u32 = 10;

/// The tape that decoding writes.
#[derive(Default)]
pub struct Tape {
    /// Tags and arguments.
    pub words: Vec<u32>,
    /// All texts, UTF-8.
    pub text: Vec<u8>,
    /// All byte strings.
    pub bytes: Vec<u8>,
}

/// A place on a tape to return to.
#[derive(Clone, Copy)]
pub struct Mark {
    words: usize,
    text: usize,
    bytes: usize,
}

impl Tape {
    #[inline]
    pub(crate) fn op(&mut self, tag: u32, argument: u32) {
        self.words.push(tag | argument << 4)
    }

    #[inline]
    pub(crate) fn number(&mut self, n: u32) {
        if n < 1 << 28 {
            self.op(NUMBER, n)
        } else {
            self.float(f64::from(n))
        }
    }

    #[inline]
    pub(crate) fn float(&mut self, v: f64) {
        let bits = v.to_bits();
        self.words.extend([FLOAT, bits as u32, (bits >> 32) as u32])
    }

    #[inline]
    pub(crate) fn unsigned(&mut self, v: u64) {
        self.words.extend([BIG | 1 << 4, v as u32, (v >> 32) as u32])
    }

    #[inline]
    pub(crate) fn signed(&mut self, v: i64) {
        self.words.extend([BIG, v as u32, (v >> 32) as u32])
    }

    #[inline]
    pub(crate) fn text(&mut self, s: &str) {
        let units = if s.is_ascii() { s.len() } else { s.encode_utf16().count() };
        self.op(TEXT, units as u32);
        self.text.extend_from_slice(s.as_bytes())
    }

    #[inline]
    pub(crate) fn raw(&mut self, b: &[u8]) {
        self.op(BYTES, b.len() as u32);
        self.bytes.extend_from_slice(b)
    }

    /// Appends an absent value.
    pub fn push_absent(&mut self) {
        self.op(NONE, 0)
    }

    /// Appends a number.
    pub fn push_number(&mut self, n: u32) {
        self.number(n)
    }

    /// Appends a text.
    pub fn push_text(&mut self, s: &str) {
        self.text(s)
    }

    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.text.clear();
        self.bytes.clear()
    }

    /// Reserves room for `times` the contents after `from`, and a little more: growing by doubling would leave as much
    /// memory unused, and WebAssembly's memory never shrinks.
    #[cold]
    pub(crate) fn reserve_rest(&mut self, from: Mark, times: f64) {
        let rest = |now: usize, from: usize| ((now - from) as f64 * times * 1.05) as usize;
        self.words.reserve_exact(rest(self.words.len(), from.words));
        self.text.reserve_exact(rest(self.text.len(), from.text));
        self.bytes.reserve_exact(rest(self.bytes.len(), from.bytes))
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark { words: self.words.len(), text: self.text.len(), bytes: self.bytes.len() }
    }

    pub(crate) fn rewind(&mut self, to: Mark) {
        self.words.truncate(to.words);
        self.text.truncate(to.text);
        self.bytes.truncate(to.bytes)
    }
}

/// A tape that TypeScript wrote, read front to back.
pub struct TapeReader<'a> {
    words: &'a [u32],
    text: &'a str,
    bytes: &'a [u8],
    word: usize,
    text_at: usize,
    bytes_at: usize,
}

impl<'a> TapeReader<'a> {
    /// Reads `words` against their blobs.
    pub fn new(words: &'a [u32], text: &'a str, bytes: &'a [u8]) -> Self {
        Self { words, text, bytes, word: 0, text_at: 0, bytes_at: 0 }
    }

    /// Tag and argument of the next word; tag 15 at the end.
    #[inline]
    pub(crate) fn next(&mut self) -> (u32, u32) {
        let word = self.words.get(self.word).copied().unwrap_or(15);
        self.word += 1;
        (word & 15, word >> 4)
    }

    #[inline]
    pub(crate) fn peek(&self) -> u32 {
        self.words.get(self.word).map_or(15, |word| word & 15)
    }

    /// Takes the next word if it is an absent value.
    #[inline]
    pub(crate) fn absent(&mut self) -> bool {
        let absent = self.peek() == NONE;
        self.word += usize::from(absent);
        absent
    }

    #[inline]
    pub(crate) fn two(&mut self) -> u64 {
        let pair = self.words.get(self.word..self.word + 2);
        self.word += 2;
        pair.map_or(0, |w| u64::from(w[0]) | u64::from(w[1]) << 32)
    }

    /// The argument of the next word, which must have this tag.
    #[inline]
    pub(crate) fn expect(&mut self, tag: u32, expected: &str) -> Result<u32> {
        match self.next() {
            (found, argument) if found == tag => Ok(argument),
            (found, _) => Err(mismatch(found, expected)),
        }
    }

    #[inline]
    pub(crate) fn number(&mut self, expected: &str) -> Result<f64> {
        match self.next() {
            (NUMBER, n) => Ok(f64::from(n)),
            (FLOAT, _) => Ok(f64::from_bits(self.two())),
            (found, _) => Err(mismatch(found, expected)),
        }
    }

    #[inline]
    pub(crate) fn big(&mut self, expected: &str) -> Result<u64> {
        match self.next() {
            (BIG, _) => Ok(self.two()),
            (NUMBER, n) => Ok(u64::from(n)),
            (found, _) => Err(mismatch(found, expected)),
        }
    }

    #[inline]
    pub(crate) fn text(&mut self) -> Result<&'a str> {
        let length = self.expect(TEXT, "text")? as usize;
        self.text_of(length)
    }

    /// The next text of the blob, of this many bytes.
    #[inline]
    pub(crate) fn text_of(&mut self, length: usize) -> Result<&'a str> {
        let from = self.text_at;
        self.text_at = from + length;
        self.text.get(from..self.text_at).ok_or_else(|| Malformed::new(0, "the tape's text ends too early"))
    }

    #[inline]
    pub(crate) fn raw(&mut self) -> Result<&'a [u8]> {
        let length = self.expect(BYTES, "bytes")? as usize;
        self.raw_of(length)
    }

    #[inline]
    pub(crate) fn raw_of(&mut self, length: usize) -> Result<&'a [u8]> {
        let from = self.bytes_at;
        self.bytes_at = from + length;
        self.bytes.get(from..self.bytes_at).ok_or_else(|| Malformed::new(0, "the tape's bytes end too early"))
    }
}

/// "expected X, found Y" for a word with the wrong tag.
#[cold]
pub(crate) fn mismatch(found: u32, expected: &str) -> Box<Malformed> {
    let found = match found {
        NONE => "nothing",
        BOOL => "a boolean",
        NUMBER | FLOAT => "a number",
        BIG => "a bigint",
        TEXT => "text",
        BYTES => "bytes",
        LIST => "a list",
        OBJECT => "an object",
        VARIANT => "a variant",
        MAP => "a map",
        _ => "the end of the tape",
    };
    Malformed::new(0, format!("expected {expected}, found {found}"))
}
