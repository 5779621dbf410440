//! The boundary to JavaScript: numbers in, numbers out. Every buffer is reused from call to call.
//!
//! A call is made in two steps: JavaScript asks for room, fills it, and calls with the lengths. What comes back is
//! the address of eight words: status, pass, and address and length of words, text and bytes.
use std::cell::RefCell;

use fluxwire_codec::annotate;
use fluxwire_codec::decode::Limits;
use fluxwire_codec::encode::Writing;
use fluxwire_codec::layout::{Codec, Layout};
use fluxwire_codec::malformed::Malformed;
use fluxwire_codec::message::{self, Role};
use fluxwire_codec::shape;
use fluxwire_codec::tape::{Tape, TapeReader};
use wasm_bindgen::prelude::wasm_bindgen;

/// The message was read or written.
const DONE: u32 = 0;
/// Reading or writing failed: the tape holds the reason and the path, and the words end with offset and header.
const FAILED: u32 = 1;

#[derive(Default)]
struct Buffers {
    payload: Vec<u8>,
    /// The tape that decoding writes.
    tape: Tape,
    /// The tape to encode: JavaScript writes it here, without another copy.
    written: Tape,
    reply: [u32; 8],
}

thread_local! {
    static BUFFERS: RefCell<Buffers> = RefCell::default();
}

/// Makes room for `length` elements: existing ones stay, new ones are zeros.
fn room<T: Clone + Default>(buffer: &mut Vec<T>, length: u32) -> u32 {
    buffer.resize(length as usize, T::default());
    buffer.as_ptr() as u32
}

/// Room for a payload of `length` bytes to decode; returns its address.
#[wasm_bindgen]
pub fn payload(length: u32) -> u32 {
    BUFFERS.with_borrow_mut(|buffers| room(&mut buffers.payload, length))
}

/// Room for `length` words of a tape to encode; returns its address.
#[wasm_bindgen]
pub fn words(length: u32) -> u32 {
    BUFFERS.with_borrow_mut(|buffers| room(&mut buffers.written.words, length))
}

/// Room for `length` bytes of a tape's text; returns its address.
#[wasm_bindgen]
pub fn text(length: u32) -> u32 {
    BUFFERS.with_borrow_mut(|buffers| room(&mut buffers.written.text, length))
}

/// Room for `length` bytes of a tape's byte strings; returns its address.
#[wasm_bindgen]
pub fn bytes(length: u32) -> u32 {
    BUFFERS.with_borrow_mut(|buffers| room(&mut buffers.written.bytes, length))
}

/// Decodes the payload. On success the tape is the message; on failure it is the header, or empty.
#[wasm_bindgen]
pub fn decode(role: u32, layout: u32, max_depth: u32, max_values: u32) -> u32 {
    BUFFERS.with_borrow_mut(|buffers| {
        let Buffers { payload, tape, .. } = buffers;
        let (role, layout) = (Role::ALL[role as usize], Layout::ALL[layout as usize]);
        let limits = Limits { max_depth, max_values };
        match message::decode(role, layout, payload, limits, tape) {
            Ok(pass) => buffers.reply_with_tape(DONE, pass as u32),
            Err(error) => {
                if !message::decode_header(role, layout, payload, limits, tape) {
                    *tape = Tape::default();
                }
                buffers.append_error(&error);
                buffers.reply_with_tape(FAILED, 0)
            }
        }
    })
}

/// Lists the spans of the payload, as far as it can be read: the tape has at most `max_spans` of them, one after the
/// other, and the pass is the number of all.
#[wasm_bindgen]
pub fn annotate(role: u32, layout: u32, max_depth: u32, max_values: u32, max_spans: u32) -> u32 {
    BUFFERS.with_borrow_mut(|buffers| {
        let Buffers { payload, tape, .. } = buffers;
        let (role, layout) = (Role::ALL[role as usize], Layout::ALL[layout as usize]);
        let limits = Limits { max_depth, max_values };
        let mut count = 0;
        *tape = Tape::default();
        let _ = annotate::annotate(role, layout, payload, limits, &mut |span| {
            if count < max_spans {
                span.write(tape);
            }
            count += 1;
        });
        buffers.reply_with_tape(DONE, count)
    })
}

/// Encodes the first `words` words of the tape and `text` bytes of its text. On success the bytes are the payload.
#[wasm_bindgen]
pub fn encode(role: u32, layout: u32, words: u32, text: u32, max_depth: u32, faithful: bool) -> u32 {
    BUFFERS.with_borrow_mut(|buffers| {
        let Buffers { payload, tape, written, .. } = buffers;
        let (words, text) = (&written.words[..words as usize], &written.text[..text as usize]);
        let (role, layout) = (Role::ALL[role as usize], Layout::ALL[layout as usize]);
        let limits = Limits { max_depth, max_values: u32::MAX };
        let writing = if faithful { Writing::Faithful } else { Writing::Explicit };
        payload.clear();
        // Enough for most rows, so that growing copies nothing: a number takes its width, or about a third of it.
        let width = if layout.codec() == Codec::Bincode { 6 } else { 2 };
        payload.reserve(words.len() * width + text.len() + written.bytes.len());
        // TypeScript writes texts with TextEncoder, which cannot give anything but UTF-8.
        let text = std::str::from_utf8(text).unwrap_or_default();
        let reader = TapeReader::new(words, text, &written.bytes);
        match message::encode(role, layout, reader, limits, writing, payload) {
            Ok(()) => {
                buffers.reply = [DONE, 0, 0, 0, 0, 0, payload.as_ptr() as u32, payload.len() as u32];
                buffers.reply.as_ptr() as u32
            }
            Err(error) => {
                *tape = Tape::default();
                buffers.append_error(&error);
                buffers.reply_with_tape(FAILED, 0)
            }
        }
    })
}

/// Leaves the text of a shape in the tape: its tag, a space, its keys with spaces between.
#[wasm_bindgen]
pub fn shape(number: u32) -> u32 {
    BUFFERS.with_borrow_mut(|buffers| {
        let text = shape::describe(number).unwrap_or_default();
        buffers.payload = text.into_bytes();
        let payload = &buffers.payload;
        buffers.reply = [DONE, 0, 0, 0, payload.as_ptr() as u32, payload.len() as u32, 0, 0];
        buffers.reply.as_ptr() as u32
    })
}

/// Returns the memory of all buffers to the allocator.
#[wasm_bindgen]
pub fn release() {
    BUFFERS.with_borrow_mut(|buffers| *buffers = Buffers::default())
}

impl Buffers {
    /// The error as three more values on the tape, behind the header: reason, offset, path.
    fn append_error(&mut self, error: &Malformed) {
        if self.tape.words.is_empty() {
            self.tape.push_absent();
        }
        self.tape.push_text(&error.reason);
        self.tape.push_number(error.offset as u32);
        self.tape.push_text(&error.path());
    }

    fn reply_with_tape(&mut self, status: u32, pass: u32) -> u32 {
        let Tape { words, text, bytes } = &self.tape;
        self.reply = [
            status,
            pass,
            words.as_ptr() as u32,
            words.len() as u32,
            text.as_ptr() as u32,
            text.len() as u32,
            bytes.as_ptr() as u32,
            bytes.len() as u32,
        ];
        self.reply.as_ptr() as u32
    }
}
