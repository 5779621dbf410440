/**
 * The Rust toolchain of the codec, and the flags under which its bytes are the same on every machine.
 *
 * @module
 */
import { CODEC_RS } from "./paths.ts";
import { run, said } from "./run.ts";

/** Installs the toolchain that `rust-toolchain.toml` pins; needs no time and no network if it is installed. */
export async function installToolchain(): Promise<void> {
  await run("rustup", ["toolchain", "install", "--no-self-update"], { cwd: CODEC_RS });
}

/**
 * The environment of a build of the codec: no path of this machine gets into a panic's text, no names of functions get
 * into the file, and flags that the machine sets for its other builds do not count.
 */
export async function buildEnvironment(): Promise<Record<string, string>> {
  const cargo = Deno.env.get("CARGO_HOME") ?? `${Deno.env.get("HOME") ?? Deno.env.get("USERPROFILE")}/.cargo`;
  const sysroot = (await said("rustc", ["--print", "sysroot"], { cwd: CODEC_RS })).trim();
  const commit = /^commit-hash: (\w+)$/m.exec(await said("rustc", ["--version", "--verbose"], { cwd: CODEC_RS }))?.[1];
  const remapped = {
    [cargo]: "/cargo",
    [CODEC_RS]: "/codec-rs",
    // Where the component rust-src is installed, rustc names the standard library's files by their place here.
    [`${sysroot}/lib/rustlib/src/rust`]: `/rustc/${commit}`,
  };
  const flags = Object.entries(remapped).map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
  // The names of functions would be a tenth of the bytes; wasm-bindgen wants to know what the target can do.
  flags.push("-Clink-arg=--strip-all", "-Clink-arg=--keep-section=target_features");
  return { CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f") };
}
