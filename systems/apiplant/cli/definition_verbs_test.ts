import { deepStrictEqual, equal, match } from "node:assert/strict";

const MAIN = new URL("../main.ts", import.meta.url).pathname;

async function run(folder: string, ...args: string[]): Promise<{ code: number; text: string }> {
  const command = ["run", "--no-prompt", "-A", "--no-lock", "--no-check", MAIN, ...args, "--json"];
  const { code, stdout } = await new Deno.Command(Deno.execPath(), { args: command, cwd: folder }).output();
  return { code, text: new TextDecoder().decode(stdout) };
}

Deno.test("import defines the models of a file that are missing, and ends with 1 if one is defined otherwise; export gives them", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/config.toml`, '[drivers]\nevent = "file"\nmodel = "file"\n');
    const model = (max: number) => ({ id: "note", fields: { text: { type: "String", max } } });
    const hook = { preCreate: { kind: "script", source: "export function preCreate() {}" } };
    await Deno.writeTextFile(`${folder}/a.json`, JSON.stringify({ v: 1, models: [{ ...model(10), hooks: hook }] }));
    await Deno.writeTextFile(`${folder}/b.json`, JSON.stringify({ v: 1, models: [model(20)] }));
    deepStrictEqual(JSON.parse((await run(folder, "import", "a.json")).text), { created: ["note"], same: [] });
    deepStrictEqual(JSON.parse((await run(folder, "import", "a.json")).text), { created: [], same: ["note"] });
    const refused = await run(folder, "import", "b.json");
    equal(refused.code, 1);
    match(refused.text, /note \(fields, hooks\)/);
    equal((await run(folder, "export", "c.json")).code, 0);
    const exported = await run(folder, "export", "-");
    equal(exported.text, await Deno.readTextFile(`${folder}/c.json`));
    match(exported.text, /"max":10/);
    const other = `${folder}/other`;
    await Deno.mkdir(other);
    await Deno.copyFile(`${folder}/config.toml`, `${other}/config.toml`);
    equal((await run(other, "import", "../c.json")).code, 0);
    equal((await run(other, "export", "-")).text, exported.text);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
