//! The methods of the protocol: what answers each request, and what a driver can do that has it. Data for generators; not
//! compiled into WebAssembly.

use crate::schema::Type;

/// A request as a method.
pub struct Method {
    /// The request: a variant of `DriverRequestBody`, whose doc, fields and first layout are the method's.
    pub request: &'static str,
    /// The response that answers it: a variant of `DriverResponseBody`.
    pub answer: &'static str,
    /// What the caller gets of the answer.
    pub form: Form,
    /// The methods that it belongs to: `query`, `keys` ...
    pub group: &'static str,
    /// The request whose method serves this one as well, if a session needs none of its own.
    pub by: Option<&'static str>,
    /// The flags of `DriverCapabilities` of a driver that has the method; `SchemaFeatures` has some under the same names.
    pub gives: &'static [&'static str],
}

/// What the caller of a method gets of its answer.
#[derive(Clone, Copy)]
pub enum Form {
    /// The fields of the answer; the one alone where it has one.
    Plain,
    /// Nothing: the answer says that the call is done.
    Done,
    /// What the answer's text says as JSON.
    Json(&'static Type),
}
