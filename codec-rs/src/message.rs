//! Whole messages: the order of readings, and the header of a message whose body cannot be read.

use crate::decode::{Decoder, Gaps, Limits, Reading};
use crate::dto::{
    AuthProviderRequestEnvelope, AuthProviderResponseEnvelope, DriverRequestEnvelope, DriverResponseEnvelope,
};
use crate::encode::{Encoder, Writing};
use crate::layout::Layout;
use crate::malformed::{Malformed, Result};
use crate::schema::{Dto, Enum, Field, Struct, Type};
use crate::shape;
use crate::sink::AnySink;
use crate::source::{AnySource, Cursor, Source};
use crate::tape::{Tape, TapeReader, NONE, OBJECT};

/// The kind of a payload.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Role {
    /// A message from the host.
    Request,
    /// A driver's answer.
    Response,
    /// A message from the host to an auth provider.
    AuthRequest,
    /// An auth provider's answer.
    AuthResponse,
}

impl Role {
    /// The index is the number used at the WebAssembly boundary.
    pub const ALL: [Role; 4] = [Role::Request, Role::Response, Role::AuthRequest, Role::AuthResponse];

    /// The name that users see: `request`, `auth-response` ...
    pub const fn name(self) -> &'static str {
        match self {
            Role::Request => "request",
            Role::Response => "response",
            Role::AuthRequest => "auth-request",
            Role::AuthResponse => "auth-response",
        }
    }

    /// The first layout that has such messages.
    pub const fn since(self) -> Layout {
        match self {
            Role::Request | Role::Response => Layout::V0_4,
            Role::AuthRequest | Role::AuthResponse => Layout::V0_5,
        }
    }

    /// The type of the whole message.
    pub fn envelope(self) -> &'static Type {
        match self {
            Role::Request => &DriverRequestEnvelope::TYPE,
            Role::Response => &DriverResponseEnvelope::TYPE,
            Role::AuthRequest => &AuthProviderRequestEnvelope::TYPE,
            Role::AuthResponse => &AuthProviderResponseEnvelope::TYPE,
        }
    }
}

/// The reading that gave the message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Pass {
    /// Every tag was present and every byte was used.
    Strict,
    /// Gaps had been left out (H2), every byte was used.
    Lenient,
    /// Bytes were left over: a newer peer (H13).
    Trailing,
    /// Options or lists at the end were missing (H1, H5, H6, H8, H11).
    Tail,
}

/// The most bytes to read in search of a reading of the gaps, after the first attempt: twice the frame, plus this.
const SPARE_GAP_BYTES: usize = 4 << 20;
/// The most ways to read the gaps of one frame that are tried.
const MAX_GAP_READINGS: usize = 64;

/// Reads a message onto `tape`. The order of readings distinguishes all known peers: strict, with gaps,
/// with bytes left over, with a missing tail. On failure the error is that of the strict reading.
pub fn decode(role: Role, layout: Layout, payload: &[u8], limits: Limits, tape: &mut Tape) -> Result<Pass> {
    settle(role, layout, payload, limits, tape).map(|(pass, _)| pass)
}

/// Like [`decode`]; if gaps were left out, also returns which of them are filled, in their order.
pub(crate) fn settle(
    role: Role,
    layout: Layout,
    payload: &[u8],
    limits: Limits,
    tape: &mut Tape,
) -> Result<(Pass, Vec<bool>)> {
    check_layout(role, layout)?;
    let strict = read(role, layout, payload, limits, tape, Reading::Explicit, Gaps::default());
    if matches!(strict.outcome, Ok(end) if end == payload.len()) {
        return Ok((Pass::Strict, Vec::new()));
    }
    if strict.met_gap {
        if let Some(gaps) = fitting_gaps(role, layout, payload, limits, tape) {
            return Ok((Pass::Lenient, gaps));
        }
    }
    if strict.met_gap_list {
        // Only a strict reading finds such a list; any other may give a wrong value (H7).
        let left_over = |end| Malformed::new(end, "expected the end of the frame, found bytes left over");
        return Err(strict.outcome.map_or_else(|error| error, left_over));
    }
    let (reading, pass) = match &strict.outcome {
        Ok(_) => (Reading::Explicit, Pass::Trailing),
        Err(_) => (Reading::Tail, Pass::Tail),
    };
    let again = read(role, layout, payload, limits, tape, reading, Gaps::default());
    match (again.outcome, strict.outcome) {
        (Ok(_), _) => Ok((pass, Vec::new())),
        (Err(_), Err(error)) | (Err(error), Ok(_)) => Err(error),
    }
}

/// Refuses auth providers in the oldest layout, which has none.
fn check_layout(role: Role, layout: Layout) -> Result<()> {
    if layout >= role.since() {
        return Ok(());
    }
    Err(Malformed::new(0, format!("layout {} has no {} messages", layout.name(), role.name())))
}

struct Attempt {
    outcome: Result<usize>,
    gaps: Gaps,
    met_gap: bool,
    met_gap_list: bool,
}

fn read(
    role: Role,
    layout: Layout,
    payload: &[u8],
    limits: Limits,
    tape: &mut Tape,
    reading: Reading,
    gaps: Gaps,
) -> Attempt {
    let cursor = Cursor::new(payload);
    let mut source = AnySource::new(layout.codec(), &cursor);
    let mut decoder = Decoder::new(tape, layout, limits, reading, gaps);
    let outcome = decoder.decode(role.envelope(), &mut source).map(|()| cursor.at());
    Attempt {
        outcome,
        met_gap: decoder.met_gap,
        met_gap_list: decoder.met_gap_list,
        gaps: std::mem::take(&mut decoder.gaps),
    }
}

/// Searches for a reading of the gaps that uses every byte: first each gap is read as its bytes look, then, from the
/// last backwards, gaps that look filled are read as empty.
fn fitting_gaps(role: Role, layout: Layout, payload: &[u8], limits: Limits, tape: &mut Tape) -> Option<Vec<bool>> {
    let mut gaps = Gaps { filled: Vec::new(), spare: 2 * payload.len() + SPARE_GAP_BYTES };
    for _ in 0..MAX_GAP_READINGS {
        let attempt = read(role, layout, payload, limits, tape, Reading::Gaps, gaps);
        if matches!(attempt.outcome, Ok(end) if end == payload.len()) {
            return Some(attempt.gaps.filled);
        }
        gaps = attempt.gaps;
        while gaps.filled.pop_if(|filled| !*filled).is_some() {}
        match (gaps.filled.last_mut(), gaps.spare.checked_sub(payload.len())) {
            (Some(filled), Some(left)) => {
                *filled = false;
                gaps.spare = left
            }
            _ => return None,
        }
    }
    None
}

/// Reads the header and the kind of the body: enough to answer a message that cannot be read.
///
/// The tape then contains the envelope with the body's variant name, or an absent value if the number is unknown,
/// instead of the body. Returns false if the header is unreadable too.
pub fn decode_header(role: Role, layout: Layout, payload: &[u8], limits: Limits, tape: &mut Tape) -> bool {
    if check_layout(role, layout).is_err() {
        return false;
    }
    let (envelope, body, bodies) = parts(role);
    let cursor = Cursor::new(payload);
    let mut source = AnySource::new(layout.codec(), &cursor);
    let mut decoder = Decoder::new(tape, layout, limits, Reading::Explicit, Gaps::default());
    decoder.tape.op(OBJECT, shape::of_struct(envelope));
    for field in envelope.fields.iter().take_while(|field| field.name != body.name) {
        if decoder.decode(&field.ty, &mut source).is_err() {
            return false;
        }
    }
    match source.read::<u32>("a variant number") {
        Ok(number) => match bodies.variant(number, layout) {
            Ok(variant) => tape.text(variant.name),
            Err(_) => tape.op(NONE, 0),
        },
        Err(_) => return false,
    }
    true
}

/// The envelope, its body's field, and the body's variants.
fn parts(role: Role) -> (&'static Struct, &'static Field, &'static Enum) {
    if let Type::Struct(envelope) = role.envelope() {
        if let Some(body @ Field { ty: Type::Enum(bodies), .. }) = envelope.fields.last() {
            return (envelope, body, bodies);
        }
    }
    unreachable!("an envelope is a struct that ends with its body")
}

/// Appends the message on `tape` to `payload`.
pub fn encode(
    role: Role,
    layout: Layout,
    tape: TapeReader,
    limits: Limits,
    writing: Writing,
    payload: &mut Vec<u8>,
) -> Result<()> {
    check_layout(role, layout)?;
    let start = payload.len();
    let mut sink = AnySink::new(layout.codec(), payload);
    let written = Encoder::new(tape, layout, writing, limits).encode(role.envelope(), &mut sink);
    written.map_err(|mut error| {
        error.offset = payload.len() - start;
        error
    })
}
