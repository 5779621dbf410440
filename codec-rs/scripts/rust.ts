/**
 * The Rust toolchain of the codec, and the flags under which its bytes are the same on every machine.
 *
 * @module
 */
import { CODEC_RS } from "./paths.ts";
import { outputOf, run } from "./run.ts";

/** Installs the toolchain that `rust-toolchain.toml` pins; needs no time and no network if it is installed. */
export async function installToolchain(): Promise<void> {
  await run("rustup", ["toolchain", "install", "--no-self-update"], { cwd: CODEC_RS });
}

/**
 * The environment of a build of the codec: it keeps the machine's paths out of panic texts and function names out of the
 * file, and ignores the machine's flags for other builds.
 */
export async function buildEnvironment(): Promise<Record<string, string>> {
  const cargo = Deno.env.get("CARGO_HOME") ?? `${Deno.env.get("HOME") ?? Deno.env.get("USERPROFILE")}/.cargo`;
  const sysroot = (await outputOf("rustc", ["--print", "sysroot"], { cwd: CODEC_RS })).trim();
  const commit = /^commit-hash: (\w+)$/m.exec(await outputOf("rustc", ["--version", "--verbose"], { cwd: CODEC_RS }))
    ?.[1];
  const remapped = {
    [cargo]: "/cargo",
    [CODEC_RS]: "/codec-rs",
    // With the component rust-src, rustc names the standard library's files by their paths on this machine.
    [`${sysroot}/lib/rustlib/src/rust`]: `/rustc/${commit}`,
  };
  const flags = Object.entries(remapped).map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
  // Function names would take a tenth of the bytes; wasm-bindgen needs the section with the target's features.
  flags.push("-Clink-arg=--strip-all", "-Clink-arg=--keep-section=target_features");
  return { CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f") };
}
