//! Shapes: the keys of an object, sent to TypeScript once and then named by a number.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::Mutex;

use crate::malformed::camel_case;
use crate::schema::{Field, Payload, Struct, Type, Variant};

/// Every shape learned so far, in the order of their numbers. A slot holds the number plus one.
static SHAPES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The key of the value in a variant whose payload is not a struct.
const VALUE_KEY: Field = Field {
    name: "value",
    since: crate::layout::Layout::V0_4,
    default: None,
    ty: Type::Bool,
    #[cfg(not(target_arch = "wasm32"))]
    doc: "",
};

/// The shape of a struct.
#[inline]
pub(crate) fn of_struct(table: &Struct) -> u32 {
    match table.shape.load(Relaxed) {
        0 => learn(table.shape, None, table.fields),
        known => known - 1,
    }
}

/// The shape of a variant: its name, and the keys beside it.
#[inline]
pub(crate) fn of_variant(variant: &Variant) -> u32 {
    match variant.shape.load(Relaxed) {
        0 => learn(variant.shape, Some(variant.name), payload_fields(&variant.payload)),
        known => known - 1,
    }
}

/// The shape of a value with a tag and a text.
#[inline]
pub(crate) fn of_tagged(slot: &'static AtomicU32, tag: &'static str) -> u32 {
    match slot.load(Relaxed) {
        0 => learn(slot, Some(tag), &[VALUE_KEY]),
        known => known - 1,
    }
}

/// The shape of a tag alone.
pub(crate) fn of_null(slot: &'static AtomicU32, tag: &'static str) -> u32 {
    match slot.load(Relaxed) {
        0 => learn(slot, Some(tag), &[]),
        known => known - 1,
    }
}

fn payload_fields(payload: &Payload) -> &[Field] {
    match payload {
        Payload::Unit => &[],
        Payload::Fields(fields) => fields,
        Payload::Newtype(Type::Struct(table)) => table.fields,
        Payload::Newtype(_) => &[VALUE_KEY],
    }
}

#[cold]
fn learn(slot: &AtomicU32, tag: Option<&str>, fields: &[Field]) -> u32 {
    let mut shapes = SHAPES.lock().expect("no panic while learning");
    match slot.load(Relaxed) {
        0 => {
            let keys: Vec<String> = fields.iter().map(|field| camel_case(field.name)).collect();
            shapes.push(format!("{} {}", tag.unwrap_or(""), keys.join(" ")));
            slot.store(shapes.len() as u32, Relaxed);
            shapes.len() as u32 - 1
        }
        known => known - 1,
    }
}

/// A shape in the form for TypeScript: the tag (empty for none), a space, then the keys with spaces between.
pub fn describe(shape: u32) -> Option<String> {
    SHAPES.lock().expect("no panic while learning").get(shape as usize).cloned()
}
