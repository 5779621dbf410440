import { deepStrictEqual, equal, match, ok } from "node:assert/strict";

const MAIN = new URL("../main.ts", import.meta.url).pathname;

async function run(folder: string, stdin: string | null, ...args: string[]): Promise<{ code: number; text: string }> {
  const command = ["run", "--no-prompt", "-A", "--no-lock", "--no-check", MAIN, ...args, "--json"];
  const child = new Deno.Command(Deno.execPath(), {
    args: command,
    cwd: folder,
    env: { NEW_PASSPHRASE: "correct horse" },
    stdin: stdin === null ? "null" : "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  if (stdin !== null) await ReadableStream.from([new TextEncoder().encode(stdin)]).pipeTo(child.stdin);
  const { code, stdout } = await child.output();
  return { code, text: new TextDecoder().decode(stdout) };
}

for (const kind of ["file", "sqlite"]) {
  Deno.test(`secrets keeps, lists and deletes secrets of the kind ${kind}, and rotate exchanges their key`, async () => {
    const folder = await Deno.makeTempDir();
    const config = `[drivers]\nsecure = "${kind}"\n[driver-model-storage]\nx = "secure:db/password"\n`;
    try {
      await Deno.writeTextFile(`${folder}/config.toml`, config);
      equal((await run(folder, "opensesame\n", "secrets", "set", "db/password")).code, 0);
      equal((await run(folder, "", "secrets", "set", "empty")).code, 1);
      equal((await run(folder, "x", "secrets", "set", "subject/a")).code, 1);
      equal((await run(folder, null, "secrets", "nothing")).code, 1);
      const before = await Deno.readTextFile(`${folder}/data/private-key`);
      deepStrictEqual(JSON.parse((await run(folder, null, "secrets", "rotate")).text), { sealed: 1 });
      ok(await Deno.readTextFile(`${folder}/data/private-key`) !== before);
      const listed = await run(folder, null, "secrets", "list");
      deepStrictEqual(JSON.parse(listed.text), { names: ["db/password"], personalKeys: 0 });
      ok(!listed.text.includes("opensesame"));
      // From the server's own key to a passphrase, which the configuration names then.
      equal((await run(folder, null, "secrets", "rotate", "--new-passphrase-env", "NEW_PASSPHRASE")).code, 0);
      const refused = await run(folder, null, "secrets", "list");
      deepStrictEqual([refused.code, JSON.parse(refused.text).error.code], [3, "StorageFailed"]);
      const named = `${config}[driver-secure-storage]\npassphrase = "$NEW_PASSPHRASE"\n`;
      await Deno.writeTextFile(`${folder}/config.toml`, named);
      match((await run(folder, null, "secrets", "list")).text, /db\/password/);
      equal((await run(folder, null, "secrets", "rotate")).code, 1);
      equal((await run(folder, null, "secrets", "delete", "db/password")).code, 0);
      equal((await run(folder, null, "secrets", "delete", "db/password")).code, 1);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("secrets ends with 1 for secrets in memory", async () => {
  const folder = await Deno.makeTempDir();
  equal((await run(folder, null, "secrets", "list")).code, 1);
  await Deno.remove(folder, { recursive: true });
});
