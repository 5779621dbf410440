//! Every declared type that an envelope reaches, in the order of their names.

use std::collections::BTreeMap;

use crate::message::Role;
use crate::schema::{Bits, Enum, Payload, Struct, Type};

/// A type with a name.
#[derive(Clone, Copy)]
pub enum Declaration {
    /// Fields in a row.
    Struct(&'static Struct),
    /// Alternatives.
    Enum(&'static Enum),
    /// A set of flags.
    Bits(&'static Bits),
}

#[cfg(not(target_arch = "wasm32"))]
impl Declaration {
    /// The message group it belongs to.
    pub fn group(&self) -> &'static str {
        match self {
            Declaration::Struct(table) => table.group,
            Declaration::Enum(table) => table.group,
            Declaration::Bits(table) => table.group,
        }
    }
}

/// All declarations by name.
pub fn declarations() -> BTreeMap<&'static str, Declaration> {
    let mut found = BTreeMap::new();
    Role::ALL.into_iter().for_each(|role| visit(role.envelope(), &mut found));
    found
}

fn visit(ty: &'static Type, found: &mut BTreeMap<&'static str, Declaration>) {
    match ty {
        Type::Option(of) | Type::Tail(of) | Type::TailList(of) | Type::Gap(of) => visit(of, found),
        Type::GapList(of) | Type::List(of) | Type::Map(of) => visit(of, found),
        Type::Pair(first, second) => {
            visit(first, found);
            visit(second, found)
        }
        Type::Nested(of) => visit(of(), found),
        Type::Bits(table) => {
            found.insert(table.name, Declaration::Bits(table));
        }
        Type::Struct(table) if found.insert(table.name, Declaration::Struct(table)).is_none() => {
            table.fields.iter().for_each(|field| visit(&field.ty, found))
        }
        Type::Enum(table) if found.insert(table.name, Declaration::Enum(table)).is_none() => {
            table.variants.iter().for_each(|variant| match &variant.payload {
                Payload::Unit => (),
                Payload::Newtype(of) => visit(of, found),
                Payload::Fields(fields) => fields.iter().for_each(|field| visit(&field.ty, found)),
            })
        }
        _ => (),
    }
}

/// The declarations that the messages of some roles reach, by name.
#[cfg(not(target_arch = "wasm32"))]
pub fn declarations_of(roles: &[Role]) -> BTreeMap<&'static str, Declaration> {
    let mut found = BTreeMap::new();
    roles.iter().for_each(|role| visit(role.envelope(), &mut found));
    found
}
