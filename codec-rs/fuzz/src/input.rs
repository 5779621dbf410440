//! How the bytes of the fuzzer stand for a call of the codec.

use fluxwire_codec::encode::Writing;
use fluxwire_codec::layout::{Codec, Layout};
use fluxwire_codec::message::Role;

/// What the first byte chooses; every byte chooses something.
#[derive(Clone, Copy)]
pub struct Choice {
    /// What the bytes are expected to be.
    pub role: Role,
    /// In which layout.
    pub layout: Layout,
    /// How they are written.
    pub writing: Writing,
}

impl Choice {
    /// The choice and the bytes behind it; with a codec, only among its layouts.
    pub fn of(input: &[u8], codec: Option<Codec>) -> Option<(Self, &[u8])> {
        let (&byte, rest) = input.split_first()?;
        let layouts: Vec<Layout> =
            Layout::ALL.into_iter().filter(|layout| codec.is_none_or(|codec| layout.codec() == codec)).collect();
        let byte = usize::from(byte);
        let role = Role::ALL[byte % Role::ALL.len()];
        let layout = layouts[byte / Role::ALL.len() % layouts.len()];
        let writing = if byte & 0x80 == 0 { Writing::Explicit } else { Writing::Faithful };
        Some((Self { role, layout, writing }, rest))
    }

    /// The first byte that makes this choice.
    pub fn byte(role: Role, layout: Layout, codec: Option<Codec>) -> u8 {
        let is_it = |byte: &u8| {
            Self::of(&[*byte], codec).is_some_and(|(choice, _)| choice.role == role && choice.layout == layout)
        };
        (0..0x80).find(is_it).expect("a byte for every choice")
    }
}

/// A tape: length of the text and of the byte strings, 16 bits each, the text, the byte strings, the words.
pub struct RawTape<'a> {
    /// Tags and arguments.
    pub words: Vec<u32>,
    /// All texts.
    pub text: &'a str,
    /// All byte strings.
    pub bytes: &'a [u8],
}

impl<'a> RawTape<'a> {
    /// The tape in these bytes; none if they are too short or the text is not UTF-8.
    pub fn of(input: &'a [u8]) -> Option<Self> {
        let (text_length, rest) = input.split_first_chunk()?;
        let (bytes_length, rest) = rest.split_first_chunk()?;
        let (text, rest) = rest.split_at_checked(u16::from_le_bytes(*text_length).into())?;
        let (bytes, rest) = rest.split_at_checked(u16::from_le_bytes(*bytes_length).into())?;
        let words = rest.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
        Some(Self { words: words.collect(), text: std::str::from_utf8(text).ok()?, bytes })
    }

    /// The bytes of a tape; none if its text or its byte strings are too long.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        let lengths = [u16::try_from(self.text.len()).ok()?, u16::try_from(self.bytes.len()).ok()?];
        let words = self.words.iter().flat_map(|word| word.to_le_bytes());
        let lengths = lengths.into_iter().flat_map(u16::to_le_bytes);
        Some(lengths.chain(self.text.bytes()).chain(self.bytes.iter().copied()).chain(words).collect())
    }
}
