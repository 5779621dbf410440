//! The cell of a result. Rows are the only hot loop, so it is compiled once per codec.

use std::sync::atomic::AtomicU32;

use crate::decode::Decoder;
use crate::encode::Encoder;
use crate::malformed::{Malformed, Result};
use crate::shape;
use crate::sink::{Raw, Sink};
use crate::source::Source;
use crate::tape::{mismatch, BIG, BOOL, BYTES, FLOAT, LIST, MAP, NONE, NUMBER, OBJECT, TEXT, VARIANT};

/// The variants of a value; the index is the number on the wire, the same in every layout.
pub const VARIANTS: [&str; 15] = [
    "Null",
    "Bool",
    "Int",
    "Float",
    "Text",
    "Bytes",
    "Json",
    "Decimal",
    "DateTime",
    "Date",
    "Time",
    "Array",
    "Document",
    "ObjectId",
    "Unsupported",
];

/// What a byte string within a value counts beyond the one of any element: it becomes an object that takes as much time
/// and memory as this many numbers.
pub const BYTES_COST: usize = 7;
/// As [`BYTES_COST`], for an array.
pub const ARRAY_COST: usize = 3;
/// As [`BYTES_COST`], for a document.
pub const DOCUMENT_COST: usize = 7;

/// After this many rows, the size of the rest is estimated from them.
const SAMPLE_ROWS: usize = 256;

/// True for the variants whose payload is text that needs its tag in TypeScript.
pub const fn is_tagged_text(variant: u32) -> bool {
    matches!(variant, 6..=10 | 13 | 14)
}

/// A shape slot for each tagged text, and one for the null inside an option.
static SHAPES: [AtomicU32; VARIANTS.len()] = [const { AtomicU32::new(0) }; VARIANTS.len()];

impl Decoder<'_> {
    #[inline]
    pub(crate) fn value<'de, S: Source<'de>>(&mut self, source: &mut S) -> Result<()> {
        let at = source.cursor().at();
        let variant: u32 = source.read("a value's variant number")?;
        match variant {
            0 => self.tape.op(NONE, 0),
            1 => {
                let value: bool = source.read("a boolean")?;
                self.tape.op(BOOL, u32::from(value))
            }
            2 => self.tape.signed(source.read("an i64")?),
            3 => self.tape.float(source.read("an f64")?),
            4 => self.tape.text(source.read("text")?),
            5 => {
                self.charge(BYTES_COST, at)?;
                self.tape.raw(source.read("bytes")?)
            }
            11 => {
                self.enter(at)?;
                self.charge(ARRAY_COST, at)?;
                self.values(source)?;
                self.leave()
            }
            12 => {
                self.enter(at)?;
                self.charge(DOCUMENT_COST, at)?;
                let count = self.count(source)?;
                self.tape.op(MAP, count as u32);
                for index in 0..count {
                    self.tape.text(source.read("a key").map_err(|error| error.index(index))?);
                    self.value(source).map_err(|error| error.index(index))?
                }
                self.leave()
            }
            tagged if is_tagged_text(tagged) => {
                let index = tagged as usize;
                self.tape.op(OBJECT, shape::of_tagged(&SHAPES[index], VARIANTS[index]));
                self.tape.text(source.read("text")?)
            }
            _ => return Err(Malformed::new(at, format!("expected a variant of Value from 0 to 14, found {variant}"))),
        }
        Ok(())
    }

    /// A null inside an option is an object with its name: an absent value would mean that the option is empty.
    pub(crate) fn show_null(&mut self, at: usize) {
        if self.tape.words[at] == NONE {
            self.tape.words[at] = OBJECT | shape::of_null(&SHAPES[0], VARIANTS[0]) << 4
        }
    }

    #[inline]
    fn values<'de, S: Source<'de>>(&mut self, source: &mut S) -> Result<()> {
        let count = self.count(source)?;
        self.tape.op(LIST, count as u32);
        for index in 0..count {
            if let Err(error) = self.value(source) {
                return Err(error.index(index));
            }
        }
        Ok(())
    }

    pub(crate) fn rows<'de, S: Source<'de>>(&mut self, source: &mut S) -> Result<()> {
        let count = self.count(source)?;
        self.tape.op(LIST, count as u32);
        let (start, mark) = (source.cursor().at(), self.tape.mark());
        for index in 0..count {
            if index == SAMPLE_ROWS {
                let read = source.cursor().at() - start;
                self.tape.reserve_rest(mark, source.cursor().left() as f64 / read as f64)
            }
            if let Err(error) = self.values(source) {
                return Err(error.index(index));
            }
        }
        Ok(())
    }
}

impl Encoder<'_> {
    #[inline]
    pub(crate) fn put_value<K: Sink>(&mut self, sink: &mut K) -> Result<()> {
        match self.tape.next() {
            (NONE, _) => sink.put(&0u32),
            (BOOL, value) => {
                sink.put(&1u32);
                sink.put(&(value == 1))
            }
            (BIG, _) => {
                sink.put(&2u32);
                sink.put(&(self.tape.two() as i64))
            }
            (NUMBER, value) => {
                sink.put(&3u32);
                sink.put(&f64::from(value))
            }
            (FLOAT, _) => {
                sink.put(&3u32);
                sink.put(&f64::from_bits(self.tape.two()))
            }
            (TEXT, length) => {
                sink.put(&4u32);
                sink.put(self.tape.text_of(length as usize)?)
            }
            (BYTES, length) => {
                sink.put(&5u32);
                sink.put(&Raw(self.tape.raw_of(length as usize)?))
            }
            (LIST, count) => {
                self.enter()?;
                sink.put(&11u32);
                self.put_values(count, sink)?;
                self.leave()
            }
            (MAP, count) => {
                self.enter()?;
                sink.put(&12u32);
                sink.put(&u64::from(count));
                for index in 0..count as usize {
                    sink.put(self.tape.text().map_err(|error| error.index(index))?);
                    self.put_value(sink).map_err(|error| error.index(index))?
                }
                self.leave()
            }
            (VARIANT, 0) => sink.put(&0u32),
            (VARIANT, tagged) if is_tagged_text(tagged) => {
                sink.put(&tagged);
                sink.put(self.tape.text()?)
            }
            (found, _) => return Err(mismatch(found, "a value")),
        }
        Ok(())
    }

    #[inline]
    fn put_values<K: Sink>(&mut self, count: u32, sink: &mut K) -> Result<()> {
        sink.put(&u64::from(count));
        for index in 0..count as usize {
            if let Err(error) = self.put_value(sink) {
                return Err(error.index(index));
            }
        }
        Ok(())
    }

    pub(crate) fn put_rows<K: Sink>(&mut self, sink: &mut K) -> Result<()> {
        let count = self.tape.expect(LIST, "a list of rows")?;
        sink.put(&u64::from(count));
        for index in 0..count as usize {
            let cells = self.tape.expect(LIST, "a row").map_err(|error| error.index(index))?;
            if let Err(error) = self.put_values(cells, sink) {
                return Err(error.index(index));
            }
        }
        Ok(())
    }
}
