//! The oracle's messages reach the crates exactly as serde's derive would hand them over.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::message::{Content, Member, Node, Written};

/// Every construct that upstream's types have.
#[derive(Serialize, Clone)]
struct Everything {
    id: u64,
    delta: i64,
    ratio: f32,
    quote: char,
    session: Uuid,
    at: DateTime<Utc>,
    raw: Vec<u8>,
    pairs: Vec<(String, f64)>,
    fields: BTreeMap<String, bool>,
    choices: Vec<Choice>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    types: Vec<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tail: Option<Choice>,
}

#[derive(Serialize, Clone)]
enum Choice {
    Nothing,
    One(u32),
    #[allow(dead_code, reason = "numbers on the wire count every variant")]
    Other,
    Named {
        port: u16,
        #[serde(skip_serializing_if = "Option::is_none")]
        mode: Option<String>,
    },
}

fn member(name: &'static str, omitted: bool, node: Node) -> Member {
    Member { name, omitted, node }
}

fn choice(choice: &Choice) -> Node {
    let (number, name, content) = match choice {
        Choice::Nothing => (0, "Nothing", Content::Unit),
        Choice::One(value) => (1, "One", Content::Newtype(Node::U32(*value).into())),
        Choice::Other => (2, "Other", Content::Unit),
        Choice::Named { port, mode } => {
            let mode = Node::Option(mode.clone().map(|mode| Node::Text(mode).into()));
            (3, "Named", Content::Fields(vec![member("port", false, Node::U16(*port)), member("mode", true, mode)]))
        }
    };
    Node::Variant { of: "Choice", number, name, content }
}

fn node(value: &Everything) -> Node {
    let pair = |(key, score): &(String, f64)| Node::Pair((Node::Text(key.clone()), Node::F64(*score)).into());
    let text = |text: &Option<String>| Node::Option(text.clone().map(|text| Node::Text(text).into()));
    let field = |(key, flag): (&String, &bool)| (key.clone(), Node::Bool(*flag));
    Node::Struct(
        "Everything",
        vec![
            member("id", false, Node::U64(value.id)),
            member("delta", false, Node::I64(value.delta)),
            member("ratio", false, Node::F32(value.ratio)),
            member("quote", false, Node::Char(value.quote)),
            member("session", false, Node::Uuid(value.session)),
            member("at", false, Node::DateTime(value.at)),
            member("raw", false, Node::Bytes(value.raw.clone())),
            member("pairs", false, Node::List(value.pairs.iter().map(pair).collect())),
            member("fields", false, Node::Map(value.fields.iter().map(field).collect())),
            member("choices", false, Node::List(value.choices.iter().map(choice).collect())),
            member("types", true, Node::List(value.types.iter().map(text).collect())),
            member("tail", true, Node::Option(value.tail.as_ref().map(|tail| choice(tail).into()))),
        ],
    )
}

#[test]
fn a_message_is_written_as_its_derived_twin() {
    let named = |mode: Option<&str>| Choice::Named { port: 300, mode: mode.map(str::to_owned) };
    let full = Everything {
        id: u64::MAX,
        delta: -200,
        ratio: f32::NAN,
        quote: 'ß',
        session: Uuid::from_u128(0x00112233_4455_6677_8899_aabbccddeeff),
        at: DateTime::from_timestamp(1_704_164_645, 120_000_000).expect("a time"),
        raw: vec![0, 255],
        pairs: vec![("a".to_owned(), -0.0), ("é".to_owned(), 1.5)],
        fields: [("z".to_owned(), true), ("y".to_owned(), false)].into(),
        choices: vec![Choice::Nothing, Choice::One(128), named(None), named(Some("x"))],
        types: vec![None, Some("int".to_owned())],
        tail: Some(named(None)),
    };
    let bare = Everything { types: Vec::new(), tail: None, choices: Vec::new(), raw: Vec::new(), ..full.clone() };
    for value in [full, bare] {
        let node = node(&value);
        let written = Written { node: &node, faithful: true };
        assert_eq!(bincode::serialize(&written).unwrap(), bincode::serialize(&value).unwrap());
        assert_eq!(postcard::to_allocvec(&written).unwrap(), postcard::to_allocvec(&value).unwrap());
    }
}
