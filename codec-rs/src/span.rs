//! A place in a frame and what stands there.

use crate::tape::{Tape, BOOL, LIST, NONE};

/// What a span's bytes say.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Seen<'a> {
    /// Nothing: upstream leaves it out.
    LeftOut,
    /// A boolean, or whether an option is filled.
    Bool(bool),
    /// A number of at most 32 bits, or how many elements follow.
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
    /// Its first byte, from the start of the payload.
    pub offset: usize,
    /// How many bytes it takes: none where it is left out.
    pub length: usize,
    /// The way to it: `body.result.columns[3].typeName`.
    pub path: &'a str,
    /// What it is: a primitive, `option tag`, `count`, `key`, `variant`, `flags`, `left out`, `left over`.
    pub kind: &'static str,
    /// The declared type of a variant and of flags; otherwise empty.
    pub of: &'static str,
    /// What it says.
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
