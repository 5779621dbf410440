import { deepStrictEqual, ok } from "node:assert/strict";
import { DEFAULT_LIMITS, HOST_RELEASES, LAYOUTS, SCHEMA } from "@fluxwire/wire";
import { filesOf, read } from "./documents/tree.ts";

/** The rows of a section's tables, cell by cell. */
function rowsOf(markdown: string, section: string): string[][] {
  const from = markdown.indexOf(`\n## ${section}\n`);
  ok(from !== -1, section);
  const to = markdown.indexOf("\n## ", from + 1);
  const lines = markdown.slice(from, to === -1 ? undefined : to).split("\n").filter((line) => line.startsWith("| "));
  return lines.map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

Deno.test("the README's driver is the minimal example", () => {
  const example = read("examples/minimal/main.ts");
  ok(example.split("\n").length <= 31, "at most 30 lines");
  ok(read("README.md").includes("```ts\n" + example + "```"));
});

Deno.test("PROTOCOL.md has the limits of the code", () => {
  const limits = Object.fromEntries(
    rowsOf(read("PROTOCOL.md"), "Limits").slice(1).map(([name, value]) => [name, parseInt(value!.replaceAll(",", ""))]),
  );
  deepStrictEqual(limits, DEFAULT_LIMITS);
});

Deno.test("PROTOCOL.md has what each layout's host sends", () => {
  const rows = rowsOf(read("PROTOCOL.md"), "Layouts").filter(([layout]) => LAYOUTS.some((known) => known === layout));
  const listed = rows.slice(0, LAYOUTS.length).map(([layout, , , host]) => [layout, host]);
  const expected = LAYOUTS.map((layout) => {
    const { clientVersion, versions } = HOST_RELEASES[layout];
    return [layout, `${clientVersion}, [${versions.map(({ major, minor }) => `${major}.${minor}`).join(", ")}]`];
  });
  deepStrictEqual(listed, expected);
});

Deno.test("PROTOCOL.md has every request under its number", () => {
  const bodies = SCHEMA["DriverRequestBody"]!;
  ok("variants" in bodies);
  const rows = rowsOf(read("PROTOCOL.md"), "Methods").slice(1).map(([number, name]) => [number, name]);
  deepStrictEqual(rows, bodies.variants.map(({ name }, number) => [String(number), name]));
});

Deno.test("PROTOCOL.md has every error code", () => {
  const codes = SCHEMA["DriverRpcErrorCode"]!;
  ok("variants" in codes);
  const named = rowsOf(read("PROTOCOL.md"), "Errors").slice(1).map(([code]) => code);
  deepStrictEqual(named, codes.variants.map((variant) => variant.name));
});

Deno.test("documents name Deno itself: --allow-run of a symbolic link, which a shell may find, permits nothing", () => {
  const documents = filesOf(/\.md$/);
  ok(documents.includes("drivers/sqlite/README.md") && documents.includes("packages/cli/init/template/all/README.md"));
  for (const document of documents) ok(!/(which|command -v|type -p) deno\b/.test(read(document)), document);
});

Deno.test("documents name the page and the fields of a service as DBFlux does", () => {
  const fields = ["Socket ID", "Command", "Startup Timeout (ms)", "Service Type", "Enable this service"];
  const guide = rowsOf(read("docs/register-with-dbflux.md"), "In the settings of DBFlux").map(([field]) => field);
  deepStrictEqual(guide, ["field", ...fields, "Arguments, one by one", "Environment Variables"]);
  for (const document of ["README.md", "docs/register-with-dbflux.md", "packages/cli/init/template/all/README.md"]) {
    ok(read(document).includes("RPC Services"), document);
    ok(!/RPC services|Startup timeout/.test(read(document)), document);
  }
});

Deno.test("READMEs of drivers name tasks of the root that are about drivers: no driver has tasks of its own", () => {
  const { tasks } = JSON.parse(read("deno.json"));
  const own = ["test:databases", "test:long", "bench:drivers", "driver:check", "probe", "host"];
  for (const document of filesOf(/^drivers\/.*\.md$/)) {
    for (const [, task] of read(document).matchAll(/deno task ([\w:-]+)/g)) {
      ok(own.includes(task!) && task! in tasks, `${document}: ${task}`);
    }
  }
  for (const document of ["README.md", ...filesOf(/^drivers\/.*\.md$/)]) {
    ok(!/outside (of )?the workspace|by the lock|own locks/.test(read(document)), document);
  }
});
