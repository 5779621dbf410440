import { deepEqual, equal, match, rejects } from "node:assert/strict";
import type { Refusal } from "../commit/refusal.ts";
import type { HookDefinition } from "../model/definition.ts";
import type { IsolateSettings } from "./isolate/isolate.ts";
import { checkHook } from "./source_check.ts";
import { ISOLATE_SETTINGS } from "./testing/isolate_settings.ts";

function check(
  source: string,
  changes: Partial<HookDefinition> = {},
  settings: IsolateSettings = ISOLATE_SETTINGS,
): Promise<void> {
  return checkHook(settings, { hook: "preCreate", kind: "script", source, options: {}, ...changes });
}

const REFUSED: readonly (readonly [name: string, source: string, message: RegExp, place: [number, number] | null])[] = [
  ["a syntax error", "\n  let x = ;", /^The source cannot be loaded: Expression expected \(line 2, column 11\)$/, [
    2,
    11,
  ]],
  ["a second declaration", "let a;\nlet a;", /Identifier 'a' has already been declared \(line 2, column 5\)$/, [2, 5]],
  ["an error while it loads", "\n\n nope();", /nope is not defined \(line 3, column 2\)$/, [3, 2]],
  ["a static import of a file", "import 'file:///etc/passwd';", /hooks can import nothing$/, [1, 8]],
  ["a static import of a package", "\nimport x from 'npm:left-pad';", /hooks can import nothing$/, [2, 15]],
  ["a static import of a bare name", "import x from 'left-pad';", /hooks can import nothing$/, [1, 15]],
  ["a static import of a module of Node", "import fs from 'node:fs';", /hooks can import nothing$/, null],
  ["no export", "function preCreate() {}", /must export a function preCreate: it exports no function$/, null],
  [
    "another export",
    "export function postCreate() {}",
    /must export a function preCreate: it exports only postC/,
    null,
  ],
  ["an export that is no function", "export const preCreate = 1;", /must export a function preCreate/, null],
  ["an error that is no object", "throw null;", /^The source cannot be loaded: null$/, null],
  ["too many bytes", "/*" + "é".repeat(128 << 10) + "*/", /has 262148 bytes: at most 262144 are allowed$/, null],
];

for (const [name, source, message, place] of REFUSED) {
  Deno.test(`checkHook() refuses a source with ${name}`, async () => {
    await rejects(check(source), (error: Refusal) => {
      equal(error.code, "hook_source");
      match(error.message, message);
      deepEqual(error.details, place && { line: place[0], column: place[1] });
      return true;
    });
  });
}

Deno.test("checkHook() refuses a source with a loop once its time to load is over", async () => {
  await rejects(check("while (true);", {}, { ...ISOLATE_SETTINGS, loadMs: 500 }), (error: Refusal) => {
    match(error.message, /did not load within 500 ms$/);
    deepEqual([error.code, error.details], ["hook_source", null]);
    return true;
  });
});

Deno.test("checkHook() finds the place of a syntax error in TypeScript", async () => {
  await rejects(check("\nconst x: = 1;", { language: "ts" }), (error: Refusal) => {
    deepEqual((error.details as { line: number }).line, 2);
    return true;
  });
});

Deno.test("checkHook() takes a source of 256 KiB in JavaScript, and types in TypeScript that are not checked", async () => {
  const source = "export const preCreate = () => {};";
  await check(source.padEnd(256 << 10));
  await check("export async function preCreate(ctx: Missing): Promise<void> { const n: string = 1; }", {
    language: "ts",
  });
});
