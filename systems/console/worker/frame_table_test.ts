import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { FrameTable } from "./frame_table.ts";

const HEADER = '{"format":"fluxwire-recording","version":1,"startedAt":"2026-01-01T00:00:00.000Z","masked":true}';

/** The line of a message of one connection. */
function line(from: "host" | "driver", request: number, body: Record<string, unknown>): string {
  const envelope = { protocolVersion: { major: 1, minor: 2 }, requestId: String(request), body };
  const read = { layout: "0.7.1", hex: "00", pass: "strict", masked: [], unreadable: null };
  return JSON.stringify({ ms: request, connection: 1, event: "frame", from, ...read, envelope });
}

const ping = (request: number): string => line("host", request, { type: "Ping" });
const pong = (request: number): string => line("driver", request, { type: "Pong" });
const failure = (request: number): string =>
  line("driver", request, { type: "Error", code: "Driver", message: "Full" });

/** What is shown, as the number, the type and the other half of each row. */
function shown(table: FrameTable): [number, string, number | null][] {
  return table.rows(0, 100).map(({ number, what, other }) => [number, what, other]);
}

Deno.test("FrameTable pairs questions with answers, and a filter sees the answer when it comes", () => {
  const table = new FrameTable();
  table.filter("unanswered");
  table.add([HEADER, ping(1), ping(2)], 0);
  deepStrictEqual(shown(table), [[1, "Ping", null], [2, "Ping", null]]);
  table.add([pong(1)], 0);
  deepStrictEqual(shown(table), [[2, "Ping", null]]);
  table.filter("!unanswered");
  deepStrictEqual(shown(table), [[1, "Ping", 3], [3, "Pong", 1]]);
  table.add([pong(2)], 0);
  deepStrictEqual(shown(table), [[1, "Ping", 3], [2, "Ping", 4], [3, "Pong", 1], [4, "Pong", 2]]);
  deepStrictEqual([table.place(3), table.place(9)], [2, null]);
});

Deno.test("FrameTable finds the next error and the one before among the rows that are shown", () => {
  const table = new FrameTable();
  table.add([HEADER, ping(1), failure(1), ping(2), pong(2), ping(3), failure(3)], 0);
  deepStrictEqual([table.error(0, 1), table.error(2, 1), table.error(4, -1), table.error(6, 1)], [1, 5, 1, null]);
  strictEqual(table.rows(1, 1)[0]!.note, "Driver: Full");
  table.filter("from:host");
  strictEqual(table.error(0, 1), null);
});

Deno.test("FrameTable names the first line that is no entry by its number, counting lines that were missed", () => {
  const table = new FrameTable();
  table.add([HEADER, ping(1)], 0);
  table.add([pong(1), "{", "[]"], 10);
  strictEqual(table.counts.damage, "Line 14 is no entry of a recording");
  deepStrictEqual(shown(table).map(([, what]) => what), ["Ping", "10 lines were not shown", "Pong"]);
  deepStrictEqual([table.counts.missed, table.counts.all], [10, 3]);
});

Deno.test("FrameTable says that a file without a header is no recording, and reads no more of it", () => {
  const table = new FrameTable();
  table.add(["name,age", ping(1)], 0);
  strictEqual(table.counts.damage, "This is no recording: its first line is not a header");
  strictEqual(table.counts.all, 0);
});

Deno.test("FrameTable keeps 200,000 rows; an answer whose question is dropped has none, and a wrong filter changes nothing", () => {
  const table = new FrameTable();
  table.add([HEADER, ping(0), ...Array.from({ length: 200_000 }, (_, at) => ping(at + 1)), pong(0), pong(1)], 0);
  deepStrictEqual([table.counts.all, table.counts.dropped, table.rows(0, 1)[0]!.number], [200_000, 3, 4]);
  const last = table.rows(199_998, 2);
  deepStrictEqual(last.map(({ what, other }) => [what, other]), [["Pong", null], ["Pong", null]]);
  table.filter("colour:red");
  deepStrictEqual([table.counts.shown, table.counts.filterProblem?.startsWith("colour is not known")], [200_000, true]);
  strictEqual(table.frame(1), null);
});

/** Answered pings of one connection. */
function pings(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, at) => [ping(from + at), pong(from + at)]).flat();
}

/** The rows of the list, as the number, how many pings it stands for, and the last row of those. */
function folded(table: FrameTable): [number, number, number][] {
  return table.rows(0, 100).map(({ number, times, last }) => [number, times, last]);
}

Deno.test("FrameTable folds pings that follow each other, each with its answer; a frame between ends a fold", () => {
  const table = new FrameTable();
  table.add([HEADER, ...pings(1, 3), line("host", 9, { type: "ListDatabases" }), ...pings(10, 1), ping(20)], 0);
  deepStrictEqual(folded(table), [[1, 3, 6], [7, 1, 7], [8, 1, 8], [9, 1, 9], [10, 1, 10]]);
  deepStrictEqual([table.place(4), table.place(7), table.counts.shown, table.counts.places], [0, 1, 10, 5]);
  table.add([pong(20)], 0);
  deepStrictEqual(folded(table), [[1, 3, 6], [7, 1, 7], [8, 2, 11]]);
  table.filter("", false);
  strictEqual(table.counts.places, 11);
  table.filter("!type:List");
  deepStrictEqual(folded(table), [[1, 5, 11]]);
  strictEqual(table.error(0, 1), null);
});

Deno.test("FrameTable folds no pings that an answer could take from the list, nor those that failed", () => {
  const table = new FrameTable();
  table.add([HEADER, ...pings(1, 2), ping(3), failure(3), ...pings(4, 2)], 0);
  deepStrictEqual(folded(table), [[1, 2, 4], [5, 1, 5], [6, 1, 6], [7, 2, 10]]);
  table.filter("unanswered");
  table.add([ping(6), ping(7), pong(6)], 0);
  deepStrictEqual(folded(table), [[12, 1, 12]]);
});

Deno.test("FrameTable keeps what its bounds allow, counts what was dropped, and a fold loses its dropped part", () => {
  const table = new FrameTable();
  table.keep(6, 1 << 20);
  table.add([HEADER, ...pings(1, 5)], 0);
  deepStrictEqual([table.counts.all, table.counts.dropped], [6, 4]);
  deepStrictEqual(folded(table), [[5, 3, 10]]);
  table.add([line("host", 9, { type: "ListDatabases" })], 0);
  deepStrictEqual(folded(table), [[6, 3, 10], [11, 1, 11]]);
  deepStrictEqual(table.strip(10).frames.reduce((sum, one) => sum + one), 6);
  table.keep(6, 1);
  table.trim();
  deepStrictEqual([table.counts.all, table.counts.characters, table.counts.places], [0, 0, 0]);
});

Deno.test("FrameTable says how long an answer took, and how long a question has had none", () => {
  const table = new FrameTable();
  table.add([HEADER, ping(10), ping(20), pong(20), ping(1_000)], 0);
  deepStrictEqual(table.rows(0, 4).map(({ wait, silence }) => [wait, silence]), [
    [null, 990],
    [null, null],
    [0, null],
    [null, 0],
  ]);
});

Deno.test("FrameTable compares two frames leaf by leaf, also pinned ones that were dropped", () => {
  const table = new FrameTable();
  table.add([HEADER, line("host", 1, { type: "Execute", request: { sql: "SELECT 1" } }), pong(1)], 0);
  table.pin([1]);
  table.keep(1, 1 << 20);
  table.add([line("host", 2, { type: "Execute", request: { sql: "SELECT 2" } })], 0);
  strictEqual(table.counts.all, 1);
  deepStrictEqual(table.diff(1, 3), [
    { path: "requestId", before: '"1"', after: '"2"' },
    { path: "body.request.sql", before: '"SELECT 1"', after: '"SELECT 2"' },
  ]);
  strictEqual(table.diff(2, 3), null);
});

Deno.test("FrameTable gives frames and errors over time, and the first row that a filter fits", () => {
  const table = new FrameTable();
  table.add([HEADER, ping(500), pong(1_200), ping(1_300), failure(3_900)], 0);
  deepStrictEqual(table.strip(10), { from: 0, seconds: 1, frames: [1, 2, 0, 1], errors: [0, 0, 0, 1] });
  deepStrictEqual(table.strip(2), { from: 0, seconds: 2, frames: [3, 1], errors: [0, 1] });
  deepStrictEqual([table.first("error"), table.first("type:Hello")], [4, null]);
});

Deno.test("FrameTable reads lines of a file again where they stand, and refuses another version of recordings", () => {
  const table = new FrameTable(), text = ping(1);
  table.readFrom({ text: (at, length) => `${" ".repeat(100)}${text}`.slice(at, at + length) });
  table.addLine(HEADER, { at: 0, length: 99 });
  table.addLine(text, { at: 100, length: text.length });
  deepStrictEqual([table.counts.characters, table.frame(1)?.row.what], [0, "Ping"]);
  const other = new FrameTable();
  other.add([HEADER.replace('"version":1', '"version":2')], 0);
  strictEqual(other.counts.damage, "This recording has version 2; this page reads version 1");
});

Deno.test("FrameTable finds the newest error whatever the filter shows, and pings before it are folded", () => {
  const table = new FrameTable();
  deepStrictEqual(table.lastError(), []);
  table.add(
    [HEADER, failure(0), ...[1, 2, 3, 4].flatMap((at) => [ping(at), pong(at)]), ping(5), failure(5), ping(6)],
    0,
  );
  strictEqual(table.lastError()[0]!.number, 11);
  table.filter("type:Ping");
  strictEqual(table.lastError()[0]!.number, 11);
  strictEqual(table.lastError()[0]!.note, "Driver: Full");
});

Deno.test("FrameTable shows controls in the texts of the wire, which would turn the order of a row around", () => {
  const table = new FrameTable();
  const sql = "SELECT 1 -- \u202e\u0007";
  table.add([HEADER, line("host", 1, { type: "Execute", request: { sql, params: [] } })], 0);
  strictEqual(table.rows(0, 1)[0]!.note, "SELECT 1 -- \\u{202e}\u2407");
});
