//! Wire types as data: the tables that `dto!` fills and every walker and generator reads.

use std::sync::atomic::AtomicU32;

use crate::layout::Layout;

/// The type of one place in a frame.
pub enum Type {
    /// One byte, 0 or 1.
    Bool,
    /// Unsigned 16 bits.
    U16,
    /// Unsigned 32 bits.
    U32,
    /// Unsigned 64 bits.
    U64,
    /// Signed 64 bits.
    I64,
    /// IEEE 754 single.
    F32,
    /// IEEE 754 double.
    F64,
    /// One Unicode character.
    Char,
    /// UTF-8 with its length.
    Text,
    /// 16 bytes with their length.
    Uuid,
    /// A byte string with its length.
    Bytes,
    /// A database value: the cell of a result, a parameter.
    Value,
    /// The rows of a result: a list of lists of values, read by their own loop.
    Rows,
    /// A set of flags in an unsigned integer.
    Bits(&'static Bits),
    /// A tag, then the value if the tag is 1.
    Option(&'static Type),
    /// An option that the real host leaves out, with its tag, at the end of a frame (H1, H5, H8).
    Tail(&'static Type),
    /// A list that the real host leaves out, if empty, at the end of a frame (H6).
    TailList(&'static Type),
    /// An option that upstream leaves out, with its tag, in the middle of a frame (H2, H5).
    Gap(&'static Type),
    /// A list that the real host leaves out in the middle of a frame: readable only if present (H7).
    GapList(&'static Type),
    /// A count, then the elements.
    List(&'static Type),
    /// Two values in a row.
    Pair(&'static Type, &'static Type),
    /// A count, then pairs of a text and a value, in any order.
    Map(&'static Type),
    /// A type that cannot cross the wire, and the reason (H3, H4).
    Impossible(&'static str),
    /// A type that contains itself; counts against the depth limit.
    Nested(fn() -> &'static Type),
    /// Fields in a row.
    Struct(&'static Struct),
    /// A variant number, then the variant's payload.
    Enum(&'static Enum),
}

/// A field of a struct or of a variant.
pub struct Field {
    /// Declared name, snake_case.
    pub name: &'static str,
    /// The first layout that has it.
    pub since: Layout,
    /// The default, written if the layout has the field but the message does not: a number, `false`, or a variant's name.
    pub default: Option<&'static str>,
    /// Its type.
    pub ty: Type,
    /// Its doc comment; not compiled into WebAssembly.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
}

/// A struct.
pub struct Struct {
    /// Declared name.
    pub name: &'static str,
    /// In wire order.
    pub fields: &'static [Field],
    /// Its shape number, once learned.
    pub shape: &'static AtomicU32,
    /// The message group it belongs to: the name of its file in `dto`; not compiled into WebAssembly.
    #[cfg(not(target_arch = "wasm32"))]
    pub group: &'static str,
    /// Its doc comment; not compiled into WebAssembly.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
}

/// The payload after a variant's number.
pub enum Payload {
    /// Nothing.
    Unit,
    /// One value.
    Newtype(Type),
    /// Named fields.
    Fields(&'static [Field]),
}

/// One alternative of an enum.
pub struct Variant {
    /// Declared name.
    pub name: &'static str,
    /// The first layout that has it.
    pub since: Layout,
    /// The payload after the number.
    pub payload: Payload,
    /// Its shape number, once learned.
    pub shape: &'static AtomicU32,
    /// Its doc comment; not compiled into WebAssembly.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
}

/// An enum. A variant's number is the count of earlier variants that the layout has.
pub struct Enum {
    /// Declared name.
    pub name: &'static str,
    /// In wire order.
    pub variants: &'static [Variant],
    /// The result of [`is_plain`](Enum::is_plain).
    #[doc(hidden)]
    pub plain: bool,
    /// The message group it belongs to: the name of its file in `dto`; not compiled into WebAssembly.
    #[cfg(not(target_arch = "wasm32"))]
    pub group: &'static str,
    /// Its doc comment; not compiled into WebAssembly.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
}

/// A set of flags. A reader clears the whole set if it contains a bit that its layout lacks (H9).
pub struct Bits {
    /// Declared name.
    pub name: &'static str,
    /// 32 or 64.
    pub width: u32,
    /// The bits that each layout has, in the order of [`Layout::ALL`].
    pub masks: [u64; Layout::ALL.len()],
    /// In the order of their bits; not compiled into WebAssembly.
    #[cfg(not(target_arch = "wasm32"))]
    pub flags: &'static [Flag],
    /// The message group it belongs to: the name of its file in `dto`; not compiled into WebAssembly.
    #[cfg(not(target_arch = "wasm32"))]
    pub group: &'static str,
    /// Its doc comment; not compiled into WebAssembly.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
}

/// One flag of a set.
#[cfg(not(target_arch = "wasm32"))]
pub struct Flag {
    /// Upstream's name.
    pub name: &'static str,
    /// The number of its bit, from 0.
    pub bit: u32,
    /// The first layout that has it.
    pub since: Layout,
    /// Its doc comment.
    pub doc: &'static str,
}

/// The mask of each layout, from the bits of all flags and the layouts that added them.
#[doc(hidden)]
pub const fn masks(flags: &[(u32, Layout)]) -> [u64; Layout::ALL.len()] {
    let mut masks = [0; Layout::ALL.len()];
    let mut i = 0;
    while i < flags.len() {
        let (bit, since) = flags[i];
        let mut layout = since as usize;
        while layout < masks.len() {
            masks[layout] |= 1 << bit;
            layout += 1;
        }
        i += 1;
    }
    masks
}

/// The last part of a module's path.
#[doc(hidden)]
#[cfg(not(target_arch = "wasm32"))]
pub const fn group(module: &'static str) -> &'static str {
    let bytes = module.as_bytes();
    let mut at = bytes.len();
    while at > 0 && bytes[at - 1] != b':' {
        at -= 1;
    }
    module.split_at(at).1
}

impl Bits {
    /// The bits that a layout has.
    pub fn mask(&self, layout: Layout) -> u64 {
        self.masks[layout as usize]
    }
}

impl Enum {
    /// True if no variant has a payload: such an enum is a plain string in TypeScript.
    pub fn is_plain(&self) -> bool {
        self.plain
    }

    /// The variant that a layout reads for a number, or the count of its numbers.
    pub fn variant(&'static self, number: u32, layout: Layout) -> Result<&'static Variant, u32> {
        let mut count = 0;
        for variant in self.variants.iter().filter(|variant| layout >= variant.since) {
            if count == number {
                return Ok(variant);
            }
            count += 1;
        }
        Err(count)
    }

    /// The number that a layout writes for a declared variant; none if the layout lacks it.
    pub fn number(&self, declared: usize, layout: Layout) -> Option<u32> {
        if layout < self.variants.get(declared)?.since {
            return None;
        }
        let earlier = self.variants[..declared].iter().filter(|variant| layout >= variant.since).count();
        Some(earlier as u32)
    }
}

/// A Rust type that represents a wire type.
pub trait Dto {
    /// The table entry.
    const TYPE: Type;
}

macro_rules! primitives {
    ($($rust:ty = $ty:expr;)*) => { $(impl Dto for $rust { const TYPE: Type = $ty; })* };
}

/// Stands for [`Type::Uuid`].
pub struct Uuid;
/// Stands for [`Type::Bytes`].
pub struct Bytes;
/// Stands for [`Type::Value`].
pub struct Value;
/// Stands for [`Type::Rows`].
pub struct Rows;
/// Stands for [`Type::Tail`].
pub struct Tail<T>(T);
/// Stands for [`Type::TailList`].
pub struct TailList<T>(T);
/// Stands for [`Type::Gap`].
pub struct Gap<T>(T);
/// Stands for [`Type::GapList`].
pub struct GapList<T>(T);
/// Stands for [`Type::Map`].
pub struct Map<T>(T);
/// A JSON value, which is written without tags and cannot be read (H4).
pub struct Json;
/// Index data, which neither serializer can write or read (H3).
pub struct IndexData;

primitives! {
    bool = Type::Bool;
    u16 = Type::U16;
    u32 = Type::U32;
    u64 = Type::U64;
    i64 = Type::I64;
    f32 = Type::F32;
    f64 = Type::F64;
    char = Type::Char;
    String = Type::Text;
    Uuid = Type::Uuid;
    Bytes = Type::Bytes;
    Value = Type::Value;
    Rows = Type::Rows;
    Json = Type::Impossible("a JSON value has no readable form on the wire (H4)");
    IndexData = Type::Impossible("index data has no form on the wire (H3); use SchemaIndexes");
}

impl<T: Dto> Dto for Option<T> {
    const TYPE: Type = Type::Option(&T::TYPE);
}
impl<T: Dto> Dto for Tail<T> {
    const TYPE: Type = Type::Tail(&T::TYPE);
}
impl<T: Dto> Dto for TailList<T> {
    const TYPE: Type = Type::TailList(&T::TYPE);
}
impl<T: Dto> Dto for Gap<T> {
    const TYPE: Type = Type::Gap(&T::TYPE);
}
impl<T: Dto> Dto for GapList<T> {
    const TYPE: Type = Type::GapList(&T::TYPE);
}
impl<T: Dto> Dto for Vec<T> {
    const TYPE: Type = Type::List(&T::TYPE);
}
impl<T: Dto> Dto for Map<T> {
    const TYPE: Type = Type::Map(&T::TYPE);
}
impl<T: Dto> Dto for Box<T> {
    const TYPE: Type = Type::Nested(|| &T::TYPE);
}
impl<A: Dto, B: Dto> Dto for (A, B) {
    const TYPE: Type = Type::Pair(&A::TYPE, &B::TYPE);
}
