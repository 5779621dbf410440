import { checkOutputs, Guide, outputsOf } from "./guide.ts";
import { freePort } from "../../../tests/free_port.ts";

const GUIDE = new Guide("models.md");
const ADDRESS = "127.0.0.1:1337";

/** What the commands of each block of the guide must print, in order. */
const EXPECTED: readonly RegExp[] = [
  /The server stops: exit code 0/,
  /mount-address = "127.0.0.1:\d+"[^]*event = "file"/,
  /^$/,
  /"id":"product","version":1/,
  /"id":"order","version":1[^]*"id":"shipment","version":1/,
  /"revision":4[^]*"data":\{"name":"Tea","cents":450,"stock":3\}/,
  /"code":"validation"[^]*"path":"\/cents","code":"min"[^]*"path":"\/colour","code":"unknown"/,
  /^$/,
  /^$/,
  /"hook":"preCreate"[^]*"hook":"postCreate"/,
  /"seq":\[7,8\][^]*"product":"tea","count":2,"cents":900/,
  /^HTTP\/1.1 200 OK[^]*idempotency-replayed: true[^]*"seq":\[7,8\]/,
  /"code":"vetoed","message":"Only 1 left"[^]*"index":0/,
  /"stock":1[^]*"total":1[^]*"name":"Tea"[^]*"count":2[^]*"code":"query"[^]*wher/,
  /"kind":"instance.updated"[^]*"kind":"instance.created"[^]*"stock":3/,
  /"kind":"hook.updated"[^]*"kind":"instance.created"/,
  /"data":\{"name":"Tea","cents":450,"stock":1\}/,
  /"openapi":"3.1[^]*export /,
  /events 1 to \d+ in 1 segments[^]*backup of the log [^]*restored the log [^]*"stock":1/,
];

Deno.test("docs/models.md: every command does what the guide says", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-models-guide-" });
  try {
    const own = `127.0.0.1:${freePort()}`;
    await Deno.writeTextFile(`${folder}/config.toml`, GUIDE.blocks("toml")[0]!.replace(ADDRESS, own));
    const scripts = GUIDE.blocks("sh").map((text) => text.replaceAll(ADDRESS, own));
    const { outputs, errors } = await outputsOf(scripts, folder);
    checkOutputs(scripts, { outputs, errors }, EXPECTED);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
