//! Reading primitives: the bincode and postcard crates over one cursor that knows its offset.

use std::cell::Cell;
use std::fmt::Display;

use bincode::Options;
use serde::de::Visitor;
use serde::Deserialize;

use crate::layout::Codec;
use crate::malformed::{Malformed, Result};

/// A payload and the place up to which it has been read.
pub struct Cursor<'de> {
    bytes: &'de [u8],
    at: Cell<usize>,
}

impl<'de> Cursor<'de> {
    /// A cursor at the first byte.
    pub fn new(bytes: &'de [u8]) -> Self {
        Self { bytes, at: Cell::new(0) }
    }

    /// Bytes read so far.
    #[inline]
    pub fn at(&self) -> usize {
        self.at.get()
    }

    /// Bytes not read yet.
    #[inline]
    pub fn left(&self) -> usize {
        self.bytes.len() - self.at.get()
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at.get()).copied()
    }

    pub(crate) fn rewind(&self, to: usize) {
        self.at.set(to)
    }

    #[inline]
    fn take(&self, n: usize) -> Option<&'de [u8]> {
        let from = self.at.get();
        let taken = self.bytes.get(from..from.checked_add(n)?)?;
        self.at.set(from + n);
        Some(taken)
    }
}

/// The cursor as the crates' reader traits.
struct Reader<'de>(&'de Cursor<'de>);

fn end_of_input() -> bincode::Error {
    std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into()
}

impl std::io::Read for Reader<'_> {
    #[inline]
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.read_exact(buffer)?;
        Ok(buffer.len())
    }

    #[inline]
    fn read_exact(&mut self, buffer: &mut [u8]) -> std::io::Result<()> {
        match self.0.take(buffer.len()) {
            Some(bytes) => {
                buffer.copy_from_slice(bytes);
                Ok(())
            }
            None => Err(std::io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

impl<'de> bincode::BincodeRead<'de> for Reader<'de> {
    fn forward_read_str<V: Visitor<'de>>(&mut self, length: usize, visitor: V) -> bincode::Result<V::Value> {
        let bytes = self.0.take(length).ok_or_else(end_of_input)?;
        let text = std::str::from_utf8(bytes).map_err(bincode::ErrorKind::InvalidUtf8Encoding)?;
        visitor.visit_borrowed_str(text)
    }

    fn get_byte_buffer(&mut self, length: usize) -> bincode::Result<Vec<u8>> {
        Ok(self.0.take(length).ok_or_else(end_of_input)?.to_vec())
    }

    fn forward_read_bytes<V: Visitor<'de>>(&mut self, length: usize, visitor: V) -> bincode::Result<V::Value> {
        visitor.visit_borrowed_bytes(self.0.take(length).ok_or_else(end_of_input)?)
    }
}

impl<'de> postcard::de_flavors::Flavor<'de> for Reader<'de> {
    type Remainder = ();
    type Source = ();

    #[inline]
    fn pop(&mut self) -> postcard::Result<u8> {
        Ok(self.0.take(1).ok_or(postcard::Error::DeserializeUnexpectedEnd)?[0])
    }

    #[inline]
    fn try_take_n(&mut self, n: usize) -> postcard::Result<&'de [u8]> {
        self.0.take(n).ok_or(postcard::Error::DeserializeUnexpectedEnd)
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

/// bincode's options as its free functions use them: fixed-width integers, trailing bytes allowed.
pub(crate) type BincodeOptions = bincode::config::WithOtherTrailing<
    bincode::config::WithOtherIntEncoding<bincode::DefaultOptions, bincode::config::FixintEncoding>,
    bincode::config::AllowTrailing,
>;

pub(crate) fn bincode_options() -> BincodeOptions {
    bincode::DefaultOptions::new().with_fixint_encoding().allow_trailing_bytes()
}

/// A source of primitives.
pub trait Source<'de> {
    /// The place in the payload.
    fn cursor(&self) -> &'de Cursor<'de>;

    /// One primitive; the error is the crate's text.
    fn primitive<T: Deserialize<'de>>(&mut self) -> core::result::Result<T, String>;

    /// One primitive, named for the error.
    #[inline]
    fn read<T: Deserialize<'de>>(&mut self, expected: &'static str) -> Result<T> {
        let (at, left) = (self.cursor().at(), self.cursor().left());
        match self.primitive() {
            Ok(value) => Ok(value),
            Err(found) => Err(unreadable(at, left, expected, &found)),
        }
    }

    /// A length or count. It may not exceed the bytes left: every element takes at least one.
    #[inline]
    fn count(&mut self) -> Result<usize> {
        let at = self.cursor().at();
        let count: u64 = self.read("a count")?;
        let left = self.cursor().left();
        if count > left as u64 {
            return Err(Malformed::new(at, format!("count {count} exceeds the {left} bytes left")));
        }
        Ok(count as usize)
    }
}

/// The crates' error for input that ends too early; bincode reports a length past the end without a text.
const END_TEXTS: [&str; 3] =
    ["io error: unexpected end of file", "io error: ", "Hit the end of buffer, expected more data"];

#[cold]
fn unreadable(at: usize, left: usize, expected: &str, found: &str) -> Box<Malformed> {
    if END_TEXTS.contains(&found) {
        return Malformed::new(at, format!("expected {expected}, found the end of the frame after {left} bytes"));
    }
    Malformed::new(at, format!("expected {expected}, found: {found}"))
}

#[cold]
fn crate_text(error: impl Display) -> String {
    error.to_string()
}

/// bincode over a cursor.
pub struct Bincode<'de> {
    cursor: &'de Cursor<'de>,
    crate_: bincode::Deserializer<Reader<'de>, BincodeOptions>,
}

impl<'de> Bincode<'de> {
    fn new(cursor: &'de Cursor<'de>) -> Self {
        let crate_ = bincode::Deserializer::with_bincode_read(Reader(cursor), bincode_options());
        Self { cursor, crate_ }
    }
}

impl<'de> Source<'de> for Bincode<'de> {
    #[inline]
    fn cursor(&self) -> &'de Cursor<'de> {
        self.cursor
    }

    #[inline]
    fn primitive<T: Deserialize<'de>>(&mut self) -> core::result::Result<T, String> {
        match T::deserialize(&mut self.crate_) {
            Ok(value) => Ok(value),
            Err(error) => Err(crate_text(error)),
        }
    }
}

/// postcard over a cursor.
pub struct Postcard<'de> {
    cursor: &'de Cursor<'de>,
    crate_: postcard::Deserializer<'de, Reader<'de>>,
}

impl<'de> Postcard<'de> {
    fn new(cursor: &'de Cursor<'de>) -> Self {
        Self { cursor, crate_: postcard::Deserializer::from_flavor(Reader(cursor)) }
    }
}

impl<'de> Source<'de> for Postcard<'de> {
    #[inline]
    fn cursor(&self) -> &'de Cursor<'de> {
        self.cursor
    }

    #[inline]
    fn primitive<T: Deserialize<'de>>(&mut self) -> core::result::Result<T, String> {
        match T::deserialize(&mut self.crate_) {
            Ok(value) => Ok(value),
            Err(error) => Err(crate_text(error)),
        }
    }
}

/// Either codec behind one type, so that the walker is compiled once.
pub enum AnySource<'de> {
    /// Releases up to 0.6.
    Bincode(Bincode<'de>),
    /// Releases from 0.7.
    Postcard(Postcard<'de>),
}

impl<'de> AnySource<'de> {
    /// Reads `cursor` with `codec`.
    pub fn new(codec: Codec, cursor: &'de Cursor<'de>) -> Self {
        match codec {
            Codec::Bincode => AnySource::Bincode(Bincode::new(cursor)),
            Codec::Postcard => AnySource::Postcard(Postcard::new(cursor)),
        }
    }
}

impl<'de> Source<'de> for AnySource<'de> {
    #[inline]
    fn cursor(&self) -> &'de Cursor<'de> {
        match self {
            AnySource::Bincode(source) => source.cursor,
            AnySource::Postcard(source) => source.cursor,
        }
    }

    #[inline(never)]
    fn primitive<T: Deserialize<'de>>(&mut self) -> core::result::Result<T, String> {
        match self {
            AnySource::Bincode(source) => source.primitive(),
            AnySource::Postcard(source) => source.primitive(),
        }
    }

    #[inline(never)]
    fn read<T: Deserialize<'de>>(&mut self, expected: &'static str) -> Result<T> {
        match self {
            AnySource::Bincode(source) => source.read(expected),
            AnySource::Postcard(source) => source.read(expected),
        }
    }

    #[inline(never)]
    fn count(&mut self) -> Result<usize> {
        match self {
            AnySource::Bincode(source) => source.count(),
            AnySource::Postcard(source) => source.count(),
        }
    }
}
