import { deepEqual, equal, ok } from "node:assert/strict";
import { splitPart } from "../packages/cli/command/args.ts";
import { probeLine } from "../packages/cli/command/testing/probe_line.ts";
import { ERROR_CLASSES, ERROR_CODES, explain } from "../packages/cli/errors/catalogue.ts";
import { errorsMarkdown } from "../packages/cli/errors/markdown.ts";
import { loadFluxwire, PARTS } from "../packages/cli/parts.ts";
import { declaredErrorClasses, sourceFiles } from "./errors/sources.ts";
import { withoutFooter } from "./documents/reading_order.ts";
import { ERRORS } from "./errors/generate.ts";

const PACKAGES = new URL("../packages/", import.meta.url);
const SYSTEMS = new URL("../systems/", import.meta.url);
/** Files that distinguish or explain codes, but create none. */
const OTHER_USES = /wire\/(dto|schema)\.ts$|cli\/command\/exit_code_of\.ts$|cli\/errors\//;
/** A declaration of a union's members. */
const LISTS = /= \[[^\]]*\] as const;/g;
const DOCUMENT = await Deno.readTextFile(ERRORS);

Deno.test("docs/errors.md equals the sections; otherwise run deno task errors:generate", () => {
  ok(
    withoutFooter(DOCUMENT) === errorsMarkdown(),
    "Stale docs/errors.md: run deno task errors:generate and commit the file",
  );
});

Deno.test("docs/errors.md has a section for every code in the source, and no others", () => {
  const codes = new Set(ERROR_CLASSES.flatMap(({ codes }) => codes));
  deepEqual(ERROR_CODES, [...codes].sort());
  deepEqual([...DOCUMENT.matchAll(/^## (\S+)$/gm)].map(([, code]) => code), [...codes].sort());
});

Deno.test("every error class with a code is among those with explained codes", async () => {
  const places = [PACKAGES, new URL("apiplant/console/", SYSTEMS)];
  const declared = (await Promise.all(places.map(declaredErrorClasses))).flat();
  const withCode = declared.filter(({ hasCode }) => hasCode).map(({ name }) => name);
  const explained = ERROR_CLASSES.map(({ name }) => name).filter((name) => name !== "failure");
  deepEqual([...new Set(withCode)].sort(), explained.sort());
});

Deno.test("every code is created by some code", async () => {
  const all = [...await sourceFiles(PACKAGES), ...await sourceFiles(SYSTEMS)];
  const files = all.filter(({ path }) => !OTHER_USES.test(path));
  const text = files.map(({ text }) => text.replace(LISTS, "")).join("\n");
  const unmade = ERROR_CODES.filter((code) => !text.includes(`"${code}"`));
  deepEqual(unmade, []);
});

Deno.test("every section says what happened, why, and what to do with a command", () => {
  for (const code of ERROR_CODES) {
    const { happened, causes, remedy, commands, classes } = explain(code)!;
    ok(classes.length > 0, code);
    for (const sentence of [happened, remedy, ...causes]) ok(/^[`A-Z].*[.:]$/s.test(sentence), `${code}: ${sentence}`);
    ok(causes.length > 0 && commands.length > 0, code);
  }
});

Deno.test("every Fluxwire command in a section is a valid one", async () => {
  const commands = ERROR_CODES.flatMap((code) => explain(code)!.commands);
  const lines = commands.flatMap((command) =>
    /^deno task (?:fluxwire )?((?:probe|host|version|help)\b.*)$/.exec(command)?.[1] ?? []
  );
  ok(lines.length > ERROR_CODES.length / 2);
  for (const line of lines) {
    const { word, rest } = splitPart(line.match(/"[^"]*"|\S+/g)!.map((word) => word.replaceAll('"', "")));
    if (Object.hasOwn(PARTS, word!)) probeLine(rest, await PARTS[word!]!());
    else probeLine([word!, ...rest], await loadFluxwire());
  }
});

Deno.test("explain() gives each class of a code its exit code", () => {
  deepEqual(explain("Timeout")!.classes, [{ name: "RpcError", exitCode: 6 }, { name: "ConnectionError", exitCode: 7 }]);
  deepEqual(explain("Defect")!.classes, [{ name: "failure", exitCode: 9 }]);
  equal(explain("toString"), null);
});
