//! Bytes of a peer of the releases from 0.7.
#![no_main]

use fluxwire_codec::layout::Codec;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| fluxwire_codec_fuzz::read(Codec::Postcard, input));
