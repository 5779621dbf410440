import { deepStrictEqual, ok } from "node:assert/strict";

const CLI = new URL("../", import.meta.url);

async function* sources(folder: URL): AsyncGenerator<[string, string]> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sources(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts") && !name.endsWith("_test.ts")) {
      yield [name, await Deno.readTextFile(new URL(name, folder))];
    }
  }
}

Deno.test("importAlone() loads the file whose type it gives", async () => {
  const pairs: [string, string][] = [];
  for await (const [, text] of sources(CLI)) {
    for (const [, type, file] of text.matchAll(/typeof import\("([^"]+)"\)>\(\s*import\.meta\.resolve\("([^"]+)"\)/g)) {
      pairs.push([type!, file!]);
    }
    for (const [, type, verb] of text.matchAll(/typeof import\("([^"]+)"\)>\("([^"]+)"\)/g)) {
      pairs.push([type!, `../usage/${verb}.ts`]);
    }
  }
  ok(pairs.length > 30, `${pairs.length} pairs`);
  deepStrictEqual(pairs.filter(([type, file]) => type !== file), []);
});

Deno.test("the start of the command line reaches no verb by a literal import", async () => {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", new URL("main.ts", CLI).pathname],
    stderr: "null",
  }).output();
  ok(success);
  const { modules, roots } = JSON.parse(new TextDecoder().decode(stdout));
  type Dependency = { code?: { specifier?: string } };
  const imports = new Map<string, string[]>(
    modules.map(({ specifier, dependencies = [] }: { specifier: string; dependencies?: Dependency[] }) => {
      return [specifier, dependencies.flatMap(({ code }) => code?.specifier ?? [])];
    }),
  );
  const reached = new Set<string>(), waiting: string[] = [...roots];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...imports.get(next) ?? []);
  }
  ok(reached.size > 10);
  deepStrictEqual(
    [...reached].filter((file) => /\/cli\/(verbs|usage)\/|\/packages\/(host|testing|grpc)\//.test(file)),
    [],
  );
});
