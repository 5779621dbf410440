//! An oracle that knows the wire from `idl.txt` alone and lets the real crates write whole messages.

mod cases;
mod generator;
mod idl;
mod message;
mod random;
mod reading;
mod writing;

mod derived;
mod headers;
mod literals;
mod messages;
mod omissions;
