//! What each fuzz target does with its bytes, and what must hold then.
#![deny(missing_docs)]

mod input;

pub use input::{Choice, RawTape};

use fluxwire_codec::decode::Limits;
use fluxwire_codec::encode::Writing;
use fluxwire_codec::layout::Codec;
use fluxwire_codec::message::{decode, decode_header, encode, Pass};
use fluxwire_codec::rewrite::rewrite;
use fluxwire_codec::tape::{Tape, TapeReader};

/// The wire package's defaults.
const LIMITS: Limits = Limits { max_depth: 64, max_values: 4_000_000 };

/// Bytes of a peer: a message, or an error that points into them and leaves the header readable or not.
pub fn read(codec: Codec, input: &[u8]) {
    let Some((choice, payload)) = Choice::of(input, Some(codec)) else { return };
    let Choice { role, layout, .. } = choice;
    let mut tape = Tape::default();
    if let Err(error) = decode(role, layout, payload, LIMITS, &mut tape) {
        assert!(error.offset <= payload.len(), "{error}");
        assert!(!error.to_string().is_empty());
        decode_header(role, layout, payload, LIMITS, &mut tape);
    }
}

/// A tape of an author who may be wrong: an error, or bytes that a strict reading takes and that are written again.
pub fn write(input: &[u8]) {
    let Some((choice, rest)) = Choice::of(input, None) else { return };
    let Some(RawTape { words, text, bytes }) = RawTape::of(rest) else { return };
    let Choice { role, layout, writing } = choice;
    let mut payload = Vec::new();
    let reader = TapeReader::new(&words, text, bytes);
    if encode(role, layout, reader, LIMITS, writing, &mut payload).is_err() {
        return;
    }
    if writing == Writing::Explicit {
        let (pass, tape) = strictly(choice, &payload);
        assert_eq!(pass, Pass::Strict);
        assert_eq!(written(choice, tape), payload);
    }
}

/// Bytes that give a message in any pass: what is written for it is read strictly, and gives the same message.
pub fn round_trip(input: &[u8]) {
    let Some((choice, payload)) = Choice::of(input, None) else { return };
    let Choice { role, layout, .. } = choice;
    let mut first = Tape::default();
    if decode(role, layout, payload, LIMITS, &mut first).is_err() {
        return;
    }
    let (words, text, bytes) = (first.words.clone(), first.text.clone(), first.bytes.clone());
    let (pass, second) = strictly(choice, &written(choice, first));
    assert_eq!(pass, Pass::Strict);
    assert_eq!((words, text, bytes), (second.words, second.text, second.bytes));
}

fn strictly(choice: Choice, payload: &[u8]) -> (Pass, Tape) {
    let mut tape = Tape::default();
    match decode(choice.role, choice.layout, payload, LIMITS, &mut tape) {
        Ok(pass) => (pass, tape),
        Err(error) => panic!("what was written is not read: {error}"),
    }
}

fn written(choice: Choice, tape: Tape) -> Vec<u8> {
    let Choice { role, layout, .. } = choice;
    let tape = rewrite(role, tape);
    let text = std::str::from_utf8(&tape.text).expect("decoding writes texts");
    let mut payload = Vec::new();
    let reader = TapeReader::new(&tape.words, text, &tape.bytes);
    match encode(role, layout, reader, LIMITS, Writing::Explicit, &mut payload) {
        Ok(()) => payload,
        Err(error) => panic!("what was read is not written: {error}"),
    }
}
