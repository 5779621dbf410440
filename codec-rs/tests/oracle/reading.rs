//! The oracle's own reading of a decoded tape, compared with the message that was sent.

use std::fmt::Debug;

use fluxwire_codec::shape;
use fluxwire_codec::tape::{Tape, BIG, BOOL, BYTES, FLOAT, LIST, MAP, NONE, NUMBER, OBJECT, TEXT, VARIANT};

use crate::message::{Content, Member, Node};

/// What is wrong, and where.
pub type Outcome = Result<(), String>;

/// That a tape holds this message and nothing else.
pub fn compare(tape: &Tape, message: &Node) -> Outcome {
    let text = std::str::from_utf8(&tape.text).map_err(|error| error.to_string())?;
    let mut reader = Reader { words: &tape.words, text, bytes: &tape.bytes };
    reader.compare(message)?;
    same(&(reader.words, reader.text, reader.bytes), &(&[][..], "", &[][..]))
}

fn same<T: PartialEq + Debug>(found: &T, sent: &T) -> Outcome {
    if found == sent {
        Ok(())
    } else {
        Err(format!(": sent {sent:?}, found {found:?}"))
    }
}

/// A declared field name as TypeScript spells it.
fn camel_case(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| name + &part[..1].to_uppercase() + &part[1..])
}

struct Reader<'a> {
    words: &'a [u32],
    text: &'a str,
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> (u32, u32) {
        let (&word, rest) = self.words.split_first().unwrap_or((&15, &[]));
        self.words = rest;
        (word & 15, word >> 4)
    }

    fn expect(&mut self, tag: u32) -> Result<u32, String> {
        let (found, argument) = self.next();
        same(&found, &tag).map_err(|error| format!(" tag{error}"))?;
        Ok(argument)
    }

    fn two(&mut self) -> u64 {
        let (low, high) = (self.words[0], self.words[1]);
        self.words = &self.words[2..];
        u64::from(low) | u64::from(high) << 32
    }

    fn number(&mut self) -> Result<f64, String> {
        match self.next() {
            (NUMBER, number) => Ok(number.into()),
            (FLOAT, _) => Ok(f64::from_bits(self.two())),
            (found, _) => Err(format!(": expected a number, found tag {found}")),
        }
    }

    fn text(&mut self) -> Result<&'a str, String> {
        let units = self.expect(TEXT)? as usize;
        let mut length = 0;
        for c in self.text.chars() {
            if self.text[..length].encode_utf16().count() == units {
                break;
            }
            length += c.len_utf8();
        }
        let (text, rest) = self.text.split_at(length);
        self.text = rest;
        Ok(text)
    }

    /// The tag of a shape, and the keys beside it.
    fn shape(&mut self, tag: u32) -> Result<(String, Vec<String>), String> {
        let number = self.expect(tag)?;
        let text = shape::describe(number).ok_or(": an unknown shape")?;
        let mut words = text.split(' ').map(str::to_owned);
        let tag = words.next().unwrap_or_default();
        Ok((tag, words.filter(|key| !key.is_empty()).collect()))
    }

    fn compare(&mut self, sent: &Node) -> Outcome {
        match sent {
            Node::Bool(value) => same(&self.expect(BOOL)?, &u32::from(*value)),
            Node::U16(value) => same(&self.number()?, &f64::from(*value)),
            Node::U32(value) => same(&self.number()?, &f64::from(*value)),
            Node::U64(value) => {
                same(&self.expect(BIG)?, &1)?;
                same(&self.two(), value)
            }
            Node::I64(value) => {
                same(&self.expect(BIG)?, &0)?;
                same(&(self.two() as i64), value)
            }
            Node::F32(value) => same(&self.number()?.to_bits(), &f64::from(*value).to_bits()),
            Node::F64(value) => same(&self.number()?.to_bits(), &value.to_bits()),
            Node::Char(value) => same(&self.text()?, &value.to_string().as_str()),
            Node::Text(value) => same(&self.text()?, &value.as_str()),
            Node::Bytes(value) => {
                let length = self.expect(BYTES)? as usize;
                let (bytes, rest) = self.bytes.split_at(length);
                self.bytes = rest;
                same(&bytes, &value.as_slice())
            }
            Node::Uuid(value) => same(&self.text()?, &value.hyphenated().to_string().as_str()),
            Node::DateTime(_) | Node::Date(_) | Node::Time(_) => same(&self.text()?, &sent.chrono_text().as_str()),
            Node::Json(_) => Err(": JSON was read".to_owned()),
            Node::Option(None) => same(&self.next(), &(NONE, 0)),
            Node::Option(Some(of)) if of.is_null() => same(&self.shape(OBJECT)?, &("Null".to_owned(), Vec::new())),
            Node::Option(Some(of)) => self.compare(of),
            Node::List(all) => {
                same(&self.expect(LIST)?, &(all.len() as u32))?;
                all.iter().enumerate().try_for_each(|(i, one)| self.at(&format!("[{i}]"), one))
            }
            Node::Pair(both) => {
                same(&self.expect(LIST)?, &2)?;
                self.at("[0]", &both.0)?;
                self.at("[1]", &both.1)
            }
            Node::Map(entries) => {
                same(&self.expect(MAP)?, &(entries.len() as u32))?;
                entries.iter().try_for_each(|(key, value)| {
                    same(&self.text()?, &key.as_str())?;
                    self.at(&format!("[{key:?}]"), value)
                })
            }
            Node::Struct(_, members) => {
                let (tag, keys) = self.shape(OBJECT)?;
                same(&tag.as_str(), &"")?;
                self.members(keys, members)
            }
            Node::Variant { of: "Value", name, content, .. } => self.cell(name, content),
            Node::Variant { name, content, .. } => self.variant(name, content),
        }
    }

    fn at(&mut self, place: &str, sent: &Node) -> Outcome {
        self.compare(sent).map_err(|error| format!("{place}{error}"))
    }

    /// The fields that the layout has, under their names; the others are absent.
    fn members(&mut self, keys: Vec<String>, members: &[Member]) -> Outcome {
        let sent: Vec<(String, &Node)> = members.iter().map(|one| (camel_case(one.name), &one.node)).collect();
        if let Some((lost, _)) = sent.iter().find(|(name, _)| !keys.contains(name)) {
            return Err(format!(".{lost}: no such key among {keys:?}"));
        }
        for key in keys {
            match sent.iter().find(|(name, _)| *name == key) {
                Some((_, node)) => self.at(&format!(".{key}"), node)?,
                None => same(&self.next(), &(NONE, 0)).map_err(|error| format!(".{key}{error}"))?,
            }
        }
        Ok(())
    }

    fn variant(&mut self, name: &str, content: &Content) -> Outcome {
        // An enum of names alone is a plain string, any other an object that bears the name.
        let tag = self.words.first().map_or(15, |word| word & 15);
        let (found, keys) = self.shape(if tag == VARIANT { VARIANT } else { OBJECT })?;
        same(&found.as_str(), &name)?;
        match content {
            Content::Unit => same(&keys, &Vec::new()),
            Content::Fields(members) => self.members(keys, members),
            Content::Newtype(of) => match &**of {
                Node::Struct(_, members) => self.members(keys, members),
                other => {
                    same(&keys, &vec!["value".to_owned()])?;
                    self.at(".value", other)
                }
            },
        }
    }

    /// A database value is a plain value where JavaScript has one for it, else a text that bears its variant's name.
    fn cell(&mut self, name: &str, content: &Content) -> Outcome {
        match (name, content) {
            ("Null", Content::Unit) => same(&self.next(), &(NONE, 0)),
            ("Bool" | "Int" | "Float" | "Text" | "Bytes" | "Array" | "Document", Content::Newtype(of)) => {
                self.compare(of)
            }
            (_, Content::Newtype(of)) => {
                same(&self.shape(OBJECT)?, &(name.to_owned(), vec!["value".to_owned()]))?;
                self.compare(of)
            }
            _ => Err(format!(": Value has no such variant as {name}")),
        }
    }
}
