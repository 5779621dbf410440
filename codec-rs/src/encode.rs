//! Tape to bytes: the walker's other direction.

use crate::decode::Limits;
use crate::layout::Layout;
use crate::malformed::{Malformed, Result};
use crate::schema::{Bits, Enum, Field, Payload, Type};
use crate::sink::{AnySink, Raw, Sink};
use crate::tape::{mismatch, TapeReader, BOOL, LIST, MAP, NONE, OBJECT, VARIANT};
use crate::uuid;

/// How writing treats the parts that the real client leaves out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Writing {
    /// Every tag is written, which all peers can read.
    Explicit,
    /// Tails and gaps without a value are left out with their tags, as the real client does (H1, H2, H5, H6, H7, H8).
    Faithful,
}

/// The state of one writing of a frame.
pub struct Encoder<'a> {
    pub(crate) tape: TapeReader<'a>,
    layout: Layout,
    writing: Writing,
    limits: Limits,
    depth: u32,
}

impl<'a> Encoder<'a> {
    /// Writes the message on `tape`.
    pub fn new(tape: TapeReader<'a>, layout: Layout, writing: Writing, limits: Limits) -> Self {
        Self { tape, layout, writing, limits, depth: limits.max_depth }
    }

    /// Writes one value of a type.
    pub fn encode(&mut self, ty: &'static Type, sink: &mut AnySink) -> Result<()> {
        match ty {
            Type::Bool => {
                let value = self.tape.expect(BOOL, "a boolean")?;
                sink.put(&(value == 1))
            }
            Type::U16 => {
                let value = self.integer(f64::from(u16::MAX), "a u16")?;
                sink.put(&(value as u16))
            }
            Type::U32 => {
                let value = self.integer(f64::from(u32::MAX), "a u32")?;
                sink.put(&(value as u32))
            }
            Type::U64 => sink.put(&self.tape.big("a u64 as bigint")?),
            Type::I64 => sink.put(&(self.tape.big("an i64 as bigint")? as i64)),
            Type::F32 => sink.put(&(self.tape.number("a number")? as f32)),
            Type::F64 => sink.put(&self.tape.number("a number")?),
            Type::Char => {
                let text = self.tape.text()?;
                let mut characters = text.chars();
                match (characters.next(), characters.next()) {
                    (Some(character), None) => sink.put(&character),
                    _ => return Err(Malformed::new(0, format!("expected one character, found \"{text}\""))),
                }
            }
            Type::Text => sink.put(self.tape.text()?),
            Type::Uuid => {
                let text = self.tape.text()?;
                let bytes = uuid::from_text(text)
                    .ok_or_else(|| Malformed::new(0, format!("expected a uuid, found \"{text}\"")))?;
                sink.put(&Raw(&bytes))
            }
            Type::Bytes => sink.put(&Raw(self.tape.raw()?)),
            Type::Value => match sink {
                AnySink::Bincode(sink) => self.put_value(sink)?,
                AnySink::Postcard(sink) => self.put_value(sink)?,
            },
            Type::Rows => match sink {
                AnySink::Bincode(sink) => self.put_rows(sink)?,
                AnySink::Postcard(sink) => self.put_rows(sink)?,
            },
            Type::Bits(bits) => self.bits(bits, sink)?,
            Type::Tail(of) | Type::Gap(of) if self.writing == Writing::Faithful => {
                if !self.tape.absent() {
                    sink.put(&true);
                    self.encode(of, sink)?
                }
            }
            Type::Option(of) | Type::Tail(of) | Type::Gap(of) => {
                let present = !self.tape.absent();
                sink.put(&present);
                if present {
                    self.encode(of, sink)?
                }
            }
            Type::List(of) | Type::TailList(of) | Type::GapList(of) => self.list(ty, of, sink)?,
            Type::Pair(first, second) => {
                if self.tape.expect(LIST, "a pair")? != 2 {
                    return Err(Malformed::new(0, "expected a pair, found a list of another length"));
                }
                self.encode(first, sink).map_err(|error| error.index(0))?;
                self.encode(second, sink).map_err(|error| error.index(1))?
            }
            Type::Map(of) => {
                let count = self.tape.expect(MAP, "a map")?;
                sink.put(&u64::from(count));
                for index in 0..count as usize {
                    sink.put(self.tape.text().map_err(|error| error.index(index))?);
                    self.encode(of, sink).map_err(|error| error.index(index))?
                }
            }
            Type::Impossible(why) => return Err(Malformed::new(0, *why)),
            Type::Nested(of) => {
                self.enter()?;
                self.encode(of(), sink)?;
                self.leave()
            }
            Type::Struct(table) => {
                self.tape.expect(OBJECT, table.name)?;
                self.fields(table.fields, sink)?
            }
            Type::Enum(table) => self.variant(table, sink)?,
        }
        Ok(())
    }

    fn fields(&mut self, fields: &'static [Field], sink: &mut AnySink) -> Result<()> {
        for field in fields {
            let written = if self.layout < field.since {
                self.nothing()
            } else {
                match field.default {
                    Some(default) if self.tape.absent() => self.default(&field.ty, default, sink),
                    _ => self.encode(&field.ty, sink),
                }
            };
            written.map_err(|error| error.field(field.name))?
        }
        Ok(())
    }

    /// Writes the declared default of a field that the message leaves out.
    fn default(&mut self, ty: &'static Type, default: &str, sink: &mut AnySink) -> Result<()> {
        match ty {
            Type::Bool => sink.put(&(default == "true")),
            Type::U32 => sink.put(&default.parse::<u32>().expect("a declared default fits its type")),
            Type::Enum(table) => {
                let declared = table.variants.iter().position(|variant| variant.name == default);
                let declared = declared.expect("a declared default is a variant");
                let number = table.number(declared, self.layout).expect("a default is as old as its field");
                sink.put(&number)
            }
            _ => unreachable!("defaults are declared for booleans, u32 and plain enums"),
        }
        Ok(())
    }

    fn variant(&mut self, table: &'static Enum, sink: &mut AnySink) -> Result<()> {
        let declared = self.tape.expect(VARIANT, table.name)? as usize;
        let variant = table
            .variants
            .get(declared)
            .ok_or_else(|| Malformed::new(0, format!("{} has no variant {declared}", table.name)))?;
        let number = table.number(declared, self.layout).ok_or_else(|| {
            let (name, variant, layout) = (table.name, variant.name, self.layout.name());
            Malformed::new(0, format!("{name} {variant} does not exist in layout {layout}"))
        })?;
        sink.put(&number);
        match &variant.payload {
            Payload::Unit => Ok(()),
            Payload::Fields(fields) => self.fields(fields, sink),
            Payload::Newtype(ty @ Type::Struct(_)) => self.encode(ty, sink),
            Payload::Newtype(ty) => self.encode(ty, sink).map_err(|error| error.field("value")),
        }
    }

    fn list(&mut self, ty: &Type, of: &'static Type, sink: &mut AnySink) -> Result<()> {
        let count =
            if self.tape.absent() && !matches!(ty, Type::List(_)) { 0 } else { self.tape.expect(LIST, "a list")? };
        if count == 0 && self.writing == Writing::Faithful && !matches!(ty, Type::List(_)) {
            return Ok(());
        }
        sink.put(&u64::from(count));
        for index in 0..count as usize {
            self.encode(of, sink).map_err(|error| error.index(index))?
        }
        Ok(())
    }

    /// Bits that the layout lacks are cleared: the reader would take the whole set for empty (H9).
    fn bits(&mut self, bits: &Bits, sink: &mut AnySink) -> Result<()> {
        let mask = bits.mask(self.layout);
        if bits.width == 32 {
            let value = self.integer(f64::from(u32::MAX), "a u32 of flags")?;
            sink.put(&(value as u32 & mask as u32))
        } else {
            sink.put(&(self.tape.big("a u64 of flags as bigint")? & mask))
        }
        Ok(())
    }

    fn integer(&mut self, max: f64, expected: &str) -> Result<f64> {
        let value = self.tape.number(expected)?;
        if value >= 0.0 && value <= max && value.fract() == 0.0 {
            Ok(value)
        } else {
            // The writer of the tape reports the number itself: printing a float would need more code than all of this.
            Err(Malformed::new(0, format!("expected {expected}, found another number")))
        }
    }

    /// The tape does not contain fields that the layout lacks: its writer knows the layout.
    fn nothing(&mut self) -> Result<()> {
        match self.tape.next() {
            (NONE, _) => Ok(()),
            (found, _) => Err(mismatch(found, "nothing, because the layout lacks this field")),
        }
    }

    #[inline]
    pub(crate) fn enter(&mut self) -> Result<()> {
        match self.depth.checked_sub(1) {
            Some(left) => {
                self.depth = left;
                Ok(())
            }
            None => Err(Malformed::new(0, format!("nested deeper than maxDepth {}", self.limits.max_depth))),
        }
    }

    #[inline]
    pub(crate) fn leave(&mut self) {
        self.depth += 1
    }
}
