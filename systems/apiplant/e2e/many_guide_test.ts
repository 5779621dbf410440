import { LogServer } from "../storage/postgres/testing/log_server.ts";
import { checkOutputs, Guide, outputsOf } from "./guide.ts";
import { freePort } from "../../../tests/free_port.ts";

const GUIDE = new Guide("models-many.md");

/** What the commands of each block of the guide must print, in order. */
const EXPECTED: readonly RegExp[] = [
  /^$/,
  /^$/,
  /^$/,
  /"id":"product","version":1[^]*^x-seq: 2\r$[^]*"id":"tea","revision":2/m,
  /"revision":2[^]*"name":"Tea","cents":450/,
  /^(?=[^]*"revision":3,)(?=[^]*"code":"unique")/,
  /^(\{"id":"tea","revision":4,.*"cents":500.*\})\s*\1$/,
  /"revision":5,.*"cents":480/,
  /"revision":5,.*"cents":480/,
  /"status":"ok"/,
];

Deno.test("docs/models-many.md: every command does what the guide says", async () => {
  await using database = await LogServer.start();
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-many-guide-" });
  try {
    const { port, password } = database.address.config;
    const ports: Record<string, string> = { 1337: `${freePort()}`, 1338: `${freePort()}`, 5432: `${port}` };
    const own = (text: string) => text.replace(/\b(1337|1338|5432)\b/g, (one) => ports[one]!);
    await Deno.writeTextFile(`${folder}/a.toml`, own(GUIDE.blocks("toml")[0]!));
    const scripts = GUIDE.blocks("sh").map(own);
    const { outputs, errors } = await outputsOf(scripts, folder, { PGPASSWORD: password });
    checkOutputs(scripts, { outputs, errors }, EXPECTED);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
