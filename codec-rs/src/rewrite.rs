//! Converts the tape that decoding writes to the tape that encoding reads, to send on a message that was read.
//!
//! The two differ so that each side can use what it knows: decoding names objects and variants by shapes and
//! measures texts in UTF-16 units; encoding names variants by their place in the declaration and measures in bytes.

use crate::message::Role;
use crate::schema::{Enum, Field, Payload, Type};
use crate::shape;
use crate::tape::{Tape, BIG, FLOAT, LIST, MAP, NONE, OBJECT, TEXT, VARIANT};
use crate::value::VARIANTS;

/// The message on `tape`, which [`decode`](crate::message::decode) wrote for this role, as
/// [`encode`](crate::message::encode) reads it.
///
/// # Panics
///
/// If the tape was not written by decoding for the role.
pub fn rewrite(role: Role, tape: Tape) -> Tape {
    let Tape { words, text, bytes } = tape;
    let unread = std::str::from_utf8(&text).expect("decoding writes texts");
    let mut rewriter = Rewriter { words: &words, text: unread, out: Vec::with_capacity(words.len()) };
    rewriter.message(role.envelope());
    Tape { words: rewriter.out, text, bytes }
}

struct Rewriter<'a> {
    /// The rest of the tape, not yet read.
    words: &'a [u32],
    text: &'a str,
    out: Vec<u32>,
}

impl Rewriter<'_> {
    fn message(&mut self, ty: &'static Type) {
        match ty {
            Type::Char | Type::Text | Type::Uuid => self.text(),
            Type::Value => self.value(),
            Type::Rows => self.list(|row| row.list(Self::value)),
            Type::Option(of) | Type::Tail(of) | Type::Gap(of) => self.unless_absent(|one| one.message(of)),
            Type::List(of) | Type::TailList(of) | Type::GapList(of) => self.list(|one| one.message(of)),
            Type::Pair(first, second) => {
                self.copy();
                self.message(first);
                self.message(second)
            }
            Type::Map(of) => self.map(|one| one.message(of)),
            Type::Nested(of) => self.message(of()),
            Type::Struct(table) => {
                self.copy();
                self.fields(table.fields)
            }
            Type::Enum(table) => self.variant(table),
            _ => {
                self.copy();
            }
        }
    }

    fn peek(&self) -> (u32, u32) {
        (self.words[0] & 15, self.words[0] >> 4)
    }

    fn take(&mut self) -> u32 {
        let argument = self.peek().1;
        self.words = &self.words[1..];
        argument
    }

    /// Copies a word and its contents unchanged; returns its argument.
    fn copy(&mut self) -> u32 {
        let (tag, argument) = self.peek();
        let length = if matches!(tag, BIG | FLOAT) { 3 } else { 1 };
        let (copied, rest) = self.words.split_at(length);
        self.out.extend(copied);
        self.words = rest;
        argument
    }

    fn text(&mut self) {
        let (units, mut seen, mut length) = (self.take() as usize, 0, 0);
        for c in self.text.chars().take_while(|c| {
            seen += c.len_utf16();
            seen <= units
        }) {
            length += c.len_utf8();
        }
        self.text = &self.text[length..];
        self.out.push(TEXT | (length as u32) << 4)
    }

    fn unless_absent(&mut self, rewrite: impl FnOnce(&mut Self)) {
        if self.peek().0 == NONE {
            self.copy();
        } else {
            rewrite(self)
        }
    }

    fn list(&mut self, mut element: impl FnMut(&mut Self)) {
        for _ in 0..self.copy() {
            element(self)
        }
    }

    fn map(&mut self, mut value: impl FnMut(&mut Self)) {
        self.list(|entry| {
            entry.text();
            value(entry)
        })
    }

    fn fields(&mut self, fields: &'static [Field]) {
        for field in fields {
            // Also if the layout lacks the field, with any type.
            self.unless_absent(|one| one.message(&field.ty))
        }
    }

    fn variant(&mut self, table: &'static Enum) {
        let shape = self.take();
        let is_named = |variant: &_| shape::of_variant(variant) == shape;
        let declared = table.variants.iter().position(is_named).expect("a shape of this enum");
        self.out.push(VARIANT | (declared as u32) << 4);
        match &table.variants[declared].payload {
            Payload::Unit => (),
            Payload::Fields(fields) => self.fields(fields),
            Payload::Newtype(Type::Struct(of)) => {
                self.out.push(OBJECT | (of.fields.len() as u32) << 4);
                self.fields(of.fields)
            }
            Payload::Newtype(of) => self.unless_absent(|one| one.message(of)),
        }
    }

    fn value(&mut self) {
        match self.peek() {
            (TEXT, _) => self.text(),
            (LIST, _) => self.list(Self::value),
            (MAP, _) => self.map(Self::value),
            (OBJECT, shape) => {
                self.take();
                let text = shape::describe(shape).expect("a shape that decoding learned");
                let tag = text.split(' ').next();
                let number = VARIANTS.iter().position(|name| Some(*name) == tag).expect("a variant of a value");
                self.out.push(VARIANT | (number as u32) << 4);
                if number != 0 {
                    self.text()
                }
            }
            _ => {
                self.copy();
            }
        }
    }
}
