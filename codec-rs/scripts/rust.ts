/**
 * The Rust toolchain of the codec, and the flags under which its bytes are the same on every machine.
 *
 * @module
 */
import { CODEC_RS } from "./paths.ts";
import { run } from "./run.ts";

/** Installs what `rust-toolchain.toml` pins; done at once, and without network, where it is there already. */
export async function installToolchain(): Promise<void> {
  await run("rustup", ["toolchain", "install"], { cwd: CODEC_RS });
}

/**
 * The environment of a build of the codec: no path of this machine gets into a panic's text, and flags that the
 * machine sets for its other builds do not count.
 */
export function buildEnvironment(): Record<string, string> {
  const home = Deno.env.get("CARGO_HOME") ?? `${Deno.env.get("HOME") ?? Deno.env.get("USERPROFILE")}/.cargo`;
  const flags = [`--remap-path-prefix=${home}=/cargo`, `--remap-path-prefix=${CODEC_RS}=/codec-rs`];
  return { CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f") };
}
