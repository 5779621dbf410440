//! Messages that are read, written, and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| fluxwire_codec_fuzz::round_trip(input));
