import { createSocket } from "node:dgram";
import { deepEqual, doesNotMatch, equal, match, rejects } from "node:assert/strict";
import { type Attempt, attemptsOn, REMOVED, staticImports, type Targets } from "../testing/escapes.ts";
import { Isolate } from "./isolate.ts";
import { Pool } from "./pool.ts";
import { ISOLATE_SETTINGS } from "../testing/isolate_settings.ts";

const SECRET = "the-secret-in-the-file";

/** Runs attempts, each as a function that stands in one source, and returns how they ended. */
async function run(attempts: readonly Attempt[], hasRemovals: boolean): Promise<Map<string, string>> {
  const pool = new Pool({ ...ISOLATE_SETTINGS, hasRemovals }, 1);
  const functions = attempts.map(([, body]) => `async (ctx) => { ${body} }`);
  const text = `const attempts = [${functions.join(",\n")}];
    export async function preCreate(ctx) { return [await attempts[ctx.at](ctx)]; }`;
  const ends = new Map<string, string>();
  try {
    for (const [at, [name, , timeoutMs]] of attempts.entries()) {
      const ended = pool.run({
        key: { model: "m", hook: "preCreate", revision: 1 },
        source: { language: "js", text },
        isNested: false,
        hook: "preCreate",
        phase: "pre",
        context: { at },
        timeoutMs: timeoutMs ?? 20_000,
        broker: () => () => Promise.resolve(null),
        signal: new AbortController().signal,
      });
      const end = await ended.then((end) => JSON.stringify(end), (error: Error) => `${error.name}: ${error.message}`);
      ends.set(name, end);
    }
  } finally {
    await pool.end();
  }
  return ends;
}

/** A file, a folder and a port to aim at. */
async function withTargets(test: (targets: Targets) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "escapes" });
  let requests = 0;
  const web = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, () => {
    requests++;
    return new Response("reached");
  });
  const datagrams = createSocket("udp4").on("message", () => requests++);
  await new Promise<void>((resolve) => datagrams.bind(0, "127.0.0.1", resolve));
  const channel = new BroadcastChannel("a"), heard: unknown[] = [];
  channel.onmessage = ({ data }) => heard.push(data);
  try {
    await Deno.writeTextFile(`${folder}/secret.json`, JSON.stringify({ secret: SECRET }));
    await test({
      file: `${folder}/secret.json`,
      folder,
      port: web.addr.port,
      datagrams: datagrams.address().port,
      pid: Deno.pid,
    });
    equal(requests, 0);
    deepEqual(heard, []);
    deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["secret.json"]);
  } finally {
    channel.close();
    await new Promise<void>((resolve) => datagrams.close(() => resolve()));
    await web.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
}

for (const hasRemovals of [true, false]) {
  const mode = hasRemovals ? "with all layers" : "by the process alone, no global removed";
  Deno.test(`an isolate refuses every attempt to get out, ${mode} (G9)`, () =>
    withTargets(async (targets) => {
      const attempts = attemptsOn(targets), ends = await run(attempts, hasRemovals);
      const reached = [...ends].filter(([, end]) => /^\{"type":"(done|vetoed)"/.test(end));
      deepEqual(reached, []);
      // An attempt that only takes long is not refused.
      const late = attempts.filter(([name, , timeoutMs]) =>
        timeoutMs === undefined && /longer than/.test(ends.get(name)!)
      );
      deepEqual(late, []);
      for (const end of ends.values()) doesNotMatch(end, new RegExp(SECRET));
      // The server is alive, and its hooks run.
      deepEqual(
        await run([["nothing", "return 1;"]], hasRemovals),
        new Map([["nothing", '{"type":"done","value":[1]}']]),
      );
    }));

  Deno.test(`an isolate loads no source with a static import, ${mode}`, () =>
    withTargets(async (targets) => {
      for (const text of staticImports(targets)) {
        await rejects(Isolate.start({ ...ISOLATE_SETTINGS, hasRemovals }, { language: "js", text }), (error: Error) => {
          equal(error.name, "SourceError", text);
          doesNotMatch(error.message, new RegExp(SECRET));
          return true;
        });
      }
    }));
}

Deno.test("an isolate has none of the globals that hooks have no use for", async () => {
  const ends = await run(REMOVED, true);
  for (const [name, end] of ends) match(end, /^\{"type":"threw","name":"ReferenceError"/, name);
});
