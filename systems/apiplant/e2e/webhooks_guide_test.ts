import { checkOutputs, Guide, outputsOf } from "./guide.ts";
import { freePort } from "../../../tests/free_port.ts";

const GUIDE = new Guide("models-webhooks.md");

/** What the commands of each block of the guide must print, in order. */
const EXPECTED: readonly RegExp[] = [
  /^$/,
  /"id":"product","version":1/,
  /"name":"tea.png","size":20,"type":"image\/png","sha256":"[0-9a-f]{64}"[^]*"id":"tea"[^]*"photo":\{"id":/,
  /^HTTP\/1.1 206 [^]*content-disposition: inline; filename="tea.png"[^]*content-range: bytes 4-9\/20[^]*\r\n\r\nreally$/,
  /^files\/[0-9a-f]{64}\nfiles\/[0-9a-f-]{36}\.json$|^files\/[0-9a-f-]{36}\.json\nfiles\/[0-9a-f]{64}$/,
  /"url":"http:\/\/127.0.0.1:\d+\/","models":\["product"\],"kinds":\["instance.updated"\][^]*"secret":"\*\*\*"/,
  /^$/,
  /"name":"Green tea"[^]*listening\ninstance.updated of tea by anonymous: Green tea$/m,
  /^apiplant_webhooks_running 1$[^]*^apiplant_webhook_attempts_failed_total 0$/m,
  /"structuredContent":\{"id":"tea","revision":4,[^]*"data":\{"name":"Green tea"\}/,
];

Deno.test("docs/models-webhooks.md: every command does what the guide says", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-webhooks-guide-" });
  try {
    const ports: Record<string, string> = { 1337: `${freePort()}`, 1338: `${freePort()}` };
    const own = (text: string) => text.replace(/\b(1337|1338)\b/g, (one) => ports[one]!);
    await Deno.writeTextFile(`${folder}/config.toml`, own(GUIDE.blocks("toml")[0]!));
    await Deno.writeTextFile(`${folder}/receiver.ts`, own(GUIDE.blocks("ts")[0]!));
    const scripts = GUIDE.blocks("sh").map(own), { outputs, errors } = await outputsOf(scripts, folder);
    checkOutputs(scripts, { outputs, errors }, EXPECTED);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
