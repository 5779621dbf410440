//! A message of the oracle as the tape that an author writes.
//!
//! Of the codec's tables only the names are used: where a name stands among those declared is the tape's vocabulary.
//! What is written for it on the wire, and whether a layout has it, is what the oracle tests.

use std::collections::BTreeMap;

use fluxwire_codec::reach::{declarations, Declaration};
use fluxwire_codec::schema::Field;
use fluxwire_codec::schema::Payload;
use fluxwire_codec::tape::{Tape, TapeReader, BIG, BOOL, BYTES, FLOAT, LIST, MAP, NONE, NUMBER, OBJECT, TEXT, VARIANT};
use fluxwire_codec::value::VARIANTS;

use crate::message::{Content, Member, Node};

/// Writes messages on tapes.
pub struct Author {
    declarations: BTreeMap<&'static str, Declaration>,
    tape: Tape,
}

/// A tape as it is handed to the codec.
pub fn reader(tape: &Tape) -> TapeReader<'_> {
    let text = std::str::from_utf8(&tape.text).expect("the author writes texts");
    TapeReader::new(&tape.words, text, &tape.bytes)
}

impl Author {
    pub fn new() -> Self {
        Self { declarations: declarations(), tape: Tape::default() }
    }

    pub fn write(&mut self, message: &Node) -> Tape {
        self.put(message);
        std::mem::take(&mut self.tape)
    }

    fn op(&mut self, tag: u32, argument: usize) {
        self.tape.words.push(tag | (argument as u32) << 4)
    }

    fn text(&mut self, text: &str) {
        self.op(TEXT, text.len());
        self.tape.text.extend(text.bytes())
    }

    fn wide(&mut self, tag: u32, bits: u64) {
        self.tape.words.extend([tag, bits as u32, (bits >> 32) as u32])
    }

    fn number(&mut self, number: u32) {
        // JavaScript's side writes a number whole only where it fits beside the tag.
        if number < 1 << 28 {
            self.op(NUMBER, number as usize)
        } else {
            self.wide(FLOAT, f64::from(number).to_bits())
        }
    }

    fn put(&mut self, node: &Node) {
        match node {
            Node::Bool(value) => self.op(BOOL, usize::from(*value)),
            Node::U16(value) => self.number(u32::from(*value)),
            Node::U32(value) => self.number(*value),
            Node::U64(value) => self.wide(BIG | 1 << 4, *value),
            Node::I64(value) => self.wide(BIG, *value as u64),
            Node::F32(value) => self.wide(FLOAT, f64::from(*value).to_bits()),
            Node::F64(value) => self.wide(FLOAT, value.to_bits()),
            Node::Char(value) => self.text(&value.to_string()),
            Node::Text(value) => self.text(value),
            Node::Bytes(value) => {
                self.op(BYTES, value.len());
                self.tape.bytes.extend(value)
            }
            Node::Uuid(value) => self.text(&value.hyphenated().to_string()),
            Node::DateTime(_) | Node::Date(_) | Node::Time(_) => self.text(&node.chrono_text()),
            Node::Json(value) => self.text(&value.to_string()),
            Node::Option(None) => self.op(NONE, 0),
            Node::Option(Some(of)) if of.is_null() => self.op(VARIANT, 0),
            Node::Option(Some(of)) => self.put(of),
            Node::List(all) => {
                self.op(LIST, all.len());
                all.iter().for_each(|one| self.put(one))
            }
            Node::Pair(both) => {
                self.op(LIST, 2);
                self.put(&both.0);
                self.put(&both.1)
            }
            Node::Map(entries) => {
                self.op(MAP, entries.len());
                for (key, value) in entries {
                    self.text(key);
                    self.put(value)
                }
            }
            Node::Struct(name, members) => match self.declarations.get(name).copied() {
                Some(Declaration::Struct(table)) => {
                    self.op(OBJECT, table.fields.len());
                    self.members(table.fields, members)
                }
                _ => panic!("no struct {name} is declared"),
            },
            Node::Variant { of: "Value", number, name, content } => self.cell(*number, name, content),
            Node::Variant { of, name, content, .. } => self.variant(of, name, content),
        }
    }

    fn members(&mut self, fields: &[Field], members: &[Member]) {
        let lost = members.iter().find(|member| fields.iter().all(|field| field.name != member.name));
        assert!(lost.is_none(), "no field {lost:?} is declared");
        for field in fields {
            match members.iter().find(|member| member.name == field.name) {
                Some(member) => self.put(&member.node),
                None => self.op(NONE, 0),
            }
        }
    }

    fn variant(&mut self, of: &str, name: &str, content: &Content) {
        let Some(&Declaration::Enum(table)) = self.declarations.get(of) else { panic!("no enum {of} is declared") };
        let declared = table.variants.iter().position(|variant| variant.name == name);
        let declared = declared.unwrap_or_else(|| panic!("no variant {of}.{name} is declared"));
        self.op(VARIANT, declared);
        match (content, &table.variants[declared].payload) {
            (Content::Unit, Payload::Unit) => (),
            (Content::Newtype(node), Payload::Newtype(_)) => self.put(node),
            (Content::Fields(members), Payload::Fields(fields)) => self.members(fields, members),
            _ => panic!("{of}.{name} is declared with another payload"),
        }
    }

    fn cell(&mut self, number: u32, name: &str, content: &Content) {
        assert_eq!(VARIANTS[number as usize], name);
        match (name, content) {
            ("Null", _) => self.op(NONE, 0),
            ("Bool" | "Int" | "Float" | "Text" | "Bytes" | "Array" | "Document", Content::Newtype(of)) => self.put(of),
            (_, Content::Newtype(of)) => {
                self.op(VARIANT, number as usize);
                self.put(of)
            }
            _ => panic!("Value.{name} has no such payload"),
        }
    }
}
