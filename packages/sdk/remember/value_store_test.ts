import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { createLog, type Log } from "../log.ts";
import type { KeptValues } from "./kept_values.ts";
import { MAX_FILE_BYTES, MAX_PROFILES, ValueStore } from "./value_store.ts";

const ID = "6f1c0a52-6c0f-4d3a-9a6e-2f8b9d3f7c11";

function kept(user: string): KeptValues {
  return { values: new Map([["user", user]]), withheld: [] };
}

/** A store in a folder that does not exist yet, with the lines of its log. */
async function fresh() {
  const stack = new AsyncDisposableStack();
  const base = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(base, { recursive: true }));
  const lines: string[] = [], log: Log = createLog("warn", (line) => void lines.push(line));
  const folder = `${base}/a/notes`, store = new ValueStore("notes", folder);
  const names = () => Array.from(Deno.readDirSync(folder), ({ name }) => name);
  return { folder, store, log, lines, names, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

Deno.test("ValueStore.read() returns the last written values of a connection, ignoring the case of its id", async () => {
  await using at = await fresh();
  strictEqual(await at.store.read(ID, at.log), null);
  for (const user of ["ada", "bob"]) await at.store.write(ID, kept(user), at.log);
  deepStrictEqual(await at.store.read(ID.toUpperCase().replaceAll("-", ""), at.log), kept("bob"));
  strictEqual(await at.store.read(crypto.randomUUID(), at.log), null);
  deepStrictEqual([at.lines, at.names().length], [[], 1]);
});

Deno.test({
  name: "ValueStore.write() lets only the owner read files and folder, even if the folder was open before",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using at = await fresh();
    const modeOf = (path: string) => Deno.statSync(path).mode! & 0o777;
    await at.store.write(ID, kept("ada"), at.log);
    deepStrictEqual([modeOf(at.folder), modeOf(`${at.folder}/..`)], [0o700, 0o700]);
    strictEqual(modeOf(`${at.folder}/${at.names()[0]}`), 0o600);
    Deno.chmodSync(at.folder, 0o755);
    await at.store.write(ID, kept("ada"), at.log);
    strictEqual(modeOf(at.folder), 0o700);
  },
});

const DAMAGES: readonly [string, (path: string) => Promise<void>, RegExp][] = [
  ["cut", (path) => Deno.truncate(path, 20), / WARN remembered values cannot be read .*error="it is not JSON"$/],
  [
    "too long",
    (path) => Deno.truncate(path, MAX_FILE_BYTES + 1),
    /error="it is longer than 65536 bytes, or not a file"$/,
  ],
  ["a folder", (path) => Deno.remove(path).then(() => Deno.mkdir(path)), /error="it is longer than .* or not a file"$/],
];

for (const [what, damage, line] of DAMAGES) {
  Deno.test(`ValueStore.read() treats a file that is ${what} as missing, and logs it`, async () => {
    await using at = await fresh();
    await at.store.write(ID, kept("ada"), at.log);
    await damage(`${at.folder}/${at.names()[0]}`);
    strictEqual(await at.store.read(ID, at.log), null);
    strictEqual(at.lines.length, 1);
    match(at.lines[0]!.trimEnd(), line);
  });
}

Deno.test("ValueStore.write() replaces a damaged file", async () => {
  await using at = await fresh();
  await at.store.write(ID, kept("ada"), at.log);
  await Deno.truncate(`${at.folder}/${at.names()[0]}`, 1);
  await at.store.write(ID, kept("bob"), at.log);
  deepStrictEqual(await at.store.read(ID, at.log), kept("bob"));
});

Deno.test("ValueStore.write() does not remember values that are too long, logs that, and forgets the old ones", async () => {
  await using at = await fresh();
  await at.store.write(ID, kept("ada"), at.log);
  await at.store.write(ID, kept("x".repeat(MAX_FILE_BYTES)), at.log);
  match(at.lines.join(), / WARN values cannot be remembered .*error="\d+ bytes exceed 65536"/);
  strictEqual(await at.store.read(ID, at.log), null);
});

Deno.test("ValueStore.write() logs a failure, leaves no unfinished file, and does not throw", async () => {
  await using at = await fresh();
  await at.store.write(ID, kept("ada"), at.log);
  const path = `${at.folder}/${at.names()[0]}`;
  await Deno.remove(path);
  await Deno.mkdir(`${path}/in the way`, { recursive: true });
  await at.store.write(ID, kept("bob"), at.log);
  match(at.lines.join(), / WARN values cannot be remembered /);
  strictEqual(at.names().length, 1);
});

Deno.test("ValueStore.write() keeps the connections opened last, and foreign files", async () => {
  await using at = await fresh();
  const id = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, "0")}`;
  await at.store.write(id(0), kept("0"), at.log);
  await Deno.writeTextFile(`${at.folder}/note.txt`, "of the user");
  await Deno.writeTextFile(`${at.folder}/.${crypto.randomUUID()}.tmp`, "left by a process that was killed");
  for (const name of at.names()) await Deno.utime(`${at.folder}/${name}`, 1, 1);
  for (let n = 1; n <= MAX_PROFILES; n++) await at.store.write(id(n), kept(String(n)), at.log);
  strictEqual(at.names().length, MAX_PROFILES + 1);
  strictEqual(await at.store.read(id(0), at.log), null);
  deepStrictEqual(await at.store.read(id(MAX_PROFILES), at.log), kept(String(MAX_PROFILES)));
  strictEqual(await Deno.readTextFile(`${at.folder}/note.txt`), "of the user");
  strictEqual(at.names().some((name) => name.endsWith(".tmp")), false);
});

Deno.test("two processes that write at once lose nothing, and every read finds whole values", async () => {
  await using at = await fresh();
  const module = new URL("./value_store.ts", import.meta.url).href;
  const code = `import { ValueStore } from ${JSON.stringify(module)};
    const [folder, own, shared, user] = Deno.args;
    const log = { warn: (text, fields) => console.error(text, fields) };
    const store = new ValueStore("notes", folder);
    for (let i = 0; i < 100; i++) {
      for (const id of [own, shared]) await store.write(id, { values: new Map([["user", user]]), withheld: [] }, log);
      if ((await store.read(shared, log))?.values.get("user") === undefined) console.error("not whole");
    }`;
  const ids = [crypto.randomUUID(), crypto.randomUUID()];
  const outputs = await Promise.all(ids.map((own) => {
    const args = ["run", "--no-prompt", `--allow-read=${at.folder}`, `--allow-write=${at.folder}`, "--ext=ts", "-"];
    const child = new Deno.Command(Deno.execPath(), {
      args: [...args, at.folder, own, ID, own],
      cwd: new URL("../../..", import.meta.url),
      stdin: "piped",
      stderr: "piped",
      env: { NO_COLOR: "1" },
    }).spawn();
    return Promise.all([
      new Blob([code]).stream().pipeTo(child.stdin),
      new Response(child.stderr).text(),
      child.status,
    ]);
  }));
  for (const [, stderr, { code }] of outputs) deepStrictEqual([stderr.replace(/^Check .*\n/gm, ""), code], ["", 0]);
  for (const own of ids) deepStrictEqual(await at.store.read(own, at.log), kept(own));
  strictEqual(at.names().length, 3);
});
