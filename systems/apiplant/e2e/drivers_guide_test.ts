import { match } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { checkOutputs, Guide, outputsOf } from "./guide.ts";
import { freePort } from "../../../tests/free_port.ts";

const GUIDE = new Guide("storage-drivers.md");
const ROOT = fileURLToPath(new URL("../../../", import.meta.url)).replace(/\/$/, "");

/** What the commands of each block of the guide must print, in order. */
const EXPECTED: readonly RegExp[] = [
  /^$/,
  /"name":"reference"[^]*"version":"1"[^]*"conflict":true[^]*"value":"aGVsbG8=","version":"1"[^]*"code":"invalid_argument"[^]*"code":"unauthenticated"/,
  /^$/,
  /"id":"note","version":1[^]*"text":"kept elsewhere"[^]*"seq":"1"[^]*"seq":"2"[^]*kept elsewhere[^]*"head":"2"/,
  /^\{"name": "python".*"protocol": 1/,
  /^$/,
  /"id":"product"[^]*"id":"order"[^]*"id":"tea"[^]*"product":"tea","count":2[^]*"code":"vetoed","message":"Only 2 left"/,
  /"id":"milk"[^]*"items":\[\{"id":"milk"[^]*"id":"tea"/,
];

Deno.test("docs/storage-drivers.md: every command does what the guide says", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-drivers-guide-" });
  try {
    const ports: Record<string, string> = { 1337: `${freePort()}`, 1338: `${freePort()}`, 4321: `${freePort()}` };
    const own = (text: string) => text.replace(/\b(1337|1338|4321)\b/g, (one) => ports[one]!);
    const [remote, shop] = GUIDE.blocks("toml");
    await Deno.writeTextFile(`${folder}/remote.toml`, own(remote!));
    await Deno.writeTextFile(`${folder}/shop.toml`, own(shop!));
    const [hook] = GUIDE.blocks("ts");
    const inTree = hook!
      .replace("deno run", `deno run --no-prompt --config=${ROOT}/deno.json --lock=${ROOT}/npm.lock --frozen`)
      .replace("jsr:@fluxwire/apiplant@^0.1.0/driver", `${ROOT}/systems/apiplant/driver/mod.ts`);
    await Deno.writeTextFile(`${folder}/stock.ts`, inTree);
    const scripts = GUIDE.blocks("sh").map(own).map((text) => {
      return text.replace("mkdir plugins hooks\n", "mkdir plugins hooks\nmv stock.ts hooks/stock.ts\n");
    });
    const { outputs, errors } = await outputsOf(scripts, folder, { FLUXWIRE: ROOT });
    checkOutputs(scripts, { outputs, errors }, EXPECTED);
    match(await Deno.readTextFile(`${folder}/shop.log`), /starting it again/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
