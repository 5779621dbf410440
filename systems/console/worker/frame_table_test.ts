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
