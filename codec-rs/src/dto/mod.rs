//! Everything on the wire, declared once.

pub mod audit;
pub mod auth;
pub mod browse;
pub mod code_generation;
pub mod column_store;
pub mod document;
pub mod flags;
pub mod form;
pub mod graph;
pub mod hello;
pub mod key_structures;
pub mod keys;
pub mod metadata;
pub mod mutation;
pub mod query;
pub mod query_support;
pub mod relational;
pub mod request;
pub mod response;
pub mod schema;
pub mod search;
pub mod semantic;
pub mod write_support;

pub use auth::{AuthProviderRequestEnvelope, AuthProviderResponseEnvelope};
pub use request::DriverRequestEnvelope;
pub use response::DriverResponseEnvelope;
