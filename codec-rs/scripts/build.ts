/**
 * `deno task codec:build`: builds `codec.wasm` and `codec_glue.js` of the wire package with wasm-pack, and writes their NOTICE.
 *
 * wasm-pack, and wasm-bindgen in the version of `codec-rs/tools`'s lock, are installed into `codec-rs/target/tools` if they
 * are missing, which takes some minutes once.
 *
 * @module
 */
import { BUILT, CODEC_RS, TARGET, WIRE } from "./paths.ts";
import { notice } from "./notice.ts";
import { run } from "./run.ts";
import { buildEnvironment, installToolchain } from "./rust.ts";

const WASM_PACK = "0.15.1";
const TOOLS = `${TARGET}/tools`;

/** Installs wasm-pack, unless that version is installed. */
async function installWasmPack(): Promise<void> {
  const args = ["install", "wasm-pack", "--version", `=${WASM_PACK}`, "--locked", "--root", TOOLS];
  await run("cargo", args, { cwd: CODEC_RS });
}

/** Builds wasm-bindgen, unless the sources and the lock of `codec-rs/tools` are unchanged. */
async function buildWasmBindgen(): Promise<void> {
  const args = ["build", "--locked", "--features", "cli", "--bin", "wasm-bindgen", "--target-dir", `${TOOLS}/build`];
  await run("cargo", args, { cwd: `${CODEC_RS}/tools` });
}

await installToolchain();
await installWasmPack();
await buildWasmBindgen();

const separator = Deno.build.os === "windows" ? ";" : ":";
const path = `${TOOLS}/build/debug${separator}${Deno.env.get("PATH")}`;
const output = ["--out-dir", `${TARGET}/pkg`, "--out-name", "codec", "--no-pack"];
const args = ["build", "--mode", "no-install", "--target", "bundler", ...output, "--", "--locked"];
await run(`${TOOLS}/bin/wasm-pack`, args, {
  cwd: `${CODEC_RS}/wasm`,
  env: { ...await buildEnvironment(), PATH: path },
});
for (const [built, committed] of Object.entries(BUILT)) {
  await Deno.copyFile(`${TARGET}/pkg/${built}`, `${WIRE}/${committed}`);
}
await Deno.writeTextFile(`${WIRE}/NOTICE`, await notice());
