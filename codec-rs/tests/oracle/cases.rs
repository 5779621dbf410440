//! Generated messages of every body, and what must hold of one.

use std::collections::BTreeSet;

use fluxwire_codec::decode::Limits;
use fluxwire_codec::encode::Writing;
use fluxwire_codec::layout::{Codec, Layout};
use fluxwire_codec::message::{decode, encode, Pass, Role};
use fluxwire_codec::tape::Tape;

use crate::generator::Generator;
use crate::idl::{self, Types, Variant};
use crate::message::{Member, Node, Written};
use crate::reading;
use crate::writing::{reader, Author};

pub const LIMITS: Limits = Limits { max_depth: 64, max_values: 100_000 };
const SEED: u64 = 0x464c_5558;

/// Messages of a body in each layout: more where the body is an enum that has many bodies of its own.
fn enough(body: &Variant) -> usize {
    match body.name {
        "PlanSemantic" => 250,
        "Schema" => 250,
        "SchemaForDatabase" | "TableDetails" | "Execute" => 100,
        _ => 20,
    }
}
/// Each envelope with the enum of its bodies.
pub const ENVELOPES: [(Role, &str, &str); 4] = [
    (Role::Request, "DriverRequestEnvelope", "DriverRequestBody"),
    (Role::Response, "DriverResponseEnvelope", "DriverResponseBody"),
    (Role::AuthRequest, "AuthProviderRequestEnvelope", "AuthProviderRequestBody"),
    (Role::AuthResponse, "AuthProviderResponseEnvelope", "AuthProviderResponseBody"),
];

/// What the real crates write for a message.
pub fn bytes(layout: Layout, written: Written) -> Vec<u8> {
    match layout.codec() {
        Codec::Bincode => bincode::serialize(&written).expect("bincode writes every message"),
        Codec::Postcard => postcard::to_allocvec(&written).expect("postcard writes every message"),
    }
}

/// One generated message with all that its tests need.
pub struct Case<'a> {
    pub layout: Layout,
    pub role: Role,
    pub message: Node,
    tape: &'a Tape,
}

impl Case<'_> {
    pub fn bytes(&self, faithful: bool) -> Vec<u8> {
        bytes(self.layout, Written { node: &self.message, faithful })
    }

    /// That the codec writes these bytes; JSON is refused.
    pub fn writes(&self, writing: Writing, expected: &[u8]) -> Result<(), String> {
        let mut payload = Vec::new();
        let written = encode(self.role, self.layout, reader(self.tape), LIMITS, writing, &mut payload);
        match written.map_err(|error| error.to_string()) {
            Err(error) if self.has_json() && error.contains("(H4)") => Ok(()),
            Ok(()) if payload == expected => Ok(()),
            Ok(()) => {
                let at = payload.iter().zip(expected).take_while(|(written, expected)| written == expected).count();
                Err(format!("from byte {at} it writes {:02x?} instead of {:02x?}", &payload[at..], &expected[at..]))
            }
            Err(error) => Err(error),
        }
    }

    /// The pass that reads these bytes, if what it gives is the message.
    pub fn read(&self, payload: &[u8]) -> Result<Pass, String> {
        let mut tape = Tape::default();
        let pass = decode(self.role, self.layout, payload, LIMITS, &mut tape).map_err(|error| error.to_string())?;
        reading::compare(&tape, &self.message).map_err(|error| format!("{pass:?} reading: {error}"))?;
        Ok(pass)
    }

    /// The body's name.
    pub fn body(&self) -> &'static str {
        match &self.message {
            Node::Struct(_, members) => match members.last() {
                Some(Member { node: Node::Variant { name, .. }, .. }) => name,
                _ => panic!("a body is a variant"),
            },
            _ => panic!("an envelope is a struct"),
        }
    }

    /// True where a type with lists in its middle that upstream may leave out (H7) has such a one.
    pub fn has_middle_list(&self, such: fn(&Member) -> bool) -> bool {
        self.message.any(&|node| match node {
            Node::Struct("SqlUpdateRequest" | "SqlUpsertRequest", members) => {
                members.iter().any(|member| member.omitted && such(member))
            }
            _ => false,
        })
    }

    /// No message with JSON in it can be read (H4).
    pub fn has_json(&self) -> bool {
        self.message.any(&|node| matches!(node, Node::Json(_)))
    }
}

/// Calls `test` with at least 20 messages of every body in every layout.
pub fn for_each_message(mut test: impl FnMut(&Case) -> Result<(), String>) {
    let mut author = Author::new();
    let mut tested = 0;
    for (types, layout) in layouts() {
        generate(&types, layout, |role, message| {
            let tape = author.write(&message);
            let case = Case { layout, role, message, tape: &tape };
            if let Err(error) = test(&case) {
                let (layout, body, sent) = (layout.name(), case.body(), case.bytes(false));
                panic!("{layout} {body}, message {tested}: {error}, sent {sent:02x?}\n{:?}", case.message);
            }
            tested += 1;
        });
    }
}

/// The structs, by name, and variants, as `Enum.Variant`, that the messages of a layout hold.
pub fn made(types: &Types, layout: Layout) -> BTreeSet<String> {
    generate(types, layout, |_, _| ())
}

fn generate(types: &Types, layout: Layout, mut take: impl FnMut(Role, Node)) -> BTreeSet<String> {
    let mut generator = Generator::new(types, SEED + layout as u64);
    for (role, envelope, bodies) in ENVELOPES.into_iter().filter(|(role, ..)| layout >= role.since()) {
        for body in generator.variants(bodies) {
            for _ in 0..enough(body) {
                take(role, generator.message(envelope, body))
            }
        }
    }
    generator.made
}

/// The layouts with their types, as the oracle knows them.
pub fn layouts() -> impl Iterator<Item = (Types, Layout)> {
    let mut described = idl::layouts();
    Layout::ALL.into_iter().map(move |layout| (described.remove(layout.name()).expect("a described layout"), layout))
}
