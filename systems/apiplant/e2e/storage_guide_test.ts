import { equal, ok } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { RedisServer } from "../../../drivers/redis/testing/redis_server.ts";
import { checkOutputs, Guide, outputsOf } from "./guide.ts";
import { freePort } from "../../../tests/free_port.ts";

const GUIDE = new Guide("models-storage.md");
const ROOT = fileURLToPath(new URL("../../../", import.meta.url)).replace(/\/$/, "");
const PASSWORD = "sell-more-tea";

/** What the commands of each block of the guide must print, in order. */
const EXPECTED: readonly RegExp[] = [
  /^$/,
  /"id":"product","version":1[^]*"id":"tea","revision":2[^]*"revision":3/,
  /"cents":480[^]*"revision":2[^]*"cents":450/,
  /tea +3 +\{"name":"Tea","cents":480\}/,
  /models at 3: SHA-256 ([0-9a-f]{64})\nmodels at 3: SHA-256 \1/,
];

Deno.test("docs/models-storage.md: every command does what the guide says, and no secret is in a log", async () => {
  await using redis = await RedisServer.start({ config: [`requirepass ${PASSWORD}`] });
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-storage-guide-" });
  try {
    const ports: Record<string, string> = { 1337: `${freePort()}`, 6379: `${redis.port}` };
    const own = (text: string) =>
      text.replace(/\b(1337|6379)\b/g, (one) => ports[one]!).replaceAll("/path/to/fluxwire", ROOT);
    await Deno.writeTextFile(`${folder}/config.toml`, own(GUIDE.blocks("toml")[0]!));
    const scripts = GUIDE.blocks("sh").map(own);
    const { outputs, errors } = await outputsOf(scripts, folder);
    checkOutputs(scripts, { outputs, errors }, EXPECTED);
    const log = await Deno.readTextFile(`${folder}/server.log`);
    equal((log.match(/Storage started/g) ?? []).length, 4);
    ok(!`${log}${errors}`.includes(PASSWORD));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
