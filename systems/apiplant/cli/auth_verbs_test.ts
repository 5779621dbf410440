import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { readAll } from "./testing/read_all.ts";

const MAIN = new URL("../main.ts", import.meta.url).pathname;

interface Ended {
  readonly code: number;
  readonly text: string;
  readonly result: Record<string, unknown>;
}

/** Runs a verb in a folder. */
async function run(folder: string, ...args: string[]): Promise<Ended> {
  const command = ["run", "--no-prompt", "-A", "--no-lock", "--no-check", MAIN, ...args, "--json"];
  const { code, stdout } = await new Deno.Command(Deno.execPath(), { args: command, cwd: folder }).output();
  const text = new TextDecoder().decode(stdout);
  return { code, text, result: JSON.parse(text) };
}

async function inFolder(config: string, test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/config.toml`, config);
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const REQUIRED = '[server]\nmount-address = "127.0.0.1:0"\n[auth]\nmode = "required"\n[drivers]\nevent = "file"\n';

Deno.test("keys makes, lists, rotates and revokes keys of a server that does not run, and the data never has their texts", async () => {
  await inFolder(REQUIRED, async (folder) => {
    const made = await run(
      folder,
      "keys",
      "create",
      "ci",
      "--scopes",
      "role:editor,post:read",
      "--expires",
      "2100-01-01T00:00:00Z",
    );
    equal(made.code, 0, made.text);
    const key = made.result.key as string;
    match(key, /^ap_ci_[\w-]{43}$/);
    deepStrictEqual([made.result.scopes, made.result.expiresAt], [
      ["role:editor", "post:read"],
      "2100-01-01T00:00:00.000Z",
    ]);
    const rotated = (await run(folder, "keys", "rotate", "ci")).result.key as string;
    ok(rotated !== key);
    const { items } = (await run(folder, "keys")).result as { items: { id: string }[] };
    deepStrictEqual(items.map(({ id }) => id), ["ci"]);
    const data = await readAll(`${folder}/data`);
    for (const text of [key, rotated]) ok(!data.includes(text.slice("ap_ci_".length)), "the data has the secret");
    ok(data.includes('"change":"created"') && data.includes('"change":"rotated"'));
    equal((await run(folder, "keys", "revoke", "ci")).code, 0);
    deepStrictEqual((await run(folder, "keys", "list")).result, { items: [] });
    for (
      const [args, wanted] of [
        [["revoke", "ci"], /There is no key/],
        [["create", "A"], /`id` must be/],
        [["create", "a", "--scopes", "admin,post:look"], /`scopes\/1` must be.*`scopes` must have admin alone/],
        [["create", "a", "--expires", "yesterday"], /`expiresAt` must be/],
        [["create"], /keys takes/],
        [["list", "a"], /keys takes/],
        [["look", "a"], /keys takes/],
      ] as const
    ) {
      const refused = await run(folder, "keys", ...args);
      equal(refused.code, 1, refused.text);
      match(refused.text, wanted);
    }
  });
});

/** The levels and codes of what a doctor finds, and its exit code. */
async function found(folder: string): Promise<[number, string[]]> {
  const { code, result } = await run(folder, "doctor");
  const findings = result.findings as { level: string; code: string; message: string }[];
  equal(result.ok, code === 0);
  for (const { message } of findings) match(message, /^\S.{10,300}$/);
  return [code, findings.map(({ level, code }) => `${level} ${code}`)];
}

Deno.test("doctor finds what a configuration leaves open, and ends with 8 then", async () => {
  for (
    const [config, wanted] of [
      ["", [8, ["open everyone"]]],
      ['[server]\nmount-address = "127.0.0.1:1337"', [0, ["warning local"]]],
      [
        '[server]\nmount-address = "unix:/tmp/x"\ncors-origins = ["*"]\n[auth]\noidc = { issuer = "https://a.example", audience = "b" }',
        [8, ["warning local", "open cors", "warning oidc"]],
      ],
      [
        '[hooks]\nallow-run = ["git"]\nallow-net = ["10.0.0.1"]',
        [8, ["open everyone", "open allow-run", "open allow-net"]],
      ],
      ['[auth]\nmode = "required"', [0, [
        "warning tls",
        "warning rate",
        "warning allow-run",
        "warning allow-net",
      ]]],
      ['[server]\nmount-address = "127.0.0.1:1337"\n[auth]\nmode = "required"', [0, []]],
    ] as const
  ) await inFolder(config, async (folder) => deepStrictEqual(await found(folder), wanted, config));
});

Deno.test("doctor finds rules that are public or not enforced, keys, and a data folder that others can read", async () => {
  await inFolder(REQUIRED, async (folder) => {
    const rules = { list: "public", create: "public", update: { if: { text: "x" } }, read: "user", delete: "none" };
    const model = { id: "note", fields: { text: { type: "String" } }, rules };
    await Deno.writeTextFile(`${folder}/a.json`, JSON.stringify({ v: 1, models: [model] }));
    equal((await run(folder, "import", "a.json")).code, 0);
    deepStrictEqual(await found(folder), [8, ["open public-changes", "warning public-reads"]]);
    for (const id of ["one", "two"]) equal((await run(folder, "keys", "create", id, "--scopes", "admin")).code, 0);
    await Deno.chmod(`${folder}/data`, 0o755);
    deepStrictEqual(await found(folder), [8, [
      "open data-folder",
      "open public-changes",
      "warning public-reads",
      "warning admin-keys",
    ]]);
    await Deno.chmod(`${folder}/data`, 0o700);
    await Deno.writeTextFile(`${folder}/config.toml`, REQUIRED.replace("required", "open"));
    deepStrictEqual(await found(folder), [8, ["warning local", "open unenforced", "warning admin-keys"]]);
  });
});
