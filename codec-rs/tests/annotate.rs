//! Annotated frames: every byte is explained once, and a broken frame is explained up to the byte at fault.

use fluxwire_codec::annotate::annotate;
use fluxwire_codec::decode::Limits;
use fluxwire_codec::layout::Layout;
use fluxwire_codec::malformed::Result;
use fluxwire_codec::message::{decode, Pass, Role};
use fluxwire_codec::span::{Seen, Span};
use fluxwire_codec::tape::Tape;
use serde_json::Value;

const LIMITS: Limits = Limits { max_depth: 64, max_values: 100_000 };

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).expect("hex")).collect()
}

/// Every vector as every role in every layout: most of these are broken in some way.
fn readings() -> Vec<(Role, Layout, Vec<u8>)> {
    let text = include_str!("../../tests/vectors/dbflux-vectors.jsonl");
    let hex = text.lines().map(|line| {
        let vector: Value = serde_json::from_str(line).expect("a line of JSON");
        vector["hex"].as_str().expect("a text").to_owned()
    });
    let each = |hex: String| {
        let as_role = move |role| Layout::ALL.map(|layout| (role, layout, hex.clone()));
        Role::ALL.into_iter().flat_map(as_role)
    };
    hex.flat_map(each).map(|(role, layout, hex)| (role, layout, bytes(&hex))).collect()
}

/// A span that outlives the walk: place, path, kind with its type, and what it says as text.
type Told = (usize, usize, String, String, String);

fn told(span: &Span) -> Told {
    let kind = format!("{} {}", span.kind, span.of).trim_end().to_owned();
    (span.offset, span.length, span.path.to_owned(), kind, format!("{:?}", span.value))
}

fn of(role: Role, layout: Layout, payload: &[u8]) -> (Result<Pass>, Vec<Told>) {
    let mut spans = Vec::new();
    let outcome = annotate(role, layout, payload, LIMITS, &mut |span| spans.push(told(span)));
    (outcome, spans)
}

fn span(offset: usize, length: usize, path: &str, kind: &str, value: Seen) -> Told {
    (offset, length, path.into(), kind.into(), format!("{value:?}"))
}

fn end(spans: &[Told]) -> usize {
    spans.iter().fold(0, |at, (offset, length, path, ..)| {
        assert_eq!(*offset, at, "{path}");
        at + length
    })
}

#[test]
fn spans_have_no_holes_and_end_where_decoding_ends() {
    let (mut whole, mut broken) = (0, 0);
    for (role, layout, payload) in readings() {
        let (outcome, spans) = of(role, layout, &payload);
        let decoded = decode(role, layout, &payload, LIMITS, &mut Tape::default());
        assert_eq!(outcome, decoded);
        match decoded {
            Ok(_) => {
                assert_eq!(end(&spans), payload.len());
                whole += 1
            }
            Err(error) => {
                assert_eq!(end(&spans), error.offset, "{error}");
                broken += 1
            }
        }
    }
    assert!(whole > 120 && broken > 1_000, "{whole} {broken}");
}

#[test]
fn each_primitive_is_told_with_its_path() {
    let (outcome, spans) = of(Role::Request, Layout::V0_7_1, &bytes("010202011000112233445566778899aabbccddeeff0003"));
    assert_eq!(outcome, Ok(Pass::Strict));
    assert_eq!(
        spans,
        [
            span(0, 1, "protocolVersion.major", "u16", Seen::Number(1)),
            span(1, 1, "protocolVersion.minor", "u16", Seen::Number(2)),
            span(2, 1, "requestId", "u64", Seen::Unsigned(2)),
            span(3, 1, "sessionId", "option tag", Seen::Bool(true)),
            span(4, 17, "sessionId", "uuid", Seen::Text("00112233-4455-6677-8899-aabbccddeeff")),
            span(21, 1, "timeoutMs", "option tag", Seen::Bool(false)),
            span(22, 1, "body", "variant DriverRequestBody", Seen::Text("Ping")),
        ]
    );
}

#[test]
fn what_upstream_leaves_out_takes_no_bytes() {
    // H1: CountTable without the tag of semantic_filter.
    let payload = bytes("010205011000112233445566778899aabbccddeeff001000017400");
    let (outcome, spans) = of(Role::Request, Layout::V0_7_1, &payload);
    assert_eq!(outcome, Ok(Pass::Tail));
    assert_eq!(spans.last(), Some(&span(27, 0, "body.request.semanticFilter", "left out", Seen::LeftOut)));
}

#[test]
fn bytes_left_over_are_one_span() {
    let (outcome, spans) = of(Role::Request, Layout::V0_7_1, &bytes("010202000003ffff"));
    assert_eq!(outcome, Ok(Pass::Trailing));
    assert_eq!(spans.last(), Some(&span(6, 2, "", "left over", Seen::Bytes(&[0xff, 0xff]))));
}
