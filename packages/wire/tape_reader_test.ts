import { strictEqual } from "node:assert/strict";

/** Decodes a Ping and prints its envelope. */
const PROGRAM = `
  import { decode } from ${JSON.stringify(new URL("./codec.ts", import.meta.url).href)};
  const { envelope } = decode("request", "0.7.1", Uint8Array.fromHex("010202000003"));
  console.log(JSON.stringify(envelope, (_, value) => typeof value === "bigint" ? String(value) : value));
`;

/** The import map of the workspace's own packages. */
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;

async function run(flags: string[]): Promise<string> {
  const program = `data:text/javascript,${encodeURIComponent(PROGRAM)}`;
  const args = ["run", "--quiet", "--no-prompt", "--config", CONFIG, ...flags, program];
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

Deno.test("TapeReader.read() returns the same objects if code generation is forbidden", async () => {
  const envelope = '{"protocolVersion":{"major":1,"minor":2},"requestId":"2","sessionId":null,"timeoutMs":null,' +
    '"body":{"type":"Ping"}}\n';
  strictEqual(await run([]), envelope);
  strictEqual(await run(["--v8-flags=--disallow-code-generation-from-strings"]), envelope);
});
