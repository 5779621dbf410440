/**
 * `deno task codec:next`: shows that a new release is a matter of lines. Copies the codec and the packages around it, adds a
 * layout "next" by {@link EDITS}, builds and generates as the project does, and uses the result.
 *
 * @module
 */
import { BUILT, CODEC_RS, GENERATED, ROOT, TARGET } from "../../codec-rs/scripts/paths.ts";
import { run } from "../../codec-rs/scripts/run.ts";
import { buildEnvironment, installToolchain } from "../../codec-rs/scripts/rust.ts";
import { EDITS } from "./edits.ts";

/** What is copied, from the project's folder; what is built is not. */
const COPIED: readonly string[] = ["codec-rs/src", "codec-rs/wasm", "packages/transport", "packages/wire"];

/** Where the copy finds its packages. */
const IMPORTS = { "jsr:@fluxwire/transport@^0.1.0": "./packages/transport/mod.ts" };

await installToolchain();
const folder = await Deno.makeTempDir({ prefix: "fluxwire-next-" });
try {
  await copyProject(folder);
  await edit(folder);
  await build(`${folder}/codec-rs`, `${folder}/packages/wire`);
  await Deno.writeTextFile(`${folder}/imports.json`, JSON.stringify({ imports: IMPORTS }));
  const check = new URL("./use_next_layout.ts", import.meta.url).pathname;
  await run(Deno.execPath(), [
    "run",
    "--no-config",
    "--no-lock",
    "--no-prompt",
    "--import-map",
    `${folder}/imports.json`,
    "--allow-read",
    check,
    `${folder}/packages/wire`,
  ], {
    cwd: folder,
  });
} finally {
  await Deno.remove(folder, { recursive: true });
}
console.log(`A layout "next" took ${EDITS.length} edits, and nothing else`);

async function copyProject(to: string): Promise<void> {
  for (const path of COPIED) await copyFolder(`${ROOT}/${path}`, `${to}/${path}`);
  for (const file of ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml"]) {
    await Deno.copyFile(`${CODEC_RS}/${file}`, `${to}/codec-rs/${file}`);
  }
  // The manifest names a bench; its file only has to be there.
  await copyFolder(`${CODEC_RS}/benches`, `${to}/codec-rs/benches`);
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

async function edit(at: string): Promise<void> {
  for (const { file, where, become } of EDITS) {
    const text = await Deno.readTextFile(`${at}/${file}`);
    const found = text.split(where).length - 1;
    if (found !== 1) {
      throw new Error(`Cannot edit ${file}: ${JSON.stringify(where)} stands there ${found} times, not once`);
    }
    await Deno.writeTextFile(`${at}/${file}`, text.replace(where, () => become));
  }
}

async function build(codec: string, wire: string): Promise<void> {
  const target = ["--target-dir", `${TARGET}/next`];
  const wasm = ["build", "--locked", "--release", "--lib", "--target", "wasm32-unknown-unknown", ...target];
  await run("cargo", wasm, { cwd: `${codec}/wasm`, env: await buildEnvironment() });
  const built = `${TARGET}/next/wasm32-unknown-unknown/release/fluxwire_codec_wasm.wasm`;
  const bindgen = ["run", "--locked", "--bin", "bindgen", "--target-dir", `${TARGET}/tools/build`, "--", built, codec];
  await run("cargo", bindgen, { cwd: `${CODEC_RS}/tools` });
  for (const [from, to] of Object.entries(BUILT)) await Deno.copyFile(`${codec}/${from}`, `${wire}/${to}`);
  await run("cargo", ["run", "--locked", "--quiet", "--bin", "generate", ...target, "--", wire], { cwd: codec });
  for (const name of GENERATED) await Deno.stat(`${wire}/${name}`);
}
