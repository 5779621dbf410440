//! Bytes to tape: one walker over the tables, for every type, layout and codec.

use crate::layout::Layout;
use crate::malformed::{Malformed, Result};
use crate::schema::{Bits, Enum, Field, Payload, Type};
use crate::shape;
use crate::source::{AnySource, Source};
use crate::tape::{Tape, BOOL, LIST, MAP, NONE, OBJECT, VARIANT};
use crate::uuid;

/// The limits on the work and memory of one frame.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The deepest nesting of values, filters and fields.
    pub max_depth: u32,
    /// The most list elements and map entries of a frame.
    pub max_values: u32,
}

/// How reading treats the parts that upstream leaves out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reading {
    /// Every tag is present.
    Explicit,
    /// Gaps may have been left out with their tags (H2).
    Gaps,
    /// Options and lists at the end of the frame may be missing (H1, H5, H6, H8, H11).
    Tail,
}

/// The decisions about a frame's gaps during the search for a reading.
pub struct Gaps {
    /// For each gap found so far, whether its option is present. Later gaps are decided when they are found.
    pub filled: Vec<bool>,
    /// How many bytes may still be read to decide; with none left, a gap is empty.
    pub spare: usize,
}

/// No decisions yet, and an unlimited search.
impl Default for Gaps {
    fn default() -> Self {
        Self { filled: Vec::new(), spare: usize::MAX }
    }
}

/// The state of one reading of a frame.
pub struct Decoder<'t> {
    /// The tape for the message.
    pub tape: &'t mut Tape,
    pub(crate) layout: Layout,
    limits: Limits,
    depth: u32,
    values: u32,
    reading: Reading,
    /// The number of lists around the current place: no place inside a list is the end of a frame.
    lists: u32,
    pub(crate) gaps: Gaps,
    gap: usize,
    /// Whether a gap was found: the gap reading may then differ from the explicit one.
    pub(crate) met_gap: bool,
    /// Whether a list was found that only an explicit reading can locate (H7).
    pub(crate) met_gap_list: bool,
}

impl<'t> Decoder<'t> {
    /// A reading from the start, which follows the decisions in `gaps`.
    pub fn new(tape: &'t mut Tape, layout: Layout, limits: Limits, reading: Reading, gaps: Gaps) -> Self {
        tape.clear();
        let (depth, values) = (limits.max_depth, limits.max_values);
        let (met_gap, met_gap_list) = (false, false);
        Self { tape, layout, limits, depth, values, reading, lists: 0, gaps, gap: 0, met_gap, met_gap_list }
    }

    /// Reads one value of a type.
    pub fn decode(&mut self, ty: &'static Type, source: &mut AnySource) -> Result<()> {
        match ty {
            Type::Bool => {
                let value: bool = source.read("a boolean")?;
                self.tape.op(BOOL, u32::from(value))
            }
            Type::U16 => self.tape.number(u32::from(source.read::<u16>("a u16")?)),
            Type::U32 => self.tape.number(source.read("a u32")?),
            Type::U64 => self.tape.unsigned(source.read("a u64")?),
            Type::I64 => self.tape.signed(source.read("an i64")?),
            Type::F32 => self.tape.float(f64::from(source.read::<f32>("an f32")?)),
            Type::F64 => self.tape.float(source.read("an f64")?),
            Type::Char => {
                let value: char = source.read("a character")?;
                self.tape.text(value.encode_utf8(&mut [0; 4]))
            }
            Type::Text => self.tape.text(source.read("text")?),
            Type::Uuid => self.uuid(source)?,
            Type::Bytes => self.tape.raw(source.read("bytes")?),
            Type::Value => match source {
                AnySource::Bincode(source) => self.value(source)?,
                AnySource::Postcard(source) => self.value(source)?,
            },
            Type::Rows => match source {
                AnySource::Bincode(source) => self.rows(source)?,
                AnySource::Postcard(source) => self.rows(source)?,
            },
            Type::Bits(bits) => self.bits(bits, source)?,
            Type::Option(of) | Type::Tail(of) => {
                if self.is_missing(source) || !source.read("an option tag")? {
                    self.tape.op(NONE, 0)
                } else {
                    let at = self.tape.words.len();
                    self.decode(of, source)?;
                    if matches!(of, Type::Value) {
                        self.show_null(at)
                    }
                }
            }
            Type::Gap(of) => self.gap(of, source)?,
            Type::TailList(_) if self.is_missing(source) => self.tape.op(LIST, 0),
            Type::List(of) | Type::TailList(of) => self.list(of, source)?,
            Type::GapList(of) => {
                self.met_gap_list = true;
                self.list(of, source)?
            }
            Type::Pair(first, second) => {
                self.tape.op(LIST, 2);
                self.decode(first, source).map_err(|error| error.index(0))?;
                self.decode(second, source).map_err(|error| error.index(1))?
            }
            Type::Map(of) => self.map(of, source)?,
            Type::Impossible(why) => return Err(Malformed::new(source.cursor().at(), *why)),
            Type::Nested(of) => {
                self.enter(source.cursor().at())?;
                self.decode(of(), source)?;
                self.leave()
            }
            Type::Struct(table) => {
                self.tape.op(OBJECT, shape::of_struct(table));
                self.fields(table.fields, source)?
            }
            Type::Enum(table) => self.variant(table, source)?,
        }
        Ok(())
    }

    /// In a tail reading, a value that would begin after the last byte is absent.
    fn is_missing(&self, source: &AnySource) -> bool {
        self.reading == Reading::Tail && self.lists == 0 && source.cursor().left() == 0
    }

    fn fields(&mut self, fields: &'static [Field], source: &mut AnySource) -> Result<()> {
        if self.lists > 0 {
            self.charge(fields.len(), source.cursor().at())?
        }
        for field in fields {
            if self.layout < field.since {
                self.tape.op(NONE, 0)
            } else if let Err(error) = self.decode(&field.ty, source) {
                return Err(error.field(field.name));
            }
        }
        Ok(())
    }

    fn variant(&mut self, table: &'static Enum, source: &mut AnySource) -> Result<()> {
        let at = source.cursor().at();
        let number = source.read("a variant number")?;
        let variant = table.variant(number, self.layout).map_err(|count| unknown_variant(at, table, number, count))?;
        match &variant.payload {
            Payload::Unit if table.is_plain() => {
                self.tape.op(VARIANT, shape::of_variant(variant));
                Ok(())
            }
            Payload::Unit => {
                self.tape.op(OBJECT, shape::of_variant(variant));
                Ok(())
            }
            Payload::Fields(fields) => {
                self.tape.op(OBJECT, shape::of_variant(variant));
                self.fields(fields, source)
            }
            Payload::Newtype(Type::Struct(of)) => {
                self.tape.op(OBJECT, shape::of_variant(variant));
                self.fields(of.fields, source)
            }
            Payload::Newtype(of) => {
                self.tape.op(OBJECT, shape::of_variant(variant));
                self.decode(of, source).map_err(|error| error.field("value"))
            }
        }
    }

    fn list(&mut self, of: &'static Type, source: &mut AnySource) -> Result<()> {
        let count = self.count(source)?;
        self.tape.op(LIST, count as u32);
        self.lists += 1;
        for index in 0..count {
            self.decode(of, source).map_err(|error| error.index(index))?
        }
        self.lists -= 1;
        Ok(())
    }

    fn map(&mut self, of: &'static Type, source: &mut AnySource) -> Result<()> {
        let count = self.count(source)?;
        self.tape.op(MAP, count as u32);
        self.lists += 1;
        for index in 0..count {
            self.tape.text(source.read("a key").map_err(|error| error.index(index))?);
            self.decode(of, source).map_err(|error| error.index(index))?
        }
        self.lists -= 1;
        Ok(())
    }

    /// A count, charged against the frame's budget before anything is written for it.
    #[inline]
    pub(crate) fn count<'de, S: Source<'de>>(&mut self, source: &mut S) -> Result<usize> {
        let at = source.cursor().at();
        let count = source.count()?;
        self.charge(count, at)?;
        Ok(count)
    }

    /// Charges the frame's budget: elements of lists, and the fields of structs in lists.
    #[inline]
    fn charge(&mut self, count: usize, at: usize) -> Result<()> {
        match self.values.checked_sub(count as u32) {
            Some(left) => {
                self.values = left;
                Ok(())
            }
            None => Err(Malformed::new(
                at,
                format!("count {count} exceeds what is left of maxValues {}", self.limits.max_values),
            )),
        }
    }

    #[inline]
    pub(crate) fn enter(&mut self, at: usize) -> Result<()> {
        match self.depth.checked_sub(1) {
            Some(left) => {
                self.depth = left;
                Ok(())
            }
            None => Err(Malformed::new(at, format!("nested deeper than maxDepth {}", self.limits.max_depth))),
        }
    }

    #[inline]
    pub(crate) fn leave(&mut self) {
        self.depth += 1
    }

    fn uuid(&mut self, source: &mut AnySource) -> Result<()> {
        let at = source.cursor().at();
        let bytes: &[u8] = source.read("a uuid")?;
        let bytes = bytes
            .try_into()
            .map_err(|_| Malformed::new(at, format!("expected a uuid of 16 bytes, found {}", bytes.len())))?;
        self.tape.text(&uuid::to_text(bytes));
        Ok(())
    }

    /// Like the real reader: one unknown bit empties the set (H9).
    fn bits(&mut self, bits: &Bits, source: &mut AnySource) -> Result<()> {
        let known = |value: u64| if value & !bits.mask(self.layout) == 0 { value } else { 0 };
        if bits.width == 32 {
            let value = known(u64::from(source.read::<u32>("a u32 of flags")?)) as u32;
            self.tape.number(value)
        } else {
            let value = known(source.read("a u64 of flags")?);
            self.tape.unsigned(value)
        }
        Ok(())
    }

    /// An option in the middle of a frame that upstream leaves out if it is empty (H2).
    fn gap(&mut self, of: &'static Type, source: &mut AnySource) -> Result<()> {
        self.met_gap = true;
        let present = match self.reading {
            Reading::Gaps => self.gap_is_filled(of, source),
            _ => source.read("an option tag")?,
        };
        if !present {
            self.tape.op(NONE, 0);
            return Ok(());
        }
        if self.reading == Reading::Gaps {
            let _: bool = source.read("an option tag")?;
        }
        self.decode(of, source)
    }

    /// Follows the decision for this gap, or makes one: it is filled if a 1 and a whole value are here.
    fn gap_is_filled(&mut self, of: &'static Type, source: &mut AnySource) -> bool {
        let index = self.gap;
        self.gap += 1;
        if let Some(&decided) = self.gaps.filled.get(index) {
            return decided;
        }
        let filled = source.cursor().peek() == Some(1) && self.is_readable(of, source);
        self.gaps.filled.push(filled);
        filled
    }

    fn is_readable(&mut self, of: &'static Type, source: &mut AnySource) -> bool {
        let (at, mark, values, lists, depth) =
            (source.cursor().at(), self.tape.mark(), self.values, self.lists, self.depth);
        let readable = source.read::<bool>("an option tag").is_ok() && self.decode(of, source).is_ok();
        let read = source.cursor().at() - at;
        source.cursor().rewind(at);
        self.tape.rewind(mark);
        (self.values, self.lists, self.depth) = (values, lists, depth);
        match self.gaps.spare.checked_sub(read) {
            Some(left) => self.gaps.spare = left,
            None => return false,
        }
        readable
    }
}

#[cold]
fn unknown_variant(at: usize, table: &Enum, number: u32, count: u32) -> Box<Malformed> {
    Malformed::new(at, format!("expected a variant of {} from 0 to {}, found {number}", table.name, count - 1))
}
