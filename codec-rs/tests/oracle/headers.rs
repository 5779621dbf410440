//! The headers of messages with an unreadable body, or longer than expected.

use fluxwire_codec::message::{decode_header, Pass};
use fluxwire_codec::shape;
use fluxwire_codec::tape::{Tape, BIG};

use crate::cases::{for_each_message, Case, LIMITS};
use crate::message::Node;

/// The request id and the body's name on a tape of a header.
fn header(tape: &Tape) -> Option<(u64, &str)> {
    let at = tape.words.iter().position(|&word| word == BIG | 1 << 4)?;
    let id = u64::from(tape.words[at + 1]) | u64::from(tape.words[at + 2]) << 32;
    let keys = shape::describe(tape.words[0] >> 4)?;
    let text = std::str::from_utf8(&tape.text).ok()?;
    // A session's id stands before the body's name, in 36 characters.
    let name = if keys.contains("sessionId") && text.get(8..9) == Some("-") { &text[36..] } else { text };
    Some((id, name))
}

fn request_id(case: &Case) -> u64 {
    let Node::Struct(_, members) = &case.message else { panic!("an envelope is a struct") };
    let ids = members.iter().find(|member| member.name == "request_id");
    let Some(Node::U64(id)) = ids.map(|member| &member.node) else { panic!("an envelope has a request id") };
    *id
}

#[test]
fn the_header_of_every_message_can_be_read_also_where_its_body_cannot() {
    let mut unreadable = 0;
    for_each_message(|case| {
        let payload = case.bytes(false);
        unreadable += usize::from(case.read(&payload).is_err());
        let mut tape = Tape::default();
        let readable = decode_header(case.role, case.layout, &payload, LIMITS, &mut tape);
        match header(&tape) {
            Some(found) if readable && found == (request_id(case), case.body()) => Ok(()),
            other => Err(format!("header {other:?}")),
        }
    });
    assert!(unreadable > 100, "{unreadable} messages had JSON in them (H4)");
}

#[test]
fn bytes_behind_a_message_are_left_over() {
    for_each_message(|case| {
        let mut payload = case.bytes(false);
        // No text, count or number that a gap could begin with.
        payload.extend([0xff; 3]);
        match case.read(&payload) {
            Ok(Pass::Trailing) => Ok(()),
            Err(_) if case.has_json() || case.has_middle_list(|_| true) => Ok(()),
            other => Err(format!("{other:?}")),
        }
    });
}
