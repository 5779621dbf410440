//! The methods of the protocol: the answer to each request, and the capabilities that it implies. Data for generators; not
//! compiled into WebAssembly.

use crate::schema::Type;

/// A request as a method.
pub struct Method {
    /// The request: a variant of `DriverRequestBody`, whose doc, fields and first layout are the method's.
    pub request: &'static str,
    /// The response that answers it: a variant of `DriverResponseBody`.
    pub answer: &'static str,
    /// The part of the answer that the caller gets.
    pub form: Form,
    /// The group of methods that it belongs to: `query`, `keys` ...
    pub group: &'static str,
    /// The request whose method also serves this one, if it needs none of its own.
    pub by: Option<&'static str>,
    /// The flags of `DriverCapabilities` that the method implies; `SchemaFeatures` has some with the same names.
    pub gives: &'static [&'static str],
}

/// The part of an answer that the caller of a method gets.
#[derive(Clone, Copy)]
pub enum Form {
    /// The fields of the answer; of a single field its value alone.
    Plain,
    /// Nothing: the answer only reports success.
    Done,
    /// The JSON in the answer's text.
    Json(&'static Type),
}
