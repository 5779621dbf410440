//! Messages by chance, from a seed: every type that `idl.txt` declares, with the awkward values of each primitive.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveTime};
use uuid::Uuid;

use crate::idl::{Def, Field, Payload, Ty, Types, Variant};
use crate::message::{Content, Member, Node};
use crate::random::Random;

/// Makes messages of one layout.
pub struct Generator<'a> {
    types: &'a Types,
    random: Random,
    /// How many lists, options and recursive variants may still be filled in this message.
    fuel: u32,
    /// Enums take their variants in turn, so that all of them are met.
    turns: BTreeMap<&'static str, usize>,
    /// What has been made: variants as `Enum.Variant`, structs by name.
    pub made: BTreeSet<String>,
}

impl<'a> Generator<'a> {
    pub fn new(types: &'a Types, seed: u64) -> Self {
        Self { types, random: Random(seed), fuel: 0, turns: BTreeMap::new(), made: BTreeSet::new() }
    }

    /// The variants of an enum.
    pub fn variants(&self, name: &str) -> &'a [Variant] {
        match &self.types[name] {
            Def::Enum(variants) => variants,
            _ => panic!("{name} is no enum"),
        }
    }

    /// An envelope whose body is this variant.
    pub fn message(&mut self, envelope: &'static str, body: &'a Variant) -> Node {
        self.fuel = [6, 40, 200][self.random.below(3) as usize];
        let Def::Struct(fields) = &self.types[envelope] else { panic!("{envelope} is no struct") };
        self.made.insert(envelope.to_owned());
        let member = |field: &Field, node| Member { name: field.name, omitted: field.omitted, node };
        let (last, header) = fields.split_last().expect("an envelope has fields");
        let mut members: Vec<Member> = header.iter().map(|field| member(field, self.value(&field.ty))).collect();
        let Ty::Name(bodies) = last.ty else { panic!("a body is an enum") };
        members.push(member(last, self.variant(bodies, body)));
        Node::Struct(envelope, members)
    }

    fn value(&mut self, ty: &'a Ty) -> Node {
        match ty {
            Ty::Name(name) => self.named(name),
            Ty::Option(of) => Node::Option(self.is_filled(of).then(|| self.value(of).into())),
            Ty::List(of) if matches!(**of, Ty::Name("u8")) => {
                Node::Bytes((0..self.random.length()).map(|_| self.random.next() as u8).collect())
            }
            Ty::List(of) => Node::List((0..self.count()).map(|_| self.value(of)).collect()),
            Ty::Pair(first, second) => Node::Pair((self.value(first), self.value(second)).into()),
            Ty::Map(of) => {
                let keys: BTreeSet<String> = (0..self.count()).map(|_| self.random.text()).collect();
                Node::Map(keys.into_iter().map(|key| (key, self.value(of))).collect())
            }
        }
    }

    fn named(&mut self, name: &'static str) -> Node {
        let random = &mut self.random;
        match name {
            "bool" => Node::Bool(random.below(2) == 1),
            "u16" => Node::U16(random.unsigned(16) as u16),
            "u32" => Node::U32(random.unsigned(32) as u32),
            "u64" | "usize" => Node::U64(random.unsigned(64)),
            "i64" => Node::I64(random.unsigned(64) as i64),
            "f32" => Node::F32(random.single()),
            "f64" => Node::F64(random.float()),
            "char" => Node::Char(random.character()),
            "str" => Node::Text(random.text()),
            "uuid" => Node::Uuid(Uuid::from_u64_pair(random.next(), random.next())),
            "json" => Node::Json(random.json()),
            "datetime" => Node::DateTime(
                DateTime::from_timestamp(random.between(-8_334_601_228_800, 8_210_266_876_799), random.nanoseconds())
                    .expect("a date that chrono has"),
            ),
            "date" => {
                let day = random.between(-95_746_000, 95_745_000) as i32;
                Node::Date(NaiveDate::from_num_days_from_ce_opt(day).expect("a day that chrono has"))
            }
            "time" => {
                let second = random.below(86_400) as u32;
                Node::Time(NaiveTime::from_num_seconds_from_midnight_opt(second, random.nanoseconds()).expect("a time"))
            }
            _ => self.declared(name),
        }
    }

    fn declared(&mut self, name: &'static str) -> Node {
        match &self.types[name] {
            Def::Alias(of) => self.value(of),
            Def::Bits { width: 32, mask } => Node::U32((self.random.next() & mask) as u32),
            Def::Bits { mask, .. } => Node::U64(self.random.next() & mask),
            Def::Struct(fields) => {
                self.made.insert(name.to_owned());
                Node::Struct(name, self.members(fields))
            }
            Def::Enum(variants) => {
                let is_plain = variants.iter().all(|variant| matches!(variant.payload, Payload::Unit));
                let turn = self.turns.entry(name).or_default();
                *turn += 1;
                // Out of fuel, what may contain itself ends: the first variant of such an enum does not.
                let index = if is_plain || self.fuel > 0 { *turn % variants.len() } else { 0 };
                self.fuel = self.fuel.saturating_sub(u32::from(!is_plain));
                self.variant(name, &variants[index])
            }
            Def::Unwritable => panic!("{name} cannot be written"),
        }
    }

    fn members(&mut self, fields: &'a [Field]) -> Vec<Member> {
        let member =
            |field: &'a Field| Member { name: field.name, omitted: field.omitted, node: self.value(&field.ty) };
        fields.iter().map(member).collect()
    }

    fn variant(&mut self, of: &'static str, variant: &'a Variant) -> Node {
        self.made.insert(format!("{of}.{}", variant.name));
        let content = match &variant.payload {
            Payload::Unit => Content::Unit,
            Payload::Newtype(ty) => Content::Newtype(self.value(ty).into()),
            Payload::Fields(fields) => Content::Fields(self.members(fields)),
        };
        Node::Variant { of, number: variant.number, name: variant.name, content }
    }

    /// JSON is filled rarely, because no such message can be read; what cannot be written is never filled.
    fn is_filled(&mut self, of: &Ty) -> bool {
        if matches!(of, Ty::Name(name) if matches!(self.types.get(name), Some(Def::Unwritable))) {
            return false;
        }
        let is_json = |ty: &Ty| matches!(ty, Ty::Name("json"));
        let rare = is_json(of) || matches!(of, Ty::Map(of) if is_json(of));
        let filled = self.fuel > 0 && self.random.below(if rare { 8 } else { 2 }) == 0;
        self.fuel -= u32::from(filled);
        filled
    }

    fn count(&mut self) -> u32 {
        let count = (self.random.below(5) as u32).min(self.fuel);
        self.fuel -= count;
        count
    }
}
