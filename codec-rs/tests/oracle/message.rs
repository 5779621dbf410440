//! A message of the oracle, and how it is handed to a serializer: call by call as serde's derive does it.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::ser::{SerializeMap, SerializeStruct, SerializeStructVariant, SerializeTuple};
use serde::{Serialize, Serializer};
use uuid::Uuid;

/// A value of any type that `idl.txt` names.
#[derive(Clone, Debug)]
pub enum Node {
    Bool(bool),
    U16(u16),
    U32(u32),
    U64(u64),
    I64(i64),
    F32(f32),
    F64(f64),
    Char(char),
    Text(String),
    Bytes(Vec<u8>),
    Uuid(Uuid),
    DateTime(DateTime<Utc>),
    Date(NaiveDate),
    Time(NaiveTime),
    Json(serde_json::Value),
    Option(Option<Box<Node>>),
    List(Vec<Node>),
    Pair(Box<(Node, Node)>),
    Map(Vec<(String, Node)>),
    Struct(&'static str, Vec<Member>),
    Variant { of: &'static str, number: u32, name: &'static str, content: Content },
}

/// A field with its value.
#[derive(Clone, Debug)]
pub struct Member {
    pub name: &'static str,
    /// The upstream encoder writes nothing at all where the value is none or empty.
    pub omitted: bool,
    pub node: Node,
}

/// What a variant carries.
#[derive(Clone, Debug)]
pub enum Content {
    Unit,
    Newtype(Box<Node>),
    Fields(Vec<Member>),
}

/// A message with the way it is written.
#[derive(Clone, Copy)]
pub struct Written<'a> {
    pub node: &'a Node,
    /// As upstream: what may be omitted and is none or empty is left out, tag and all.
    pub faithful: bool,
}

impl Member {
    pub fn is_empty(&self) -> bool {
        matches!(&self.node, Node::Option(None)) || matches!(&self.node, Node::List(all) if all.is_empty())
    }
}

impl Node {
    /// The text that chrono gives a date or time.
    pub fn chrono_text(&self) -> String {
        match serde_json::to_value(Written { node: self, faithful: false }) {
            Ok(serde_json::Value::String(text)) => text,
            other => panic!("a date or time is a text, not {other:?}"),
        }
    }

    /// True for the database value that is null, which is not the same as no value.
    pub fn is_null(&self) -> bool {
        matches!(self, Node::Variant { of: "Value", name: "Null", .. })
    }

    /// True where the value, or one inside it, meets the condition.
    pub fn any(&self, meets: &dyn Fn(&Node) -> bool) -> bool {
        let in_members = |members: &[Member]| members.iter().any(|member| member.node.any(meets));
        meets(self)
            || match self {
                Node::Option(Some(of)) => of.any(meets),
                Node::List(all) => all.iter().any(|one| one.any(meets)),
                Node::Pair(both) => both.0.any(meets) || both.1.any(meets),
                Node::Map(entries) => entries.iter().any(|(_, one)| one.any(meets)),
                Node::Struct(_, members) => in_members(members),
                Node::Variant { content: Content::Newtype(of), .. } => of.any(meets),
                Node::Variant { content: Content::Fields(members), .. } => in_members(members),
                _ => false,
            }
    }
}

impl<'a> Written<'a> {
    fn of(self, node: &'a Node) -> Self {
        Self { node, ..self }
    }

    fn skips(self, member: &Member) -> bool {
        self.faithful && member.omitted && member.is_empty()
    }
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.node {
            Node::Bool(value) => value.serialize(serializer),
            Node::U16(value) => value.serialize(serializer),
            Node::U32(value) => value.serialize(serializer),
            Node::U64(value) => value.serialize(serializer),
            Node::I64(value) => value.serialize(serializer),
            Node::F32(value) => value.serialize(serializer),
            Node::F64(value) => value.serialize(serializer),
            Node::Char(value) => value.serialize(serializer),
            Node::Text(value) => value.serialize(serializer),
            Node::Bytes(value) => value.serialize(serializer),
            Node::Uuid(value) => value.serialize(serializer),
            Node::DateTime(value) => value.serialize(serializer),
            Node::Date(value) => value.serialize(serializer),
            Node::Time(value) => value.serialize(serializer),
            Node::Json(value) => value.serialize(serializer),
            Node::Option(None) => serializer.serialize_none(),
            Node::Option(Some(of)) => serializer.serialize_some(&self.of(of)),
            Node::List(all) => serializer.collect_seq(all.iter().map(|one| self.of(one))),
            Node::Pair(both) => {
                let mut tuple = serializer.serialize_tuple(2)?;
                tuple.serialize_element(&self.of(&both.0))?;
                tuple.serialize_element(&self.of(&both.1))?;
                tuple.end()
            }
            Node::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, &self.of(value))?
                }
                map.end()
            }
            Node::Struct(name, members) => {
                let present = members.iter().filter(|member| !self.skips(member)).count();
                let mut fields = serializer.serialize_struct(name, present)?;
                for member in members {
                    if self.skips(member) {
                        fields.skip_field(member.name)?
                    } else {
                        fields.serialize_field(member.name, &self.of(&member.node))?
                    }
                }
                fields.end()
            }
            Node::Variant { of, number, name, content } => match content {
                Content::Unit => serializer.serialize_unit_variant(of, *number, name),
                Content::Newtype(node) => serializer.serialize_newtype_variant(of, *number, name, &self.of(node)),
                Content::Fields(members) => {
                    let present = members.iter().filter(|member| !self.skips(member)).count();
                    let mut fields = serializer.serialize_struct_variant(of, *number, name, present)?;
                    for member in members {
                        if self.skips(member) {
                            fields.skip_field(member.name)?
                        } else {
                            fields.serialize_field(member.name, &self.of(&member.node))?
                        }
                    }
                    fields.end()
                }
            },
        }
    }
}
