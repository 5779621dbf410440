import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { CheckReport, ShownCheck } from "@fluxwire/console/api";
import {
  type CheckResult,
  type FrameRecord,
  type RunFacts,
  type Summary,
  summaryOf,
} from "@fluxwire/testing/conformance";
import { type Entry, readRecording } from "@fluxwire/testing/recording";
import { encode, type Layout } from "@fluxwire/wire";
import { reportPage } from "./report_page.ts";

const SHARED = {
  section: "frames",
  suite: "core",
  text: "It <works>",
  layout: "0.7.1",
  ms: 1_500,
  omittedFrames: 0,
} as const;

/** A ping at a time, on a connection of its check. */
function ping(ms: number, connection: number, layout: Layout, more: Partial<FrameRecord> = {}): FrameRecord {
  const protocolVersion = { major: 1, minor: 2 }, rest = { requestId: 1n, sessionId: null, timeoutMs: null };
  const payload = encode("request", layout, { protocolVersion, ...rest, body: { type: "Ping" } });
  const { length: bytes } = payload;
  return { ms, connection, direction: "to driver", role: "request", bytes, hex: payload.toHex(), ...more };
}

const RESULTS: readonly CheckResult[] = [
  { ...SHARED, id: "a.good", verdict: "passed", frames: [ping(5, 1, "0.7.1"), ping(9.25, 2, "0.7.1")] },
  { ...SHARED, id: "a.not", verdict: "skipped", message: "it has no schemas", frames: [] },
  {
    ...SHARED,
    id: "a.bad",
    layout: "0.6",
    verdict: "failed",
    message: 'found "</script>\u202e"',
    frames: [
      ping(7, 1, "0.6"),
      ping(8, 1, "0.6", { role: null, direction: "from driver", bytes: 2, hex: "ffff" }),
      ping(8.5, 1, "0.6", { hex: "010202", bytes: 6 }),
      ping(8.75, 1, "0.6", { hex: "01", bytes: 1 }),
    ],
    omittedFrames: 3,
  },
];

const FACTS: RunFacts = {
  driver: "<Odd> \u202edriver",
  version: "1.2",
  suite: "core",
  startedAt: new Date("2026-11-21T10:00:00Z"),
  deno: "2.9.6",
};

const SUMMARY = summaryOf(RESULTS, [{ id: "x.y", line: 7, message: "no check has this id" }], 4_500);

/** The page, and what stands in it. */
async function made(summary: Summary = SUMMARY) {
  const html = [...reportPage({ results: RESULTS, summary, facts: FACTS, title: "Conformance of <x>" })].join("");
  const [, recording] = /data-version="[^"]*">(.*?)<\/script>/s.exec(html)!;
  const [, json] = /id="report">(.*?)<\/script>/s.exec(html)!;
  const lines = recording!.trim().split("\n").map((line) => new TextEncoder().encode(line));
  async function* batch() {
    yield lines;
  }
  const entries: Entry[] = [];
  for await (const entry of (await readRecording(batch())).entries) entries.push(entry);
  const report: CheckReport = JSON.parse(json!);
  const checks = report.lines.flatMap((line): ShownCheck[] => "check" in line ? [line.check] : []);
  return { html, entries, report, checks };
}

Deno.test("reportPage() has the frames of all checks as one recording, in the order of time", async () => {
  const { entries } = await made();
  deepStrictEqual(entries.map(({ ms, connection }) => [ms, connection]), [
    [0, 1],
    [2, 3],
    [3, 3],
    [3.5, 3],
    [3.75, 3],
    [4.25, 2],
  ]);
  const frames = entries.filter((entry) => entry.event === "frame");
  deepStrictEqual(frames.map(({ from, layout, unreadable }) => [from, layout, unreadable?.reason.slice(0, 32)]), [
    ["host", "0.7.1", undefined],
    ["host", "0.6", undefined],
    ["driver", null, "these bytes are not a frame"],
    ["host", "0.6", "only the first 3 bytes are kept"],
    ["host", "0.6", frames[4]!.unreadable!.reason.slice(0, 32)],
    ["host", "0.7.1", undefined],
  ]);
  match(frames[4]!.unreadable!.reason, /byte|offset/);
  strictEqual((frames[0]!.envelope as { body: { type: string } }).body.type, "Ping");
});

Deno.test("reportPage() has each check with its connections, its reason and how many frames are missing", async () => {
  const { checks, report } = await made();
  deepStrictEqual(checks.map(({ id, connections, frames, omitted }) => [id, connections, frames, omitted]), [
    ["a.good", [1, 2], 2, 0],
    ["a.not", null, 0, 0],
    ["a.bad", [3, 3], 4, 3],
  ]);
  deepStrictEqual(checks.map(({ message }) => message), [null, "it has no schemas", 'found "</script>\\u202e"']);
  deepStrictEqual(report.lines.at(0), { total: 3 });
  deepStrictEqual(report.lines.at(-1), {
    summary: "3 checks: 1 passed, 1 failed, 1 skipped, 1 stale",
    isClean: false,
    ms: 4_500,
  });
});

Deno.test("reportPage() says which driver was checked, how, when, by which Deno, and what each layout came to", async () => {
  const { report: { facts, totals, stale, sections } } = await made();
  deepStrictEqual(facts, [
    ["driver", "<Odd> \\u202edriver"],
    ["version", "1.2"],
    ["suite", "core"],
    ["date", "2026-11-21T10:00:00.000Z"],
    ["deno", "2.9.6"],
  ]);
  deepStrictEqual(totals, [
    ["layout 0.7.1 (DBFlux 0.7.7)", "2 checks: 1 passed, 1 skipped"],
    ["layout 0.6 (DBFlux 0.6.0)", "1 checks: 1 failed"],
  ]);
  deepStrictEqual(stale, ["Line 7 is stale: x.y: no check has this id"]);
  deepStrictEqual(Object.keys(sections), ["frames"]);
  strictEqual(sections["frames"]!.title, "Frames");
});

Deno.test("reportPage() says that checks are missing of a run that was interrupted", async () => {
  const { html } = await made(summaryOf(RESULTS, [], 1, { interrupted: true }));
  match(html, /interrupted, so checks are missing/);
});

Deno.test("reportPage() lets no text of a driver end an element, or turn what is read around", async () => {
  const { html } = await made();
  strictEqual(html.match(/<script[ >]/g)!.length, 6);
  strictEqual(html.match(/<\/script>/g)!.length, 6);
  strictEqual(html.includes("\u202e"), false);
  match(html, /data-title="Conformance of &lt;x>"/);
});
