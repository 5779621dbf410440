//! The byte layout of a frame, by the release that introduced it.

/// A byte layout of the protocol, in the order of the releases that introduced it.
///
/// Layouts compare by age: a field marked `since V0_6` is present when `layout >= Layout::V0_6`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u32)]
pub enum Layout {
    /// Releases 0.4.0-dev.11 to 0.5.0-dev.1, bincode.
    V0_4,
    /// Releases 0.5.0 to 0.6.0-dev.2, bincode.
    V0_5,
    /// Release 0.6.0 and its release candidates from rc.4, bincode.
    V0_6,
    /// Release 0.7.0, postcard.
    V0_7_0,
    /// Releases 0.7.1 to 0.7.7, postcard.
    V0_7_1,
    /// 0.8.0-dev.0 as far as it is known, postcard.
    V0_8,
}

impl Layout {
    /// Every layout, oldest first; the index is the number used at the WebAssembly boundary.
    pub const ALL: [Layout; 6] =
        [Layout::V0_4, Layout::V0_5, Layout::V0_6, Layout::V0_7_0, Layout::V0_7_1, Layout::V0_8];

    /// The name that users see: `0.4`, `0.7.1` ...
    pub const fn name(self) -> &'static str {
        match self {
            Layout::V0_4 => "0.4",
            Layout::V0_5 => "0.5",
            Layout::V0_6 => "0.6",
            Layout::V0_7_0 => "0.7.0",
            Layout::V0_7_1 => "0.7.1",
            Layout::V0_8 => "0.8",
        }
    }

    /// The serializer of the layout's releases.
    pub const fn codec(self) -> Codec {
        match self {
            Layout::V0_4 | Layout::V0_5 | Layout::V0_6 => Codec::Bincode,
            Layout::V0_7_0 | Layout::V0_7_1 | Layout::V0_8 => Codec::Postcard,
        }
    }
}

/// The serializer under a layout.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Codec {
    /// bincode 1.3: fixed-width little-endian integers, u64 counts.
    Bincode,
    /// postcard 1.x: variable-length integers and counts.
    Postcard,
}
