import { deepStrictEqual, match } from "node:assert/strict";
import { pathOf } from "../e2e/running_driver.ts";
import { PlantedTree } from "./planted_tree.ts";

/** Every form in which a source can import a module. */
const FORMS: Readonly<Record<string, (name: string) => string>> = {
  value: (name) => `import { a } from "${name}";`,
  effect: (name) => `import "${name}";`,
  type: (name) => `import type { A } from "${name}";`,
  inline_type: (name) => `export const a: import("${name}").A | null = null;`,
  re_export: (name) => `export * from "${name}";`,
  re_export_by_name: (name) => `export { a } from "${name}";`,
  type_re_export: (name) => `export type { A } from "${name}";`,
  dynamic: (name) => `await import("${name}");`,
  template: (name) => `await import(\`${name}\`);`,
};

/** Plants each form of importing each name into its own file, and expects the rule at its second line. */
async function eachForm(rule: string, ...imports: readonly [folder: string, name: string][]): Promise<void> {
  using tree = new PlantedTree();
  const expected: string[] = [];
  imports.forEach(([folder, name], at) => {
    for (const [form, write] of Object.entries(FORMS)) {
      const file = `${folder}/${form}_${at}.ts`;
      tree.write(file, `//\n${write(name)}\n`);
      expected.push(`${file}:2: ${rule}`);
    }
  });
  deepStrictEqual(await tree.broken(), expected.toSorted());
}

/** Plants a file for each text, and expects the rule in each of them. */
async function eachText(rule: string, folder: string, texts: readonly string[]): Promise<void> {
  using tree = new PlantedTree();
  texts.forEach((text, at) => tree.write(`${folder}/text_${at}.ts`, text));
  deepStrictEqual(await tree.broken(), texts.map((_, at) => `${folder}/text_${at}.ts:1: ${rule}`));
}

/** Plants one file, and gives the violations. */
async function planted(path: string, text: string): Promise<string[]> {
  using tree = new PlantedTree();
  tree.write(path, text);
  return await tree.broken();
}

Deno.test("a tree that keeps the rules has no violations, and tests import any package", async () => {
  using tree = new PlantedTree();
  deepStrictEqual(await tree.broken(), []);
});

Deno.test("no package imports one that is not below it, in any form", async () => {
  await eachForm(
    "layers",
    ["packages/transport", "@fluxwire/wire"],
    ["packages/supervise", "@fluxwire/wire"],
    ["packages/supervise", "@fluxwire/command"],
    ["packages/command", "@fluxwire/wire"],
    ["packages/sdk", "@fluxwire/host"],
    ["packages/host", "@fluxwire/sdk"],
    ["packages/host", "@fluxwire/cli"],
    ["drivers/notes", "@fluxwire/wire"],
    ["systems/nx", "@fluxwire/cli"],
  );
});

Deno.test("a resolved name counts as an import of its package", async () => {
  await eachText("layers", "packages/sdk", ['import.meta.resolve("@fluxwire/host");']);
});

Deno.test("a package without a layer is reported", async () => {
  deepStrictEqual(await planted("packages/more/a.ts", ""), ["packages/more: layers"]);
});

Deno.test("no source imports a file of another package by its path, in any form", async () => {
  await eachForm("own-folder", ["packages/cli", "../host/mod.ts"]);
  const url = 'new URL("../host/mod.ts", import.meta.url);';
  deepStrictEqual(await planted("packages/cli/a.ts", url), ["packages/cli/a.ts:1: own-folder"]);
});

Deno.test("no source imports the testing entry of another package, in any form", async () => {
  await eachForm("testing-entry", ["packages/host", "@fluxwire/wire/testing"]);
  deepStrictEqual(await planted("packages/host/a_test.ts", 'import "@fluxwire/wire/testing";'), []);
});

Deno.test("no source imports unpublished files, in any form", async () => {
  await eachForm("published", ["packages/host", "./testing/unpublished.ts"]);
});

Deno.test("an own package is imported and resolved by its bare name, in any form", async () => {
  await eachForm("bare-names", ["packages/host", "jsr:@fluxwire/wire@^0.1.0"], ["tests", "jsr:@fluxwire/wire"]);
  await eachText("bare-names", "packages/cli", ['import.meta.resolve("jsr:@fluxwire/wire@^0.1.0");']);
});

Deno.test("no source computes the name of an imported own module", async () => {
  await eachText("literal-names", "packages/cli", [
    "await import(`@fluxwire/${name}`);",
    'await import("@fluxwire/" + name);',
    'const name = "@fluxwire/" + part; await import(name);',
    'const names = { a: "jsr:@fluxwire/wire" }; await import(names.a);',
    "await import(`./${name}.ts`);",
    'await import(new URL("./a.ts", import.meta.url).href);',
    "import.meta.resolve(`jsr:@fluxwire/wire@^${version}`);",
  ]);
  deepStrictEqual(await planted("packages/cli/a.ts", "await import(Deno.args[0]);"), []);
});

Deno.test("a package runs without npm, in any form", () => eachForm("npm", ["packages/host", "npm:pg@8.23.1"]));

Deno.test("a package imports nothing from the web or other registries, in any form", async () => {
  await eachForm("npm", ["packages/host", "https://example.com/a.ts"], ["packages/host", "pg"]);
});

Deno.test("an npm package is pinned, and named in one file of the package that needs it", async () => {
  deepStrictEqual(await planted("systems/nx/a.ts", 'import "npm:pg@^8.23.1";'), ["systems/nx/a.ts:1: npm"]);
  using tree = new PlantedTree();
  for (const file of ["systems/nx/a.ts", "drivers/notes/a.ts", "packages/cli/bench/npm/a.ts"]) {
    tree.write(file, 'export * from "npm:@redis/client@6.3.1";\nimport type {} from "npm:@redis/client@6.3.1";');
  }
  deepStrictEqual(await tree.broken(), []);
  tree.write("drivers/notes/b.ts", 'import type {} from "npm:@redis/client@6.3.1";');
  deepStrictEqual(await tree.broken(), ["drivers/notes/b.ts:1: npm"]);
});

Deno.test("no deno.json names an npm package or an own one", async () => {
  const text = '{ "name": "@fluxwire/nx", "imports": {\n"pg": "npm:pg@8.23.1",\n"x": "jsr:@fluxwire/wire@^0.1.0" } }';
  deepStrictEqual(await planted("systems/nx/deno.json", text), [
    "systems/nx/deno.json:2: npm",
    "systems/nx/deno.json:3: bare-names",
  ]);
  deepStrictEqual(await planted("deno.json", '{ "imports": { "pg": "npm:pg@8.23.1" } }'), ["deno.json:1: npm"]);
});

Deno.test("a circle between files is found in each form of a value import, and type imports make none", async () => {
  using tree = new PlantedTree();
  for (const [form, write] of Object.entries(FORMS)) {
    tree.write(`packages/cli/${form}/a.ts`, `${write("./b.ts")}\n`);
    tree.write(`packages/cli/${form}/b.ts`, `${FORMS.value!("./c.ts")}\n`);
    tree.write(`packages/cli/${form}/c.ts`, `//\n${FORMS.dynamic!("./a.ts")}\n`);
  }
  const values = ["dynamic", "effect", "re_export", "re_export_by_name", "template", "value"];
  deepStrictEqual(await tree.broken(), values.map((form) => `packages/cli/${form}/a.ts:1: circles`));
});

Deno.test("a circle through a package's own name is found", async () => {
  using tree = new PlantedTree();
  tree.write("packages/sdk/a.ts", 'import "@fluxwire/sdk";');
  tree.write("packages/sdk/mod.ts", 'import "./a.ts";');
  deepStrictEqual(await tree.broken(), ["packages/sdk/a.ts:1: circles"]);
});

Deno.test("only codec.ts and its imports touch WebAssembly's memory, in any form", async () => {
  await eachForm("memory", ["packages/wire", "./instance.ts"]);
  deepStrictEqual(await planted("packages/wire/a.ts", 'import "./codec.wasm";'), ["packages/wire/a.ts:1: memory"]);
  const memory = "export type Memory = WebAssembly.Memory;";
  deepStrictEqual(await planted("packages/host/a.ts", memory), ["packages/host/a.ts:1: memory"]);
  deepStrictEqual(await planted("packages/wire/a.ts", 'import "./codec.ts";'), []);
});

Deno.test("no package is larger than its share of packages/, and tests do not count", async () => {
  const lines = "//\n".repeat(500);
  deepStrictEqual(await planted("packages/host/large_test.ts", lines), []);
  deepStrictEqual(await planted("packages/host/fixtures/large.ts", lines), []);
  deepStrictEqual(await planted("packages/host/large.ts", lines), ["packages/host: sizes"]);
  deepStrictEqual(await planted("packages/sdk/large.ts", lines.repeat(4)), ["packages/sdk: sizes"]);
});

Deno.test("a file that cannot be read, or evades the rules, is reported", async () => {
  using tree = new PlantedTree();
  tree.write("packages/cli/a.ts", "import from");
  tree.write("packages/cli/b.ts", '// deno-lint-ignore-file\nimport "@fluxwire/host";');
  tree.write("packages/cli/c.ts", '// deno-lint-ignore-file rules/mention\nimport "npm:a";');
  tree.write("packages/cli/d.ts", '//\n// deno-lint-ignore rules/mention\nimport "npm:a";');
  deepStrictEqual(await tree.broken(), ["a", "b", "c", "d"].map((name) => `packages/cli/${name}.ts: readable`));
});

Deno.test("the program exits with 1, and names place, rule and remedy", async () => {
  using tree = new PlantedTree();
  deepStrictEqual(await check(tree.root), { code: 0, stderr: "" });
  tree.write("packages/sdk/a.ts", 'import type { Host } from "@fluxwire/host";\n');
  const { code, stderr } = await check(tree.root);
  deepStrictEqual(code, 1);
  match(stderr, /^packages\/sdk\/a\.ts:1: layers: packages\/sdk may not import packages\/host: import packages\/trans/);
});

async function check(cwd: string): Promise<{ code: number; stderr: string }> {
  const args = ["run", "--quiet", "--no-prompt", "--allow-read", "--allow-run", pathOf("tests/rules/main.ts")];
  const { code, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd, env: { NO_COLOR: "1" } }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}
