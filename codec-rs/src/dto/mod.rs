//! Everything on the wire, declared once.

pub mod audit;
pub mod browse;
pub mod code_generation;
pub mod envelope;
pub mod form;
pub mod hello;
pub mod key_value;
pub mod metadata;
pub mod mutation;
pub mod query;
pub mod schema;
pub mod semantic;

pub use envelope::{DriverRequestEnvelope, DriverResponseEnvelope};
