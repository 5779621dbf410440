//! The only error of the codec: bytes that are not a message, or a value that cannot be written as one.

use std::fmt;

/// One step of the path from the envelope to the value at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A field, by its declared name.
    Field(&'static str),
    /// An element of a list.
    Index(usize),
}

impl Step {
    /// Extends a path.
    pub(crate) fn append_to(self, path: &mut String) {
        match self {
            Step::Field(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&camel_case(name));
            }
            Step::Index(index) => path.push_str(&format!("[{index}]")),
        }
    }
}

/// Why a frame could not be read, or a value could not be written.
#[derive(Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Byte offset in the payload: where reading failed, or the number of bytes written.
    pub offset: usize,
    /// What was expected and what was found.
    pub reason: String,
    /// The path to the value, innermost step first; it grows while the error propagates.
    steps: Vec<Step>,
}

/// Boxed, so that the success path carries one word.
pub type Result<T> = core::result::Result<T, Box<Malformed>>;

impl Malformed {
    #[cold]
    pub(crate) fn new(offset: usize, reason: impl Into<String>) -> Box<Self> {
        Box::new(Self { offset, reason: reason.into(), steps: Vec::new() })
    }

    #[cold]
    pub(crate) fn field(mut self: Box<Self>, name: &'static str) -> Box<Self> {
        self.steps.push(Step::Field(name));
        self
    }

    #[cold]
    pub(crate) fn index(mut self: Box<Self>, index: usize) -> Box<Self> {
        self.steps.push(Step::Index(index));
        self
    }

    /// The field path for users: `body.result.columns[3].typeName`.
    pub fn path(&self) -> String {
        let mut path = String::new();
        self.steps.iter().rev().for_each(|step| step.append_to(&mut path));
        path
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.reason, self.offset)?;
        if !self.steps.is_empty() {
            write!(f, ", {}", self.path())?;
        }
        Ok(())
    }
}

impl std::error::Error for Malformed {}

/// A declared field name as TypeScript spells it: `type_name` becomes `typeName`.
pub fn camel_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        if c == '_' {
            upper = true;
        } else if upper {
            out.push(c.to_ascii_uppercase());
            upper = false;
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_reads_from_the_envelope_inwards() {
        let error = Malformed::new(30, "found nothing").field("type_name").index(3).field("columns").field("body");
        assert_eq!(error.path(), "body.columns[3].typeName");
        assert_eq!(error.to_string(), "found nothing at byte 30, body.columns[3].typeName");
    }
}
