import { deepStrictEqual, ok } from "node:assert/strict";
import { EXIT } from "@fluxwire/command";
import { HOST } from "../../packages/cli/parts/host.ts";
import { PROBE } from "../../packages/cli/parts/probe.ts";
import { filesOf, read } from "./tree.ts";

const COMMANDS = read("docs/commands.md");

Deno.test("docs/commands.md has every verb of the probe and of the host", () => {
  const verbs = [...PROBE.verbs, ...HOST.verbs].map(({ name }) => name);
  ok(verbs.includes("conformance") && verbs.includes("restart"));
  const cells = [...COMMANDS.matchAll(/^\| (`[^|]*`) \|/gm)].map(([, cell]) => cell!);
  const named = cells.flatMap((cell) => cell.replaceAll(/[`,]/g, "").split(" "));
  deepStrictEqual(verbs.filter((verb) => !named.includes(verb)), []);
});

Deno.test("docs/commands.md has the exit codes of the code", () => {
  const [, table] = /^## Exit codes\n([^]*?)\n## /m.exec(COMMANDS)!;
  const codes = [...table!.matchAll(/^\| (\d) \|/gm)].map(([, code]) => Number(code));
  deepStrictEqual(codes, Object.values(EXIT).toSorted((a, b) => a - b));
});

Deno.test("a document with commands of jsr: packages says first that these are not published yet", () => {
  const documents = filesOf(/\.md$/).filter((path) => /^(README|docs\/[\w-]+|drivers\/\w+\/README)\.md$/.test(path));
  for (const document of documents) {
    const text = read(document);
    const command = text.indexOf("jsr:@fluxwire/");
    if (command < 0 || document === "docs/errors.md") continue;
    const notice = text.search(/not on JSR yet/);
    ok(notice >= 0 && notice < command, document);
  }
});
