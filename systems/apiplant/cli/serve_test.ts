import { equal, match, ok } from "node:assert/strict";
import { FileEventStorage } from "../storage/file/event_storage.ts";
import { draftsOf } from "../storage/conformance/event_storage.ts";

const MAIN = new URL("../main.ts", import.meta.url).pathname;
const LISTENING = /listening on \S+\n/;
const FILES = '[server]\nmount-address = "127.0.0.1:0"\n[drivers]\nevent = "file"\nmodel = "sqlite"\n';

/** How a server ends that cannot start, or that is stopped once it listens. */
interface End {
  readonly code: number;
  readonly text: string;
}

/** Runs `serve` in a folder with this configuration. */
async function serve(folder: string, config: string, ...args: string[]): Promise<End> {
  await Deno.writeTextFile(`${folder}/config.toml`, config);
  const command = ["run", "--no-prompt", "-A", "--no-lock", "--no-check", MAIN, ...args];
  const child = new Deno.Command(Deno.execPath(), { args: command, cwd: folder, stdout: "piped", stderr: "piped" })
    .spawn();
  const errors = new Response(child.stderr).text();
  let text = "";
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    const wasListening = LISTENING.test(text);
    text += part;
    if (!wasListening && LISTENING.test(text)) child.kill("SIGTERM");
  }
  return { code: (await child.status).code, text: text + await errors };
}

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("serve ends with 0 when it is stopped, and starts again with what it has kept", async () => {
  await inFolder(async (folder) => {
    for (let round = 0; round < 2; round++) equal((await serve(folder, FILES)).code, 0);
  });
});

Deno.test("serve ends with 1 for a configuration that cannot be used, and names the place", async () => {
  await inFolder(async (folder) => {
    for (
      const [config, wanted] of [
        ["[server\n", /config\.toml, line 1, column/],
        [
          '[server]\nmount-address = "nowhere"\nmax-body = true\n',
          /2 problems: server\.mount-address: .* server\.max-body/,
        ],
        [`[server]\nmount-address = "127.0.0.1:0"\n[server.tls]\ncert = "c.pem"\nkey = "k.pem"\n`, /c\.pem.*k\.pem/],
      ] as const
    ) {
      const { code, text } = await serve(folder, config);
      equal(code, 1, text);
      match(text, wanted);
    }
  });
});

Deno.test("serve ends with 2 where it cannot listen, and beside a server that has its data", async () => {
  await inFolder(async (folder) => {
    using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = taken.addr as Deno.NetAddr;
    const there = await serve(folder, `[server]\nmount-address = "127.0.0.1:${port}"\n`);
    equal(there.code, 2, there.text);
    match(there.text, new RegExp(`Cannot listen at 127\\.0\\.0\\.1:${port}: Address already in use`));
    const log = await FileEventStorage.open({ folder: `${folder}/data/events` });
    const beside = await serve(folder, FILES);
    await log[Symbol.asyncDispose]();
    equal(beside.code, 2, beside.text);
  });
});

Deno.test("serve ends with 3 where it cannot keep its data, and for models of another log until it is to rebuild them", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    const unwritable = await serve(folder, FILES.replace("[drivers]", 'data-dir = "file/data"\n[drivers]'));
    equal(unwritable.code, 3, unwritable.text);
    match(unwritable.text, /file\/data/);
    equal((await serve(folder, FILES)).code, 0);
    await Deno.remove(`${folder}/data/events`, { recursive: true });
    const other = await serve(folder, FILES);
    equal(other.code, 3, other.text);
    match(other.text, /The model storage has the log \S+, the event storage \S+: use --rebuild/);
    equal((await serve(folder, FILES, "--rebuild")).code, 0);
  });
});

Deno.test("serve ends with 4 for a damaged log, names the place, and changes nothing", async () => {
  await inFolder(async (folder) => {
    const log = await FileEventStorage.open({ folder: `${folder}/data/events` });
    for (let seq = 0; seq < 6; seq += 2) await log.append(seq, draftsOf(2, `e${seq}`));
    await log[Symbol.asyncDispose]();
    const path = `${folder}/data/events/00000000000000000001.log`, bytes = await Deno.readFile(path);
    bytes[bytes.length >> 1]! ^= 1;
    await Deno.writeFile(path, bytes);
    const { code, text } = await serve(folder, FILES);
    equal(code, 4, text);
    match(text, /segment 00000000000000000001\.log at offset \d+/);
    ok((await Deno.readFile(path)).every((byte, at) => byte === bytes[at]));
  });
});

Deno.test("serve --template defines the models at the first start, and ends with 1 where others have their names", async () => {
  await inFolder(async (folder) => {
    for (const defined of [5, 0]) {
      const { code, text } = await serve(folder, FILES, "--template", "nx");
      equal(code, 0, text);
      match(text, new RegExp(`Template imported.*defined.*${defined}`));
    }
    const unknown = await serve(folder, FILES, "--template", "shop");
    equal(unknown.code, 1);
    match(unknown.text, /Cannot use --template shop: choose one of nx/);
  });
  await inFolder(async (folder) => {
    const log = await FileEventStorage.open({ folder: `${folder}/data/events` });
    const definition = { id: "state", version: 1, fields: { deviceId: { type: "Int" } } };
    const event = { id: "e1", at: "2026-11-29T10:00:00.000Z", kind: "model.created", model: "state", modelVersion: 1 };
    const json = JSON.stringify({ ...event, payload: definition, commit: [1, 1], actor: "a", origin: "s", v: 1 });
    await log.append(0, [{ id: "e1", model: "state", instance: null, json }]);
    await log[Symbol.asyncDispose]();
    const { code, text } = await serve(folder, FILES, "--template", "nx");
    equal(code, 1, text);
    match(text, /Cannot import the template nx: .* state \(.*fields/);
  });
});
