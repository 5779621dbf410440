//! A place in a frame and its content.

use crate::tape::{Tape, BOOL, LIST, NONE};

/// The value of a span's bytes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Seen<'a> {
    /// Nothing: upstream leaves it out.
    LeftOut,
    /// A boolean, or whether an option is present.
    Bool(bool),
    /// A number of at most 32 bits, or the number of elements.
    Number(u32),
    /// A u64.
    Unsigned(u64),
    /// An i64.
    Signed(i64),
    /// A floating-point number.
    Float(f64),
    /// A text, a uuid, or a variant's name.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// A primitive and its place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Span<'a> {
    /// The offset of its first byte in the payload.
    pub offset: usize,
    /// Its length in bytes; 0 if it is left out.
    pub length: usize,
    /// Its path: `body.result.columns[3].typeName`.
    pub path: &'a str,
    /// Its kind: a primitive, `option tag`, `count`, `key`, `variant`, `flags`, `left out`, `left over`.
    pub kind: &'static str,
    /// The declared type of a variant and of flags; otherwise empty.
    pub of: &'static str,
    /// Its value.
    pub value: Seen<'a>,
}

impl Span<'_> {
    /// Appends it as a list `[offset, length, path, kind, of, value]`.
    pub fn write(&self, tape: &mut Tape) {
        tape.op(LIST, 6);
        tape.number(self.offset as u32);
        tape.number(self.length as u32);
        tape.text(self.path);
        tape.text(self.kind);
        tape.text(self.of);
        match self.value {
            Seen::LeftOut => tape.op(NONE, 0),
            Seen::Bool(value) => tape.op(BOOL, u32::from(value)),
            Seen::Number(value) => tape.number(value),
            Seen::Unsigned(value) => tape.unsigned(value),
            Seen::Signed(value) => tape.signed(value),
            Seen::Float(value) => tape.float(value),
            Seen::Text(value) => tape.text(value),
            Seen::Bytes(value) => tape.raw(value),
        }
    }
}
