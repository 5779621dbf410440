/**
 * The files of new projects, by template and name. Made by `deno task apiplant:generate` from those in
 * `template/`.
 *
 * @module
 */

/** A template. */
export type TemplateName = "storage";

/** The files, by template and name. */
export const TEMPLATES: Readonly<Record<TemplateName, Readonly<Record<string, string>>>> = {
  "storage": {
    "README.md": `# template-name

A storage for model servers, made with Fluxwire: it keeps secrets and error records. \`storage.ts\` is the store,
\`main.ts\` says what the plugin is, \`plugin\` is its program, \`main_test.ts\` runs the suites of Fluxwire on it.

\`\`\`sh
deno task test
deno task check
deno task start
\`\`\`

\`start\` answers at an address, for servers that reach it by the kind \`http\`. To let a server start it, put this folder
into the server's folder \`plugins\`, and name it in the server's configuration; \`path\` is relative to this folder:

\`\`\`toml
[drivers]
secure = "template-name"
error = "template-name"

[driver-secure-storage]
path = "store.sqlite"

[driver-error-storage]
path = "store.sqlite"
\`\`\`

A storage with the roles \`event\` and \`model\` has \`EVENT_STORAGE_CASES\` and \`MODEL_STORAGE_CASES\` for its tests.
`,
    "main.ts": `/**
 * A storage for model servers: secrets and error records in a SQLite file. It works as it is: replace what storage.ts has by
 * your store.
 *
 * @module
 */
import { type PluginDefinition, servePlugin } from "@fluxwire/apiplant/driver";
import { openStore } from "./storage.ts";

/** The plugin: its name, which configurations give, and the roles that it has. */
export const plugin: PluginDefinition = {
  name: "template-name",
  version: "0.1.0",
  roles: ["secure", "error"],
  open: ({ path }) => openStore(typeof path === "string" ? path : ":memory:"),
};

if (import.meta.main) await servePlugin(plugin);
`,
    "main_test.ts": `import { deepStrictEqual } from "node:assert/strict";
import { ERROR_STORAGE_CASES, SECURE_STORAGE_CASES, testConformance } from "@fluxwire/apiplant/testing";
import { plugin } from "./main.ts";
import { openStore } from "./storage.ts";

/** A role of a new file, which is removed when the test ends. */
async function opened<R extends "secure" | "error">(role: R) {
  const folder = await Deno.makeTempDir(), path = \`\${folder}/store.sqlite\`;
  const open = () => openStore(path);
  let store = open();
  const close = async () => {
    await store.secure[Symbol.asyncDispose]();
    await store.error[Symbol.asyncDispose]();
  };
  return {
    storage: store[role],
    async reopen() {
      await close();
      store = open();
      return store[role];
    },
    async [Symbol.asyncDispose]() {
      await close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

testConformance("secrets", SECURE_STORAGE_CASES, () => opened("secure"), ["reopen"]);
testConformance("errors", ERROR_STORAGE_CASES, () => opened("error"), ["reopen"]);

Deno.test("the plugin says which roles it has, and opens all of them", async () => {
  const store = await plugin.open({});
  deepStrictEqual(Object.keys(store).sort(), [...plugin.roles].sort());
  await store.secure![Symbol.asyncDispose]();
  await store.error![Symbol.asyncDispose]();
});
`,
    "plugin": `#!/usr/bin/env -S deno run --ext=ts --quiet --no-prompt --allow-net --allow-env --allow-read --allow-write
import { servePlugin } from "@fluxwire/apiplant/driver";
import { plugin } from "./main.ts";

await servePlugin(plugin);
`,
    "storage.ts": `/**
 * The store. Values arrive sealed: only the server can read secrets.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { type ErrorRecord, type ErrorStorage, type SecureStorage, StorageError } from "@fluxwire/apiplant";

const SCHEMA = \`
CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, version INTEGER NOT NULL, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS error (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, model TEXT, hook TEXT, json TEXT NOT NULL);
\`;

/** Opens the store in a file, or in memory. Each role is closed by itself; the last one closes the file. */
export function openStore(path: string): { secure: SecureStorage; error: ErrorStorage } {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  database.exec(SCHEMA);
  let open = 2;
  const close = () => {
    if (--open === 0) database.close();
  };
  return { secure: secretsOf(database, close), error: errorsOf(database, close) };
}

function secretsOf(database: DatabaseSync, close: () => void): SecureStorage {
  let isOpen = true;
  const version = (name: string) => {
    if (!isOpen) throw new StorageError("unavailable", "The secrets are closed");
    return (database.prepare("SELECT version FROM secret WHERE name = ?").get(name)?.version ?? 0) as number;
  };
  return {
    get(name) {
      if (version(name) === 0) return null;
      const row = database.prepare("SELECT value, version FROM secret WHERE name = ?").get(name);
      return row as unknown as { value: Uint8Array; version: number };
    },
    set(name, value, ifVersion) {
      const last = version(name);
      if (ifVersion !== undefined && ifVersion !== last) return { ok: false };
      database.prepare("INSERT OR REPLACE INTO secret VALUES (?, ?, ?)").run(name, last + 1, value);
      return { ok: true, version: last + 1 };
    },
    delete(name) {
      if (version(name) > 0) database.prepare("DELETE FROM secret WHERE name = ?").run(name);
    },
    list(prefix) {
      version("");
      const names = database.prepare("SELECT name FROM secret").all().map(({ name }) => String(name));
      return names.filter((name) => name.startsWith(prefix)).sort();
    },
    [Symbol.asyncDispose]() {
      if (isOpen) close();
      isOpen = false;
      return Promise.resolve();
    },
  };
}

function errorsOf(database: DatabaseSync, close: () => void): ErrorStorage {
  const placeOf = (id: string) => Number(database.prepare("SELECT n FROM error WHERE id = ?").get(id)?.n ?? 0);
  let isOpen = true;
  return {
    log(record) {
      const { id, model = null, hook = null } = record;
      const insert = database.prepare("INSERT INTO error (id, model, hook, json) VALUES (?, ?, ?, ?)");
      insert.run(id, model, hook, JSON.stringify(record));
    },
    list({ before, max, model = null, hook = null }) {
      const end = before === undefined ? Number.MAX_SAFE_INTEGER : placeOf(before);
      const newest = \`SELECT json FROM error WHERE n < ? AND coalesce(?, model, '') = coalesce(model, '')
        AND coalesce(?, hook, '') = coalesce(hook, '') ORDER BY n DESC LIMIT ?\`;
      const rows = database.prepare(newest).all(end, model, hook, max);
      return rows.map(({ json }) => JSON.parse(String(json)) as ErrorRecord);
    },
    [Symbol.asyncDispose]() {
      if (isOpen) close();
      isOpen = false;
      return Promise.resolve();
    },
  };
}
`,
  },
};
