//! Writing primitives: the bincode and postcard crates into one growing buffer.

use serde::{Serialize, Serializer};

use crate::layout::Codec;
use crate::source::{bincode_options, BincodeOptions};

/// A sink for primitives. Writing to memory cannot fail.
pub trait Sink {
    /// Appends one primitive.
    fn put<T: Serialize + ?Sized>(&mut self, value: &T);
}

/// bincode into a buffer.
pub struct BincodeSink<'a>(bincode::Serializer<&'a mut Vec<u8>, BincodeOptions>);

impl Sink for BincodeSink<'_> {
    #[inline]
    fn put<T: Serialize + ?Sized>(&mut self, value: &T) {
        value.serialize(&mut self.0).unwrap_or_else(|_| unreachable!("writing to memory cannot fail"))
    }
}

struct Buffer<'a>(&'a mut Vec<u8>);

impl postcard::ser_flavors::Flavor for Buffer<'_> {
    type Output = ();

    #[inline]
    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    #[inline]
    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

/// postcard into a buffer.
pub struct PostcardSink<'a>(postcard::Serializer<Buffer<'a>>);

impl Sink for PostcardSink<'_> {
    #[inline]
    fn put<T: Serialize + ?Sized>(&mut self, value: &T) {
        value.serialize(&mut self.0).unwrap_or_else(|_| unreachable!("writing to memory cannot fail"))
    }
}

/// Either codec behind one type, so that the walker is compiled once.
pub enum AnySink<'a> {
    /// Releases up to 0.6.
    Bincode(BincodeSink<'a>),
    /// Releases from 0.7.
    Postcard(PostcardSink<'a>),
}

impl<'a> AnySink<'a> {
    /// Appends to `buffer` with `codec`.
    pub fn new(codec: Codec, buffer: &'a mut Vec<u8>) -> Self {
        match codec {
            Codec::Bincode => AnySink::Bincode(BincodeSink(bincode::Serializer::new(buffer, bincode_options()))),
            Codec::Postcard => AnySink::Postcard(PostcardSink(postcard::Serializer { output: Buffer(buffer) })),
        }
    }
}

impl Sink for AnySink<'_> {
    #[inline(never)]
    fn put<T: Serialize + ?Sized>(&mut self, value: &T) {
        match self {
            AnySink::Bincode(sink) => sink.put(value),
            AnySink::Postcard(sink) => sink.put(value),
        }
    }
}

/// A byte string: a count and the raw bytes in both codecs.
pub struct Raw<'a>(pub &'a [u8]);

impl Serialize for Raw<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}
