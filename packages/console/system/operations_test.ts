import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { isActed, isActions, isRows, isTree, logLineOf } from "../api.ts";
import { serveConsole } from "../serve_console.ts";
import { FakeSource } from "../testing/fake_source.ts";
import { raw } from "../testing/raw_http.ts";
import { systemOperations, type SystemOps } from "./operations.ts";
import type { Action, Rows } from "./types.ts";

const ACTION: Action = {
  id: "read",
  title: "Read",
  help: null,
  input: { type: "array", prefixItems: [{ type: "string", title: "channel" }], items: false },
  kind: "call",
  changes: false,
  confirm: null,
};
const ROWS: Rows = {
  columns: [{ name: "id", title: "Id", type: "text", schema: null }],
  rows: [{ node: "meter/1", values: { id: "1" } }],
  next: null,
};

/** A meter that can be read, and whose display can be set; both say what they were given. */
const METER: SystemOps = {
  tree: (under) => {
    const node = { title: "Meter", kind: "device", hasChildren: false, hasRows: true, problem: null, facts: [] };
    return Promise.resolve([{ id: `${under ?? ""}meter`, ...node, state: { level: "good", text: "ready" } }]);
  },
  actions: () => Promise.resolve([ACTION, { ...ACTION, id: "set", changes: true }]),
  act: ({ node, action, args }) => Promise.resolve({ result: [node, action, ...args] }),
  stop: () => {},
  rows: () => Promise.resolve(ROWS),
};

/** Asks a console that shows the meter. */
async function asked(isView: boolean, operation: string, input: unknown): Promise<{ status: number; value: unknown }> {
  const source = Object.assign(new FakeSource(), { operations: systemOperations(METER) });
  await using running = serveConsole({ sources: [source], version: "0.1.0", isView });
  const port = Number(new URL(running.address).port), ticket = running.open().split("#")[1]!;
  const own = [`Host: 127.0.0.1:${port}`, `Origin: http://127.0.0.1:${port}`, "Content-Type: application/json"];
  const entry = await raw(port, "POST /api/ticket", own, JSON.stringify({ ticket }));
  const pass = `Authorization: Bearer ${/"token":"([0-9a-f]{64})"/.exec(entry.text)![1]!}`;
  const path = `POST /api/sources/one/${operation}`;
  const { status, text } = await raw(port, path, [...own, pass], JSON.stringify(input));
  return { status, value: JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4)) };
}

Deno.test("systemOperations() answers what the page checks: a tree, actions, results and rows", async () => {
  strictEqual(isTree((await asked(false, "tree", {})).value), true);
  strictEqual(isActions((await asked(false, "actions", { node: "meter" })).value), true);
  const { value } = await asked(false, "act", { node: "meter", action: "set", args: ["on", 1] });
  strictEqual(isActed(value), true);
  deepStrictEqual(value, { result: ["meter", "set", "on", 1] });
  const query = { filter: "", order: "", limit: 10, from: null };
  strictEqual(isRows((await asked(false, "rows", { node: "meter", query })).value), true);
  strictEqual((await asked(false, "stop", { run: "run-1" })).value, null);
});

Deno.test("systemOperations() lets --view do what changes nothing, and refuses all else", async () => {
  const act = async (action: string) => (await asked(true, "act", { node: "meter", action, args: [] })).status;
  deepStrictEqual([await act("read"), await act("set"), await act("burn")], [200, 403, 403]);
  strictEqual((await asked(true, "tree", {})).status, 200);
});

Deno.test("systemOperations() refuses inputs of other types, and names the member", async () => {
  const message = async (operation: string, input: unknown) => {
    const { status, value } = await asked(false, operation, input);
    strictEqual(status, 400);
    return (value as { error: { message: string } }).error.message;
  };
  strictEqual(await message("tree", { under: 1 }), "Cannot use under: it must be a text");
  strictEqual(await message("actions", null), "Cannot use node: it must be a text");
  strictEqual(await message("act", { node: "meter", action: "set" }), "Cannot use args: it must be a list");
  strictEqual(
    await message("rows", { node: "meter", query: { limit: 1_001 } }),
    "Cannot use query.limit: it must be a number from 1 to 1000",
  );
});

Deno.test("the checks of answers refuse what lacks a member, or has another type in it", () => {
  const node = { id: "a", title: "A", kind: "hub", hasChildren: true, hasRows: false, state: null, facts: [] };
  strictEqual(isTree({ nodes: [{ ...node, problem: null }] }), true);
  strictEqual(isTree({ nodes: [node] }), false);
  strictEqual(isTree({ nodes: [{ ...node, problem: null, state: { level: "fine", text: "" } }] }), false);
  strictEqual(isTree({ nodes: [{ ...node, problem: null, facts: [{ name: "uuid", value: 1 }] }] }), false);
  strictEqual(isActions({ actions: [{ ...ACTION, kind: "sing" }] }), false);
  strictEqual(isActed({ run: 1 }) || isActed(null) || isActed({}), false);
  strictEqual(isRows({ ...ROWS, rows: [{ node: null, values: [] }] }), false);
  strictEqual(isRows({ ...ROWS, next: 1 }), false);
});

Deno.test("logLineOf() reads a line, and makes the best of any other text", () => {
  const line = { time: "2026-01-02T03:04:05.000Z", from: "hub-1", level: "warn", text: "late" };
  deepStrictEqual(logLineOf(JSON.stringify(line)), line);
  deepStrictEqual(logLineOf("late"), { time: null, from: "", level: "info", text: "late" });
});
