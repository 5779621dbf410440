//! Tapes of an author who may be wrong.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| fluxwire_codec_fuzz::write(input));
