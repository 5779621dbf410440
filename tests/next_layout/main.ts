/**
 * `deno task codec:next`: shows that a new release takes a few lines. Copies the codec and the packages, adds a layout
 * "next" by {@link EDITS}, builds and generates as the project does, checks the types, and uses the result: its bytes, and
 * a new message from the client to a driver and back. Prints which hand-written files name that message, and fails if
 * they are more than {@link MAX_FILES} besides the drivers that implement it.
 *
 * @module
 */
import { BUILT, CODEC_RS, GENERATED, ROOT, TARGET } from "../../codec-rs/scripts/paths.ts";
import { run } from "../../codec-rs/scripts/run.ts";
import { buildEnvironment, installToolchain } from "../../codec-rs/scripts/rust.ts";
import { EDITS, MESSAGE } from "./edits.ts";
import { filesThatName } from "./named_in.ts";
import { USE_NEXT_MESSAGE } from "./use_next_message.ts";

/** The copied paths, from the project's folder, without build output. */
const COPIED: readonly string[] = ["codec-rs/src", "codec-rs/wasm", "packages"];

/** The most hand-written files that may name a message, not counting tests, vectors and drivers. */
const MAX_FILES = 4;

await installToolchain();
const folder = await Deno.makeTempDir({ prefix: "fluxwire-next-" });
try {
  await copyProject(folder);
  await edit(folder);
  await build(folder);
  await useLayout(folder);
  await useMessage(folder);
  await countFiles(folder);
} finally {
  await Deno.remove(folder, { recursive: true });
}
console.log(`A layout "next" took ${EDITS.length} edits, and nothing else`);

/** The program runs in the copy, whose configuration finds its packages. */
async function useLayout(at: string): Promise<void> {
  await Deno.copyFile(new URL("./use_next_layout.ts", import.meta.url), `${at}/use_next_layout.ts`);
  const flags = ["--no-prompt", "--allow-read"];
  await run(Deno.execPath(), ["run", ...flags, "use_next_layout.ts", `${at}/packages/wire`], { cwd: at });
}

/** Every program and entry of the packages must compile with the new message, which none of them names. */
async function useMessage(at: string): Promise<void> {
  await Deno.writeTextFile(`${at}/use_next_message.ts`, USE_NEXT_MESSAGE);
  await run(Deno.execPath(), ["check", "--quiet", "use_next_message.ts", ...await entriesOf(at)], { cwd: at });
  await run(Deno.execPath(), ["run", "--no-prompt", "--allow-read", "use_next_message.ts"], { cwd: at });
}

async function entriesOf(at: string): Promise<string[]> {
  const entries: string[] = [];
  const visit = async (path: string, depth: number): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(`${at}/${path}`)) {
      if (isDirectory && depth > 0) await visit(`${path}/${name}`, depth - 1);
      else if (name === "mod.ts" || name === "main.ts") entries.push(`${path}/${name}`);
    }
  };
  await visit("packages", 2);
  return entries.sort();
}

async function countFiles(at: string): Promise<void> {
  const { others, drivers } = await filesThatName(at, MESSAGE);
  console.log(`The new message is named by ${others.length} hand-written files, and by drivers that implement it:`);
  for (const file of [...others, ...drivers]) console.log(`  ${file}`);
  if (others.length > MAX_FILES) {
    throw new Error(
      `A new message is named by ${others.length} files, not at most ${MAX_FILES}: derive it from the table`,
    );
  }
}

async function copyProject(to: string): Promise<void> {
  for (const path of COPIED) await copyFolder(`${ROOT}/${path}`, `${to}/${path}`);
  for (const file of ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml"]) {
    await Deno.copyFile(`${CODEC_RS}/${file}`, `${to}/codec-rs/${file}`);
  }
  // The manifest names a bench, whose file must exist.
  await copyFolder(`${CODEC_RS}/benches`, `${to}/codec-rs/benches`);
  await Deno.writeTextFile(`${to}/deno.json`, JSON.stringify(await configuration()));
}

/** The project's configuration, for a workspace of the packages alone. */
async function configuration(): Promise<unknown> {
  const { workspace, ...rest } = JSON.parse(await Deno.readTextFile(`${ROOT}/deno.json`));
  return { ...rest, workspace: workspace.filter((member: string) => member.startsWith("./packages/")) };
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
      throw new Error(`Cannot edit ${file}: ${JSON.stringify(where)} occurs ${found} times, not once`);
    }
    await Deno.writeTextFile(`${at}/${file}`, text.replace(where, () => become));
  }
}

async function build(at: string): Promise<void> {
  const codec = `${at}/codec-rs`, wire = `${at}/packages/wire`;
  const target = ["--target-dir", `${TARGET}/next`];
  const wasm = ["build", "--locked", "--release", "--lib", "--target", "wasm32-unknown-unknown", ...target];
  await run("cargo", wasm, { cwd: `${codec}/wasm`, env: await buildEnvironment() });
  const built = `${TARGET}/next/wasm32-unknown-unknown/release/fluxwire_codec_wasm.wasm`;
  const bindgen = ["run", "--locked", "--bin", "bindgen", "--target-dir", `${TARGET}/tools/build`, "--", built, codec];
  await run("cargo", bindgen, { cwd: `${CODEC_RS}/tools` });
  for (const [from, to] of Object.entries(BUILT)) await Deno.copyFile(`${codec}/${from}`, `${wire}/${to}`);
  await run("cargo", ["run", "--locked", "--quiet", "--bin", "generate", ...target, "--", codec], { cwd: codec });
  for (const [name, to] of Object.entries(GENERATED)) await Deno.rename(`${codec}/${name}`, `${at}/${to}/${name}`);
}
