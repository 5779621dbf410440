//! Annotates the bytes of a frame: a second walker over the decoder's tables and primitives, which knows the path
//! of each value. It is for people who read bytes; reading messages does not run it.

use std::vec::IntoIter;

use serde::Deserialize;

use crate::decode::Limits;
use crate::layout::Layout;
use crate::malformed::{Result, Step};
use crate::message::{settle, Pass, Role};
use crate::schema::{Enum, Field, Payload, Type};
use crate::source::{AnySource, Cursor, Source};
use crate::span::{Seen, Span};
use crate::tape::Tape;
use crate::uuid;
use crate::value;

/// Reads a payload as [`decode`](crate::message::decode) does, and visits its spans in order, without gaps. If
/// decoding fails, these are the spans before the byte at fault.
pub fn annotate(
    role: Role,
    layout: Layout,
    payload: &[u8],
    limits: Limits,
    visit: &mut dyn FnMut(&Span),
) -> Result<Pass> {
    let (outcome, gaps) = match settle(role, layout, payload, limits, &mut Tape::default()) {
        Ok((pass, gaps)) => (Ok(pass), gaps),
        Err(error) => (Err(error), Vec::new()),
    };
    let cursor = Cursor::new(payload);
    let mut walker = Walker {
        source: AnySource::new(layout.codec(), &cursor),
        layout,
        may_end_early: matches!(outcome, Ok(Pass::Tail)),
        gaps: gaps.into_iter(),
        end: outcome.as_ref().map_or_else(|error| error.offset, |_| usize::MAX),
        lists: 0,
        path: String::new(),
        visit,
    };
    walker.walk(role.envelope());
    if matches!(outcome, Ok(Pass::Trailing)) {
        let at = cursor.at();
        cursor.rewind(payload.len());
        walker.visit(at, "left over", Seen::Bytes(&payload[at..]));
    }
    outcome
}

struct Walker<'de, 'v> {
    source: AnySource<'de>,
    layout: Layout,
    /// Options and lists at the end of the frame may be missing.
    may_end_early: bool,
    /// Which gaps are filled, in their order; none if every tag is present.
    gaps: IntoIter<bool>,
    /// The place at which decoding failed.
    end: usize,
    lists: u32,
    path: String,
    visit: &'v mut dyn FnMut(&Span),
}

/// Each step returns none once the walk reaches the place at which decoding failed.
impl<'de> Walker<'de, '_> {
    fn walk(&mut self, ty: &'static Type) -> Option<()> {
        match ty {
            Type::Bool => self.primitive("bool", Seen::Bool),
            Type::U16 => self.primitive("u16", |value: u16| Seen::Number(u32::from(value))),
            Type::U32 => self.primitive("u32", Seen::Number),
            Type::U64 => self.primitive("u64", Seen::Unsigned),
            Type::I64 => self.primitive("i64", Seen::Signed),
            Type::F32 => self.primitive("f32", |value: f32| Seen::Float(f64::from(value))),
            Type::F64 => self.primitive("f64", Seen::Float),
            Type::Char => {
                let (at, value) = self.read::<char>()?;
                self.visit(at, "char", Seen::Text(value.encode_utf8(&mut [0; 4])))
            }
            Type::Text => self.primitive("text", Seen::Text),
            Type::Uuid => {
                let (at, bytes) = self.read::<&[u8]>()?;
                self.visit(at, "uuid", Seen::Text(&uuid::to_text(bytes.try_into().ok()?)))
            }
            Type::Bytes => self.primitive("bytes", Seen::Bytes),
            Type::Value => self.value(),
            Type::Rows => self.list(&mut |row| row.list(&mut Self::value)),
            Type::Bits(bits) => {
                let (at, flags) = if bits.width == 32 {
                    let (at, flags) = self.read::<u32>()?;
                    (at, u64::from(flags))
                } else {
                    self.read()?
                };
                self.visit_declared(at, "flags", bits.name, Seen::Unsigned(flags))
            }
            Type::Option(_) | Type::Tail(_) | Type::TailList(_) if self.is_missing() => self.left_out(),
            Type::Option(of) | Type::Tail(of) => self.option(of),
            Type::Gap(_) if self.gaps.next() == Some(false) => self.left_out(),
            Type::Gap(of) => self.option(of),
            Type::List(of) | Type::TailList(of) | Type::GapList(of) => self.list(&mut |element| element.walk(of)),
            Type::Pair(first, second) => {
                self.within(Step::Index(0), &mut |pair| pair.walk(first))?;
                self.within(Step::Index(1), &mut |pair| pair.walk(second))
            }
            Type::Map(of) => self.list(&mut |entry| {
                entry.primitive("key", Seen::Text)?;
                entry.walk(of)
            }),
            Type::Impossible(_) => None,
            Type::Nested(of) => self.walk(of()),
            Type::Struct(table) => self.fields(table.fields),
            Type::Enum(table) => self.variant(table),
        }
    }

    fn fields(&mut self, fields: &'static [Field]) -> Option<()> {
        let layout = self.layout;
        let mut here = fields.iter().filter(|field| layout >= field.since);
        here.try_for_each(|field| self.within(Step::Field(field.name), &mut |holder| holder.walk(&field.ty)))
    }

    fn variant(&mut self, table: &'static Enum) -> Option<()> {
        let (at, number) = self.read()?;
        let variant = table.variant(number, self.layout).ok()?;
        self.visit_declared(at, "variant", table.name, Seen::Text(variant.name))?;
        match &variant.payload {
            Payload::Unit => Some(()),
            Payload::Fields(fields) => self.fields(fields),
            Payload::Newtype(Type::Struct(of)) => self.fields(of.fields),
            Payload::Newtype(of) => self.within(Step::Field("value"), &mut |holder| holder.walk(of)),
        }
    }

    fn value(&mut self) -> Option<()> {
        let (at, number): (_, u32) = self.read()?;
        self.visit_declared(at, "variant", "Value", Seen::Text(value::VARIANTS.get(number as usize)?))?;
        match number {
            0 => Some(()),
            1 => self.walk(&Type::Bool),
            2 => self.walk(&Type::I64),
            3 => self.walk(&Type::F64),
            5 => self.walk(&Type::Bytes),
            11 => self.list(&mut Self::value),
            12 => self.walk(&Type::Map(&Type::Value)),
            _ => self.walk(&Type::Text),
        }
    }

    fn option(&mut self, of: &'static Type) -> Option<()> {
        let (at, is_filled) = self.read()?;
        self.visit(at, "option tag", Seen::Bool(is_filled))?;
        if is_filled {
            self.walk(of)?
        }
        Some(())
    }

    fn list(&mut self, element: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        let (at, count): (_, u64) = self.read()?;
        self.visit(at, "count", Seen::Number(count as u32))?;
        self.lists += 1;
        for index in 0..count as usize {
            self.within(Step::Index(index), element)?
        }
        self.lists -= 1;
        Some(())
    }

    fn is_missing(&self) -> bool {
        self.may_end_early && self.lists == 0 && self.source.cursor().left() == 0
    }

    fn left_out(&mut self) -> Option<()> {
        self.visit(self.source.cursor().at(), "left out", Seen::LeftOut)
    }

    fn within(&mut self, step: Step, walk: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        let length = self.path.len();
        step.append_to(&mut self.path);
        walk(self)?;
        self.path.truncate(length);
        Some(())
    }

    fn primitive<T: Deserialize<'de>>(&mut self, kind: &'static str, seen: fn(T) -> Seen<'de>) -> Option<()> {
        let (at, value) = self.read()?;
        self.visit(at, kind, seen(value))
    }

    fn read<T: Deserialize<'de>>(&mut self) -> Option<(usize, T)> {
        let at = self.source.cursor().at();
        if at >= self.end {
            return None;
        }
        Some((at, self.source.read("a primitive").ok()?))
    }

    fn visit(&mut self, offset: usize, kind: &'static str, value: Seen) -> Option<()> {
        self.visit_declared(offset, kind, "", value)
    }

    /// Visits the bytes between a place and the cursor.
    #[inline(never)]
    fn visit_declared(&mut self, offset: usize, kind: &'static str, of: &'static str, value: Seen) -> Option<()> {
        let length = self.source.cursor().at() - offset;
        (self.visit)(&Span { offset, length, path: &self.path, kind, of, value });
        Some(())
    }
}
