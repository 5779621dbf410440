//! wasm-bindgen's own command line under the lock of this folder; `cargo install wasm-bindgen-cli` would take whatever
//! versions are new that day.
fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(std::env::args_os())
}
