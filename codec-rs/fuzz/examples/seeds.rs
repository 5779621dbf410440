//! Writes the corpus of every fuzz target from the vectors: `cargo run --example seeds`, in this folder.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use fluxwire_codec::decode::Limits;
use fluxwire_codec::layout::{Codec, Layout};
use fluxwire_codec::message::{decode, Role};
use fluxwire_codec::rewrite::rewrite;
use fluxwire_codec::tape::Tape;
use fluxwire_codec_fuzz::{Choice, RawTape};

const LIMITS: Limits = Limits { max_depth: 64, max_values: 100_000 };

fn main() -> Result<(), Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut corpora: BTreeMap<&str, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for line in fs::read_to_string(here.join("../../tests/vectors/dbflux-vectors.jsonl"))?.lines() {
        let vector: serde_json::Value = serde_json::from_str(line)?;
        let member = |key: &str| vector[key].as_str().unwrap_or_default();
        let Some(layout) = layout(member("series")) else { continue };
        let (payload, name) = (bytes(member("hex"))?, slug(&format!("{} {}", layout.name(), member("name"))));
        for role in Role::ALL {
            let mut tape = Tape::default();
            if decode(role, layout, &payload, LIMITS, &mut tape).is_err() {
                continue;
            }
            let codec = layout.codec();
            let target = if codec == Codec::Bincode { "decode_bincode" } else { "decode_postcard" };
            let seed = |codec, rest: &[u8]| [&[Choice::byte(role, layout, codec)], rest].concat();
            let mut keep = |target, seed| corpora.entry(target).or_default().insert(name.clone(), seed);
            keep(target, seed(Some(codec), &payload));
            keep("round_trip", seed(None, &payload));
            let Tape { words, text, bytes } = rewrite(role, tape);
            if let Some(raw) = (RawTape { words, text: std::str::from_utf8(&text)?, bytes: &bytes }).to_bytes() {
                keep("encode_tape", seed(None, &raw));
            }
        }
    }
    for (target, seeds) in corpora {
        let folder = here.join("corpus").join(target);
        fs::create_dir_all(&folder)?;
        for (name, seed) in seeds {
            fs::write(folder.join(name), seed)?
        }
    }
    Ok(())
}

fn layout(series: &str) -> Option<Layout> {
    let is_it = |layout: &&Layout| series.trim_start_matches('v').starts_with(layout.name());
    // The newest releases of a series have its newest layout: v0.7.7 that of 0.7.1.
    Layout::ALL.iter().rev().find(is_it).copied().or((series == "v0.7.7").then_some(Layout::V0_7_1))
}

fn bytes(hex: &str) -> Result<Vec<u8>, std::num::ParseIntError> {
    (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16)).collect()
}

fn slug(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '_' }).collect()
}
