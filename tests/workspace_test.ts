import { deepStrictEqual, ok } from "node:assert/strict";

const ROOT = new URL("../", import.meta.url);

/** Folders without files of the repository. */
const FOREIGN: ReadonlySet<string> = new Set([".git", "node_modules", "target"]);

/** The folders with a configuration of Deno, by their paths from the root. */
function configured(folder = "./"): string[] {
  return Array.from(Deno.readDirSync(new URL(folder, ROOT))).flatMap(({ name, isDirectory }) => {
    if (isDirectory) return FOREIGN.has(name) ? [] : configured(`${folder}${name}/`);
    return /^deno\.jsonc?$/.test(name) && folder !== "./" ? [folder.slice(0, -1)] : [];
  });
}

Deno.test("every deno.json belongs to a member of the workspace: Deno warns at each start about any other", async () => {
  const { workspace } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const folders = configured();
  ok(folders.includes("./drivers/sqlite"));
  deepStrictEqual(folders.filter((folder) => !workspace.includes(folder)), []);
});

Deno.test("programs of members start without warnings of Deno, in their own folder", async () => {
  for (const folder of ["drivers/sqlite", "examples/minimal", "packages/mock-driver"]) {
    const args = ["run", "--no-prompt", "--allow-all", "main.ts", "--help"];
    const { code, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: new URL(folder, ROOT) }).output();
    deepStrictEqual([code, new TextDecoder().decode(stderr)], [0, ""], folder);
  }
});
