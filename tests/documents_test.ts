import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { DEFAULT_LIMITS, HOST_RELEASES, LAYOUTS, SCHEMA } from "@fluxwire/wire";

function read(path: string): string {
  return Deno.readTextFileSync(new URL(`../${path}`, import.meta.url));
}

/** The rows of a section's tables, cell by cell. */
function rowsOf(markdown: string, section: string): string[][] {
  const from = markdown.indexOf(`\n## ${section}\n`);
  ok(from !== -1, section);
  const to = markdown.indexOf("\n## ", from + 1);
  const lines = markdown.slice(from, to === -1 ? undefined : to).split("\n").filter((line) => line.startsWith("| "));
  return lines.map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

Deno.test("the README's driver is the minimal example, with the SDK as a folder of its own finds it", () => {
  const { version } = JSON.parse(read("packages/sdk/deno.json"));
  const example = read("examples/minimal/main.ts").replace('"@fluxwire/sdk"', `"jsr:@fluxwire/sdk@^${version}"`);
  ok(example.includes("jsr:") && example.split("\n").length <= 31, "at most 30 lines");
  ok(read("README.md").includes("```ts\n" + example + "```"));
});

Deno.test("PROTOCOL.md has the limits of the code", () => {
  const limits = Object.fromEntries(
    rowsOf(read("PROTOCOL.md"), "Limits").slice(1).map(([name, value]) => [name, parseInt(value!.replaceAll(",", ""))]),
  );
  deepStrictEqual(limits, DEFAULT_LIMITS);
});

Deno.test("PROTOCOL.md has what each layout's host says", () => {
  const rows = rowsOf(read("PROTOCOL.md"), "Layouts").filter(([layout]) => LAYOUTS.some((known) => known === layout));
  const said = rows.slice(0, LAYOUTS.length).map(([layout, , , host]) => [layout, host]);
  const expected = LAYOUTS.map((layout) => {
    const { clientVersion, versions } = HOST_RELEASES[layout];
    return [layout, `${clientVersion}, [${versions.map(({ major, minor }) => `${major}.${minor}`).join(", ")}]`];
  });
  deepStrictEqual(said, expected);
});

Deno.test("PROTOCOL.md has every request under its number", () => {
  const bodies = SCHEMA["DriverRequestBody"]!;
  ok("variants" in bodies);
  const cells = rowsOf(read("PROTOCOL.md"), "Methods").slice(1).flatMap((
    row,
  ) => [[row[0]!, row[1]!], [row[4]!, row[5]!]]);
  for (const [numbers, names] of cells) {
    if (!/^\d/.test(numbers!) || !/^[A-Z]/.test(names!)) continue;
    const [first, last] = numbers!.split(/–|, /).map(Number);
    const named = names!.split(", ");
    strictEqual(named.length, numbers!.includes(", ") ? 2 : (last ?? first!) - first! + 1, numbers!);
    const step = numbers!.includes(", ") ? last! - first! : 1;
    const declared: string[] = named.map((_, i): string => bodies.variants[first! + i * step]!.name);
    deepStrictEqual(named, declared, numbers!);
  }
});

Deno.test("PROTOCOL.md has every error code", () => {
  const codes = SCHEMA["DriverRpcErrorCode"]!;
  ok("variants" in codes);
  const named = rowsOf(read("PROTOCOL.md"), "Errors").slice(1).map(([code]) => code);
  deepStrictEqual(named, codes.variants.map((variant) => variant.name));
});

Deno.test("links of the documents lead somewhere", () => {
  const guides = Array.from(Deno.readDirSync(new URL("../docs", import.meta.url)), ({ name }) => `docs/${name}`);
  const drivers = ["sqlite", "postgres", "redis"].map((name) => `drivers/${name}/README.md`);
  for (const document of ["README.md", "PROTOCOL.md", "ARCHITECTURE.md", "CHANGELOG.md", ...guides, ...drivers]) {
    const from = new URL(`../${document}`, import.meta.url);
    for (const [, target] of read(document).matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [path, anchor] = target!.split("#");
      const file = path === "" ? from : new URL(path!, from);
      const stat = Deno.statSync(file);
      if (anchor === undefined || stat.isDirectory) continue;
      const anchors = [...Deno.readTextFileSync(file).matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
        title!.toLowerCase().replaceAll(" ", "-")
      );
      ok(anchors.includes(anchor), `${document}: ${target}`);
    }
  }
});

/** The folders of the tree that hold no documents of it. */
const FOREIGN = /^(\.git|node_modules|target)$/;

/** Every document of a folder of the tree, and of those below it. */
function documentsOf(folder: string): string[] {
  return Array.from(Deno.readDirSync(new URL(`../${folder}`, import.meta.url))).flatMap(({ name, isDirectory }) => {
    if (isDirectory) return FOREIGN.test(name) ? [] : documentsOf(`${folder}${name}/`);
    return name.endsWith(".md") ? [`${folder}${name}`] : [];
  });
}

Deno.test("documents name Deno itself, never what the shell finds: --allow-run of a symbolic link permits nothing", () => {
  const documents = documentsOf("");
  ok(documents.includes("drivers/sqlite/README.md") && documents.includes("packages/sdk/init/template/README.md"));
  for (const document of documents) ok(!/(which|command -v|type -p) deno\b/.test(read(document)), document);
});

Deno.test("documents name the page and the fields of a service as DBFlux does", () => {
  const fields = ["Socket ID", "Command", "Startup Timeout (ms)", "Service Type", "Enable this service"];
  const guide = rowsOf(read("docs/register-with-dbflux.md"), "In the settings of DBFlux").map(([field]) => field);
  deepStrictEqual(guide, ["field", ...fields, "Arguments, one by one", "Environment Variables"]);
  for (const document of ["README.md", "docs/register-with-dbflux.md", "packages/sdk/init/template/README.md"]) {
    ok(read(document).includes("RPC Services"), document);
    ok(!/RPC services|Startup timeout/.test(read(document)), document);
  }
});

Deno.test("READMEs of drivers name tasks of the root that are about drivers: no driver has tasks of its own", () => {
  const { tasks } = JSON.parse(read("deno.json"));
  const own = ["test:databases", "test:long", "bench:drivers", "driver:check", "probe", "host"];
  for (const document of documentsOf("drivers/")) {
    for (const [, task] of read(document).matchAll(/deno task ([\w:-]+)/g)) {
      ok(own.includes(task!) && task! in tasks, `${document}: ${task}`);
    }
  }
  for (const document of ["README.md", ...documentsOf("drivers/")]) {
    ok(!/outside (of )?the workspace|by the lock|own locks/.test(read(document)), document);
  }
});
