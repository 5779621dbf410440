//! Reads `idl.txt`, the oracle's own description of the wire.

use std::collections::BTreeMap;

/// What stands at one place of a frame.
#[derive(Clone, Debug)]
pub enum Ty {
    /// A primitive or a declared type.
    Name(&'static str),
    Option(Box<Ty>),
    List(Box<Ty>),
    Pair(Box<Ty>, Box<Ty>),
    Map(Box<Ty>),
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: &'static str,
    /// The upstream encoder writes nothing at all where the value is none or empty.
    pub omitted: bool,
    pub ty: Ty,
}

#[derive(Clone, Debug)]
pub enum Payload {
    Unit,
    Newtype(Ty),
    Fields(Vec<Field>),
}

#[derive(Clone, Debug)]
pub struct Variant {
    pub number: u32,
    pub name: &'static str,
    pub payload: Payload,
}

#[derive(Clone, Debug)]
pub enum Def {
    Struct(Vec<Field>),
    Enum(Vec<Variant>),
    Alias(Ty),
    Bits { width: u32, mask: u64 },
    Unwritable,
}

/// The types of one layout, by name.
pub type Types = BTreeMap<&'static str, Def>;

/// The types of every layout, by the layout's name.
pub fn layouts() -> BTreeMap<&'static str, Types> {
    let mut reader = Reader::new(include_str!("idl.txt"));
    let mut layouts = BTreeMap::new();
    let mut types = Types::new();
    let mut layout = "";
    while let Some(word) = reader.next() {
        if word == "layout" {
            layouts.insert(layout, types.clone());
            layout = reader.word();
        } else {
            let name = reader.word();
            types.insert(name, reader.definition(word));
        }
    }
    layouts.insert(layout, types);
    layouts.remove("");
    layouts
}

struct Reader {
    tokens: std::iter::Peekable<std::vec::IntoIter<&'static str>>,
}

impl Reader {
    fn new(text: &'static str) -> Self {
        let mut tokens = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut rest = line.trim_start();
            while !rest.is_empty() {
                let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
                let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len()).max(1);
                tokens.push(&rest[..length]);
                rest = rest[length..].trim_start();
            }
        }
        Self { tokens: tokens.into_iter().peekable() }
    }

    fn next(&mut self) -> Option<&'static str> {
        self.tokens.next()
    }

    fn word(&mut self) -> &'static str {
        self.next().expect("a word before the end of idl.txt")
    }

    fn took(&mut self, token: &str) -> bool {
        self.tokens.next_if(|next| *next == token).is_some()
    }

    fn expect(&mut self, token: &str) {
        let found = self.word();
        assert_eq!(found, token, "idl.txt, before {:?}", self.tokens.clone().take(6).collect::<Vec<_>>());
    }

    fn definition(&mut self, kind: &str) -> Def {
        match kind {
            "struct" => Def::Struct(self.fields()),
            "enum" => {
                self.expect("{");
                Def::Enum(self.until("}", Self::variant))
            }
            "alias" => {
                self.expect("=");
                Def::Alias(self.ty())
            }
            "bits" => {
                self.expect(":");
                let width = self.word()[1..].parse().expect("a width");
                self.expect("=");
                let mask = u64::from_str_radix(&self.word()[2..], 16).expect("a mask");
                Def::Bits { width, mask }
            }
            "unwritable" => Def::Unwritable,
            other => panic!("idl.txt declares a {other}"),
        }
    }

    fn until<T>(&mut self, end: &str, mut read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let mut all = Vec::new();
        while !self.took(end) {
            all.push(read(self));
            self.took(",");
        }
        all
    }

    fn fields(&mut self) -> Vec<Field> {
        self.expect("{");
        self.until("}", |reader| {
            let name = reader.word();
            reader.expect(":");
            Field { name, omitted: reader.took("%"), ty: reader.ty() }
        })
    }

    fn variant(&mut self) -> Variant {
        let number = self.word().parse().expect("a variant number");
        let name = self.word();
        let payload = match self.tokens.peek() {
            Some(&"{") => Payload::Fields(self.fields()),
            Some(&"(") => {
                self.expect("(");
                let of = self.ty();
                self.expect(")");
                Payload::Newtype(of)
            }
            _ => Payload::Unit,
        };
        Variant { number, name, payload }
    }

    fn ty(&mut self) -> Ty {
        let mut ty = match self.word() {
            "[" => {
                let of = self.ty();
                self.expect("]");
                Ty::List(of.into())
            }
            "(" => {
                let first = self.ty();
                self.expect(",");
                let second = self.ty();
                self.expect(")");
                Ty::Pair(first.into(), second.into())
            }
            "map" => {
                self.expect("<");
                let of = self.ty();
                self.expect(">");
                Ty::Map(of.into())
            }
            name => Ty::Name(name),
        };
        while self.took("?") {
            ty = Ty::Option(ty.into())
        }
        ty
    }
}
