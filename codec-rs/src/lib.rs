//! The codec of DBFlux's driver protocol: every message, byte for byte, in every layout.
//!
//! Types are data: [`dto!`] turns the declarations in [`mod@dto`] into constant tables, and one pair of walkers,
//! [`decode`] and [`encode`], reads them. The bincode and postcard crates do every primitive.
//!
//! A message is passed as a [`tape`]: flat words that a reader in another language walks without knowing any types.
//! [`message`] reads and writes whole messages, [`rewrite`] makes a tape that was read writable, and [`reach`] lists
//! every declaration.
//!
//! # Example
//!
//! A `Ping` of release 0.6, which speaks bincode, sent on to release 0.7, which speaks postcard:
//!
//! ```
//! use fluxwire_codec::decode::Limits;
//! use fluxwire_codec::encode::Writing;
//! use fluxwire_codec::layout::Layout;
//! use fluxwire_codec::message::{decode, encode, Pass, Role};
//! use fluxwire_codec::rewrite::rewrite;
//! use fluxwire_codec::tape::{Tape, TapeReader};
//!
//! // Version 1.2, request 7, no session, no timeout, body 3.
//! let payload = [1, 0, 2, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0];
//! let limits = Limits { max_depth: 64, max_values: 100_000 };
//! let mut tape = Tape::default();
//! let pass = decode(Role::Request, Layout::V0_6, &payload, limits, &mut tape)?;
//! assert_eq!(pass, Pass::Strict);
//!
//! let tape = rewrite(Role::Request, tape);
//! let text = std::str::from_utf8(&tape.text)?;
//! let reader = TapeReader::new(&tape.words, text, &tape.bytes);
//! let mut sent_on = Vec::new();
//! encode(Role::Request, Layout::V0_7_1, reader, limits, Writing::Explicit, &mut sent_on)?;
//! assert_eq!(sent_on, [1, 2, 7, 0, 0, 3]);
//!
//! // Bytes that are not a message give an error with a place and a reason.
//! let error = decode(Role::Request, Layout::V0_7_1, &[1, 2, 7, 0, 0, 99], limits, &mut Tape::default()).unwrap_err();
//! assert_eq!(error.path(), "body");
//! assert_eq!(error.offset, 5);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![deny(missing_docs)]

mod macros;

pub mod annotate;
pub mod decode;
pub mod dto;
pub mod encode;
pub mod layout;
pub mod malformed;
pub mod message;
#[cfg(not(target_arch = "wasm32"))]
pub mod method;
pub mod reach;
pub mod rewrite;
pub mod schema;
pub mod shape;
pub mod sink;
pub mod source;
pub mod span;
pub mod tape;
mod uuid;
pub mod value;
