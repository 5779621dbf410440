//! `bindgen INPUT.wasm FOLDER`: what wasm-pack lets wasm-bindgen do for the target bundler, as `codec_bg.wasm` and
//! `codec_bg.js` in the folder.
use anyhow::Context;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let (input, folder) = arguments.next().zip(arguments.next()).context("Usage: bindgen INPUT.wasm FOLDER")?;
    Bindgen::new().input_path(input).bundler(true)?.out_name("codec").generate(folder)
}
