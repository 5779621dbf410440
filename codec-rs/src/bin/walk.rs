//! `walk LAYOUT FRAME`: measures the native walkers on a response, in microseconds of decoding and of encoding.
//! The bench of the whole codec runs it beside its own measurements of the same frame.
use std::hint::black_box;
use std::time::{Duration, Instant};

use fluxwire_codec::decode::Limits;
use fluxwire_codec::encode::Writing;
use fluxwire_codec::layout::Layout;
use fluxwire_codec::message::{decode, encode, Role};
use fluxwire_codec::rewrite::rewrite;
use fluxwire_codec::tape::{Tape, TapeReader};

const RUNS: usize = 101;
const LIMITS: Limits = Limits { max_depth: 64, max_values: 4_000_000 };

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (layout, frame) = arguments.next().zip(arguments.next()).ok_or("Usage: walk LAYOUT FRAME")?;
    let layout = Layout::ALL.into_iter().find(|known| known.name() == layout).ok_or("Cannot walk: unknown layout")?;
    let payload = std::fs::read(frame)?;

    let mut tape = Tape::default();
    decode(Role::Response, layout, &payload, LIMITS, &mut tape)?;
    let decoding = median(|| {
        decode(Role::Response, layout, black_box(&payload), LIMITS, &mut tape).expect("it was read before");
        tape.words.len()
    });

    let tape = rewrite(Role::Response, tape);
    let mut written = Vec::new();
    let encoding = median(|| {
        written.clear();
        let text = std::str::from_utf8(&tape.text).expect("decoding writes texts");
        let reader = TapeReader::new(black_box(&tape.words), text, &tape.bytes);
        let written_whole = encode(Role::Response, layout, reader, LIMITS, Writing::Explicit, &mut written);
        written_whole.expect("what was read can be written");
        written.len()
    });
    assert_eq!(written, payload);
    println!("{} {}", decoding.as_micros(), encoding.as_micros());
    Ok(())
}

fn median(mut step: impl FnMut() -> usize) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(step());
            start.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}
