import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { decode } from "@fluxwire/wire";
import { schemaOf, violations } from "../../../tests/schemas/schema.ts";
import { pageOf, RunningConsole } from "../console/testing/running_console.ts";

/** What a driver's source does, and what none does. */
const OPERATIONS = [
  ...["hello", "open", "close", "call", "recordings", "record", "replay", "cancelRun"],
  ...["launch", "spawn", "read"],
];

Deno.test("console serves the mock driver: its form, a session and a call whose answer comes as bytes", async () => {
  await using running = RunningConsole.start();
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

Deno.test("console opens a session for a page that was loaded again however often, and ends the one not used for longest", async () => {
  await using running = RunningConsole.start();
  const ask = await pageOf(await running.next()), sessions: string[] = [];
  const ping = async (session: string) => {
    const answer = await ask(`sources/driver/call?session=${session}`, { method: "Ping" });
    if (answer.ok) return (await answer.arrayBuffer()).byteLength > 0;
    return (await answer.json()).error.message as string;
  };
  for (let count = 0; count <= 16; count++) {
    if (count === 16) strictEqual(await ping(sessions[0]!), true);
    const answer = await (await ask("sources/driver/open", { values: {} })).json();
    sessions.push(answer.session);
  }
  strictEqual(await ping(sessions[0]!), true);
  strictEqual(await ping(sessions[16]!), true);
  match(await ping(sessions[1]!) as string, /it has ended; connect again/);
});

Deno.test("console takes secrets of a form out of errors and answers, and ends a call that runs", async () => {
  const mock = new URL("../../mock-driver/main.ts", import.meta.url).pathname, secret = "correct horse battery";
  await using running = RunningConsole.start("--", Deno.execPath(), "run", "-A", "--quiet", mock, "--scenario", "full");
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
    await using running = RunningConsole.start("--", ...command);
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
    await using running = RunningConsole.start("--socket", `${folder}/planets.sock`);
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

Deno.test("console prints another address at Enter, and ends with 130 as other commands do when Ctrl+C is pressed", async () => {
  await using running = RunningConsole.start("--view");
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
    await using running = RunningConsole.start(`${folder}/talk.ndjson`, "--", ...command);
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
