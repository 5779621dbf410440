import { deepEqual, equal, match } from "node:assert/strict";

const PROGRAM = `
import { BYTES, connect, implement, serve } from ${JSON.stringify(new URL("./mod.ts", import.meta.url).href)};
const method = { name: "Say", kind: "unary", request: BYTES, response: BYTES };
const echo = { name: "test.Echo", methods: { say: method } };
try {
  const server = await serve({ address: Deno.args[0], services: [implement(echo, { say: (request) => request })] });
  const channel = await connect(server.address);
  console.log(await channel.client(echo).say(Uint8Array.of(7)));
  await channel.close();
  await server.stop();
} catch (error) {
  console.log(error.code, error.message);
}
`;

/** What the program prints with these permissions, and nothing else. */
async function printed(address: string, permissions: string[]): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/main.js`, PROGRAM);
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const args = ["run", "--no-prompt", "--config", config, ...permissions, `${folder}/main.js`, address];
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, env: { NO_COLOR: "1" } }).output();
    equal(new TextDecoder().decode(stderr), "");
    return new TextDecoder().decode(stdout).trim();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a Unix socket needs net, read and write for its path, and nothing else", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/echo.sock`;
  const flags = [`--allow-net=unix:${path}`, `--allow-read=${path}`, `--allow-write=${path}`];
  equal(await printed(`unix:${path}`, flags), "Uint8Array(1) [ 7 ]");
  for (const missing of flags) {
    const text = await printed(`unix:${path}`, flags.filter((flag) => flag !== missing));
    deepEqual(text.split(" ")[0], "PermissionMissing");
    match(text, new RegExp(`run Deno with ${missing}$`));
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("TCP needs net for its host and port, and nothing else", async () => {
  equal(await printed("127.0.0.1:0", ["--allow-net=127.0.0.1"]), "Uint8Array(1) [ 7 ]");
  equal(
    await printed("127.0.0.1:50051", []),
    "PermissionMissing Cannot listen on 127.0.0.1:50051: permission is missing; run Deno with --allow-net=127.0.0.1:50051",
  );
});
