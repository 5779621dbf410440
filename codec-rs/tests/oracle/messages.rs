//! Every message of every layout, both ways.

use std::collections::BTreeSet;

use fluxwire_codec::encode::Writing;
use fluxwire_codec::message::Pass;

use crate::cases::{for_each_message, layouts, made, ENVELOPES};
use crate::idl::{Def, Payload, Ty, Types};

#[test]
fn what_the_crates_write_is_read_strictly_and_gives_the_message() {
    for_each_message(|case| match case.read(&case.bytes(false)) {
        Ok(Pass::Strict) if !case.has_json() => Ok(()),
        Err(_) if case.has_json() => Ok(()),
        other => Err(format!("{other:?}")),
    });
}

#[test]
fn what_is_written_is_what_the_crates_write() {
    for_each_message(|case| case.writes(Writing::Explicit, &case.bytes(false)));
}

#[test]
fn what_is_written_faithfully_is_what_the_crates_write_with_omissions() {
    for_each_message(|case| case.writes(Writing::Faithful, &case.bytes(true)));
}

#[test]
fn the_generator_makes_every_struct_and_every_variant_of_every_layout() {
    for (types, layout) in layouts() {
        let mut expected = BTreeSet::new();
        for (_, envelope, _) in ENVELOPES.into_iter().filter(|(role, ..)| layout >= role.since()) {
            reach(&types, &Ty::Name(envelope), &mut expected);
        }
        let missing: Vec<String> = expected.difference(&made(&types, layout)).cloned().collect();
        assert!(missing.is_empty(), "{} {missing:?}", layout.name());
    }
}

/// The structs and variants that a message may hold.
fn reach(types: &Types, ty: &Ty, found: &mut BTreeSet<String>) {
    match ty {
        Ty::Option(of) | Ty::List(of) | Ty::Map(of) => reach(types, of, found),
        Ty::Pair(first, second) => {
            reach(types, first, found);
            reach(types, second, found)
        }
        Ty::Name(name) => match types.get(name) {
            Some(Def::Alias(of)) => reach(types, of, found),
            Some(Def::Struct(fields)) if found.insert((*name).to_owned()) => {
                fields.iter().for_each(|field| reach(types, &field.ty, found))
            }
            Some(Def::Enum(variants)) => variants.iter().for_each(|variant| {
                if found.insert(format!("{name}.{}", variant.name)) {
                    match &variant.payload {
                        Payload::Unit => (),
                        Payload::Newtype(of) => reach(types, of, found),
                        Payload::Fields(fields) => fields.iter().for_each(|field| reach(types, &field.ty, found)),
                    }
                }
            }),
            _ => (),
        },
    }
}
