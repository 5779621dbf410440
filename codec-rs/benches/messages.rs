//! What the codec costs natively: `cargo bench`. Bytes and tape are reused from run to run, as the wire package does.

use divan::counter::BytesCount;
use divan::{black_box, Bencher};
use fluxwire_codec::decode::Limits;
use fluxwire_codec::encode::Writing;
use fluxwire_codec::layout::{Codec, Layout};
use fluxwire_codec::message::{decode, encode, Role};
use fluxwire_codec::rewrite::rewrite;
use fluxwire_codec::tape::{Tape, TapeReader};
use serde::Serialize;

const LIMITS: Limits = Limits { max_depth: 64, max_values: 4_000_000 };
const LAYOUTS: [Layout; 2] = [Layout::V0_6, Layout::V0_7_1];
const ROWS: i64 = 10_000;

fn main() {
    divan::main()
}

/// The cells of the measured result, under their numbers on the wire.
#[derive(Serialize)]
#[allow(dead_code, reason = "numbers on the wire count every variant")]
enum Cell {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    Json(String),
    Decimal(String),
    DateTime(String),
}

fn payload(layout: Layout, message: impl Serialize) -> Vec<u8> {
    match layout.codec() {
        Codec::Bincode => bincode::serialize(&message).expect("a message"),
        Codec::Postcard => postcard::to_allocvec(&message).expect("a message"),
    }
}

/// Protocol version, request id, session, timeout, body.
fn ping(layout: Layout) -> (Role, Vec<u8>) {
    (Role::Request, payload(layout, ((1u16, 2u16), 7u64, None::<&[u8]>, None::<u64>, 3u32)))
}

fn hello(layout: Layout) -> (Role, Vec<u8>) {
    let versions = vec![(1u16, 2u16), (1, 1), (1, 0)];
    let capabilities = vec![0u32, 1, 2, 3];
    let body =
        (0u32, "dbflux_driver_ipc", "0.7.7", versions, capabilities, Some("675e5044-10b1-426f-9247-bb680e5fe0c8"));
    (Role::Request, payload(layout, ((1u16, 2u16), 0u64, None::<&[u8]>, None::<u64>, body)))
}

/// 10,000 rows of 10 cells: integers, floats, texts of which some are not ASCII, nulls, times.
fn result(layout: Layout) -> (Role, Vec<u8>) {
    let cell = |row: i64, column: i64| match column % 5 {
        0 => Cell::Int(row * 1_000_003 + column),
        1 => Cell::Float(row as f64 / 8.0),
        2 if row % 10 == 0 => Cell::Text(format!("größe {row}")),
        2 => Cell::Text(format!("row {row} of the result")),
        3 => Cell::Null,
        _ => Cell::DateTime(format!("2026-01-02T03:04:05.{:03}Z", row % 1_000)),
    };
    let columns: Vec<_> = (0..10).map(|column| (format!("column_{column}"), "text", 4u32, true, false)).collect();
    let rows: Vec<Vec<Cell>> = (0..ROWS).map(|row| (0..10).map(|column| cell(row, column)).collect()).collect();
    let result = (0u32, columns, rows, None::<u64>, 12u64, None::<&str>, None::<&[u8]>, None::<&str>);
    (Role::Response, payload(layout, ((1u16, 2u16), 7u64, None::<&[u8]>, true, 4u32, result)))
}

fn decoding(bencher: Bencher, layout: Layout, (role, payload): (Role, Vec<u8>)) {
    let mut tape = Tape::default();
    bencher.counter(BytesCount::new(payload.len())).bench_local(|| {
        decode(role, layout, black_box(&payload), LIMITS, &mut tape).expect("a message");
    })
}

fn encoding(bencher: Bencher, layout: Layout, (role, payload): (Role, Vec<u8>)) {
    let mut tape = Tape::default();
    decode(role, layout, &payload, LIMITS, &mut tape).expect("a message");
    let tape = rewrite(role, tape);
    let text = std::str::from_utf8(&tape.text).expect("texts");
    let mut written = Vec::new();
    bencher.counter(BytesCount::new(payload.len())).bench_local(|| {
        written.clear();
        let reader = TapeReader::new(black_box(&tape.words), text, &tape.bytes);
        encode(role, layout, reader, LIMITS, Writing::Explicit, &mut written).expect("a message");
    });
    assert_eq!(written, payload);
}

macro_rules! benches {
    ($($message:ident),*) => { $(
        mod $message {
            use super::*;

            #[divan::bench(args = LAYOUTS)]
            fn decode(bencher: Bencher, layout: Layout) {
                decoding(bencher, layout, super::$message(layout))
            }

            #[divan::bench(args = LAYOUTS)]
            fn encode(bencher: Bencher, layout: Layout) {
                encoding(bencher, layout, super::$message(layout))
            }
        }
    )* };
}

benches!(ping, hello, result);
