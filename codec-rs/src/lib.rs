//! The codec of DBFlux's driver protocol: every message, byte for byte, in every layout.
//!
//! Types are data: [`dto!`] turns the declarations in [`dto`] into constant tables, and one pair of walkers,
//! [`decode`] and [`encode`], reads them. The bincode and postcard crates do every primitive.
#![deny(missing_docs)]

mod macros;

pub mod decode;
pub mod dto;
pub mod encode;
pub mod layout;
pub mod malformed;
pub mod message;
pub mod reach;
pub mod schema;
pub mod shape;
pub mod sink;
pub mod source;
pub mod tape;
mod uuid;
pub mod value;
