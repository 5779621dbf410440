/**
 * `deno task codec:check`: rebuilds everything that is built or generated from the codec's sources, from clean, and
 * compares it byte for byte with the committed files.
 *
 * The bindgen step is the small program of `codec-rs/tools`, which writes the same bytes as wasm-pack in a fraction of
 * the time that installing wasm-pack takes.
 *
 * @module
 */
import { BUILT, CODEC_RS, GENERATED, ROOT, TARGET, WIRE } from "./paths.ts";
import { difference } from "./difference.ts";
import { generate } from "./generate.ts";
import { notice } from "./notice.ts";
import { run } from "./run.ts";
import { buildEnvironment, installToolchain } from "./rust.ts";

const CHECK = `${TARGET}/check`;

async function rebuild(): Promise<void> {
  await Deno.remove(CHECK, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  const target = ["--target", "wasm32-unknown-unknown", "--target-dir", CHECK];
  const args = ["build", "--locked", "--release", "--lib", ...target];
  await run("cargo", args, { cwd: `${CODEC_RS}/wasm`, env: await buildEnvironment() });
  const wasm = `${CHECK}/wasm32-unknown-unknown/release/fluxwire_codec_wasm.wasm`;
  const bindgen = ["run", "--locked", "--bin", "bindgen", "--target-dir", `${TARGET}/tools/build`, "--", wasm, CHECK];
  await run("cargo", bindgen, { cwd: `${CODEC_RS}/tools` });
}

await installToolchain();
await rebuild();
const differences: (string | null)[] = [];
for (const [built, committed] of Object.entries(BUILT)) {
  const rebuilt = await Deno.readFile(`${CHECK}/${built}`);
  differences.push(difference(committed, await Deno.readFile(`${WIRE}/${committed}`), rebuilt, "codec:build"));
}
const licences = new TextEncoder().encode(await notice());
differences.push(difference("NOTICE", await Deno.readFile(`${WIRE}/NOTICE`), licences, "codec:build"));
for (const [name, source] of await generate()) {
  const rebuilt = new TextEncoder().encode(source);
  differences.push(
    difference(name, await Deno.readFile(`${ROOT}/${GENERATED[name]}/${name}`), rebuilt, "codec:generate"),
  );
}
const found = differences.filter((message) => message !== null);
for (const message of found) console.error(message);
if (found.length > 0) Deno.exit(1);
console.log(`Same bytes: ${differences.length} files of the packages are what codec-rs builds`);
