//! The vectors that upstream's own types gave, read natively.

use fluxwire_codec::decode::Limits;
use fluxwire_codec::layout::Layout;
use fluxwire_codec::message::{decode, Pass, Role};
use fluxwire_codec::tape::Tape;
use serde_json::Value;

const LIMITS: Limits = Limits { max_depth: 64, max_values: 100_000 };

fn vectors() -> Vec<(String, Layout, Vec<u8>, bool)> {
    let text = include_str!("../../tests/vectors/dbflux-vectors.jsonl");
    text.lines()
        .map(|line| {
            let vector: Value = serde_json::from_str(line).expect("a line of JSON");
            let member = |key: &str| vector[key].as_str().expect("a text").to_owned();
            (member("name"), layout(&member("series")), bytes(&member("hex")), member("upstream_decode") == "ok")
        })
        .collect()
}

fn layout(series: &str) -> Layout {
    match series {
        "v0.4" | "v0.4.0" => Layout::V0_4,
        "v0.5" | "v0.5.0" => Layout::V0_5,
        "v0.6" | "v0.6.0" => Layout::V0_6,
        "v0.7.0" => Layout::V0_7_0,
        "v0.7.7" => Layout::V0_7_1,
        other => panic!("unknown series {other}"),
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).expect("hex")).collect()
}

fn read(role: Role, layout: Layout, payload: &[u8]) -> Option<Pass> {
    decode(role, layout, payload, LIMITS, &mut Tape::default()).ok()
}

#[test]
fn every_request_and_response_that_upstream_reads_is_read_strictly() {
    let mut count = 0;
    for (name, layout, payload, readable) in vectors() {
        let is_frame = name.ends_with(" req no token") || name.ends_with(" req token") || name.ends_with(" req");
        if readable && is_frame {
            assert_eq!(read(Role::Request, layout, &payload), Some(Pass::Strict), "{name} in {}", layout.name());
            count += 1;
        }
    }
    assert_eq!(count, 28);
}

#[test]
fn no_changed_byte_of_any_vector_panics() {
    let mut tape = Tape::default();
    for (_, layout, payload, _) in vectors() {
        for at in 0..payload.len() {
            for value in [0, 1, 2, 0x7f, 0x80, 0xff] {
                let mut changed = payload.clone();
                changed[at] = value;
                for role in Role::ALL {
                    if let Err(error) = decode(role, layout, &changed, LIMITS, &mut tape) {
                        assert!(error.offset <= changed.len(), "{error}");
                    }
                }
            }
        }
    }
}
