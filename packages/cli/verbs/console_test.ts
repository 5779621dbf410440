import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { decode } from "@fluxwire/wire";
import { schemaOf, violations } from "../../../tests/schemas/schema.ts";

const MAIN = new URL("../main.ts", import.meta.url).pathname;

/** What a driver's source does, and what none does. */
const OPERATIONS = [
  ...["hello", "open", "close", "call", "recordings", "record", "replay", "cancelRun"],
  ...["launch", "spawn", "read"],
];

/** A console as a program, with the lines that it prints. */
async function started(
  ...args: string[]
): Promise<AsyncDisposable & { next(): Promise<string>; enter(): Promise<void> }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", MAIN, "console", "--json", ...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader(), stdin = child.stdin.getWriter();
  return await Promise.resolve({
    next: async () => (await lines.read()).value!,
    enter: () => stdin.write(Uint8Array.of(10)),
    async [Symbol.asyncDispose]() {
      child.kill("SIGINT");
      await stdin.close();
      strictEqual((await child.status).code, 0);
      await lines.cancel();
    },
  });
}

/** What asks a console as its page does. */
async function pageOf(line: string): Promise<(path: string, body?: unknown) => Promise<Response>> {
  const [address, ticket] = (JSON.parse(line) as { address: string }).address.split("#");
  const headers = { origin: address!.slice(0, -1), "content-type": "application/json" };
  const entry = await fetch(`${address}api/ticket`, { method: "POST", headers, body: JSON.stringify({ ticket }) });
  const authorization = `Bearer ${(await entry.json()).token}`;
  return (path, body) => {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    return fetch(`${address}api/${path}`, { ...init, headers: { ...headers, authorization } });
  };
}

Deno.test("console serves the mock driver: its form, a session and a call whose answer comes as bytes", async () => {
  await using running = await started();
  const ask = await pageOf(await running.next());
  const { sources } = await (await ask("about")).json();
  deepStrictEqual(sources[0].panels, ["wire", "form", "query", "tree", "checks"]);
  const { layout, hello } = await (await ask("sources/driver/hello", {})).json();
  strictEqual(hello.type, "Hello");
  const { session, opened } = await (await ask("sources/driver/open", { values: {} })).json();
  strictEqual(opened.type, "SessionOpened");
  const request = { method: "Execute", data: { request: { sql: "SELECT * FROM mockdb" } } };
  const answer = await ask(`sources/driver/call?session=${session}`, request);
  if (!answer.ok) throw new Error(await answer.text());
  const { envelope } = decode("response", layout, new Uint8Array(await answer.arrayBuffer()));
  strictEqual(envelope.body.type, "ExecuteResult");
  strictEqual(await (await ask("sources/driver/close", { session })).json(), null);
  const again = await ask("sources/driver/close", { session });
  match((await again.json()).error.message, /it has ended; connect again/);
});

Deno.test("console takes secrets of a form out of errors and answers, and ends a call that runs", async () => {
  const mock = new URL("../../mock-driver/main.ts", import.meta.url).pathname, secret = "correct horse battery";
  await using running = await started("--", Deno.execPath(), "run", "-A", "--quiet", mock, "--scenario", "full");
  const ask = await pageOf(await running.next());
  const hello = await (await ask("sources/driver/hello", { layout: "0.4" })).json();
  deepStrictEqual([hello.newest, hello.layout], ["0.7.1", "0.4"]);
  deepStrictEqual(hello.lacks[0], { field: "server", part: "help", since: "0.5", instead: null });
  deepStrictEqual(hello.findings, []);
  const { session, layout } = await (await ask("sources/driver/open", { values: { password: secret } })).json();
  const sql = (text: string) => ({ method: "Execute", data: { request: { sql: text } } });
  const answer = await ask(`sources/driver/call?session=${session}`, sql(`SELECT '${secret}' AS a`));
  const { body } = decode("response", layout, new Uint8Array(await answer.arrayBuffer())).envelope;
  deepStrictEqual(body.type === "ExecuteResult" && body.result.rows, [["*".repeat(secret.length)]]);
  const failed = await (await ask(`sources/driver/call?session=${session}`, sql(`SELEC '${secret}'`))).text();
  match(failed, /"error"/);
  strictEqual(failed.includes(secret), false);
  const long = ask(`sources/driver/call?session=${session}&call=1`, sql("SELECT sleep(600000)"));
  let isTaken = false;
  while (!isTaken) isTaken = (await (await ask("sources/driver/cancel", { call: "1" })).json()).isTaken;
  strictEqual((await (await long).json()).error.code, "Cancelled");
});

Deno.test("console says how a driver ended, with its last words, and names no folder", async () => {
  const folder = await Deno.makeTempDir(), mock = new URL("../../mock-driver/main.ts", import.meta.url).href;
  const last = `addEventListener("unload", () => console.error("at ${folder}/main.ts:1:2"));`;
  await Deno.writeTextFile(`${folder}/main.ts`, last);
  {
    const command = [Deno.execPath(), "run", "-A", "--quiet", `--preload=${folder}/main.ts`, mock, "--fault", "crash"];
    await using running = await started("--", ...command);
    const ask = await pageOf(await running.next());
    const limit = AbortSignal.timeout(60_000);
    let failed = { message: "", remedy: "" };
    // Its connection ends before its process does.
    while (!failed.message.includes("process ended")) {
      limit.throwIfAborted();
      failed = (await (await ask("sources/driver/hello", {})).json()).error ?? failed;
    }
    match(failed.message, /the driver's process ended with .*at …\/main\.ts:1:2/s);
    match(failed.remedy, /start the console again/);
    strictEqual(failed.message.includes(folder), false);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("console says of a driver that is not there that nothing listens, without the socket's folder", async () => {
  const folder = await Deno.makeTempDir();
  {
    await using running = await started("--socket", `${folder}/planets.sock`);
    const ask = await pageOf(await running.next());
    for (const operation of ["hello", "open"]) {
      const { error } = await (await ask(`sources/driver/${operation}`, {})).json();
      strictEqual(error.code, "SocketUnreachable");
      match(error.message, /planets\.sock/);
      strictEqual(error.message.includes(folder), false);
    }
  }
  await Deno.remove(folder);
});

Deno.test("console prints another address at Enter, and ends with 0 when it is interrupted", async () => {
  await using running = await started("--view");
  const first = await running.next();
  deepStrictEqual(violations(JSON.parse(first), await schemaOf("console")), []);
  await running.enter();
  const second = await running.next();
  strictEqual(first === second, false);
  const ask = await pageOf(second);
  match(await (await ask("sources/driver/open", {})).text(), /ViewOnly/);
});

Deno.test("what a page may ask names no program, no path and no variable, and one that it names itself is not used", async () => {
  const mock = new URL("../../mock-driver/main.ts", import.meta.url).pathname, folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/talk.ndjson`, '{"format":"fluxwire-recording","version":1}\n');
  {
    const command = [Deno.execPath(), "run", "-A", "--quiet", mock];
    await using running = await started(`${folder}/talk.ndjson`, "--", ...command);
    const ask = await pageOf(await running.next()), about = await (await ask("about")).text();
    match(about, /"title":"talk\.ndjson"/);
    const planted = { command: "touch", args: [`${folder}/made`], path: folder, cwd: folder, env: { PATH: folder } };
    const ids = (JSON.parse(about) as { sources: { id: string }[] }).sources.map(({ id }) => id);
    const answers = [about];
    for (const id of [...ids, folder, "..%2f..%2fetc%2fpasswd"]) {
      for (const name of OPERATIONS) {
        answers.push(await (await ask(`sources/${encodeURIComponent(id)}/${name}`, planted)).text());
      }
    }
    const shown = answers.join("\n");
    for (const hidden of [folder, mock, Deno.execPath(), "PATH"]) strictEqual(shown.includes(hidden), false, hidden);
    deepStrictEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["talk.ndjson"]);
  }
  await Deno.remove(folder, { recursive: true });
});
