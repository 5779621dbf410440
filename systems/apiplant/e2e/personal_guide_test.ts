import { match } from "node:assert/strict";
import { checkOutputs, Guide, outputsOf } from "./guide.ts";
import { freePort } from "../../../tests/free_port.ts";

const GUIDE = new Guide("models-personal.md");
const ADDRESS = "127.0.0.1:1337";
const ERASED = /"data":\{"since":"2026-11-30","name":null,"email":null\},"erased":true/;

/** What the commands of each block of the guide must print, in order. */
const EXPECTED: readonly RegExp[] = [
  /^$/,
  /"id":"customer","version":1[^]*"revision":2[^]*"name":"Ada King","email":"ada@example.org"/,
  /^"since":"2026-11-30","name":\{"\$enc":1\s+no file has the name$/,
  /"code":"query".*personal/,
  /^\{"seq":3\}$/,
  /"erased":true[^]*"kind":"instance.erased"[^]*"kind":"instance.created"[^]*"name":null[^]*"erased":true/,
  /^restored the log [^]*"erased":true/,
  /^backup [^]*^1\n^restored [^]*"revision":3[^]*"erased":true\}\s*0$/m,
  /^kept shop\/database\nshop\/database\n1 secrets, and 0 keys/,
  /^\d secrets are sealed with the new key/,
];

Deno.test("docs/models-personal.md: every command does what the guide says", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-personal-guide-" });
  try {
    const own = `127.0.0.1:${freePort()}`;
    await Deno.writeTextFile(`${folder}/config.toml`, GUIDE.blocks("toml")[0]!.replace(ADDRESS, own));
    const scripts = GUIDE.blocks("sh").map((text) => text.replaceAll(ADDRESS, own));
    const { outputs, errors } = await outputsOf(scripts, folder);
    checkOutputs(scripts, { outputs, errors }, EXPECTED);
    for (const at of [5, 6, 7]) match(outputs[at]!, ERASED);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
