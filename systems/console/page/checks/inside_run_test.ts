import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { CheckReport } from "@fluxwire/console/api";
import { insideRun } from "./inside_run.ts";

const REPORT: CheckReport = {
  lines: [{ total: 0 }, { summary: "0 checks: none was run", isClean: true, ms: 1 }],
  facts: [],
  totals: [],
  stale: [],
  sections: { frames: { title: "Frames", text: "A frame has a length." } },
};

Deno.test("insideRun() answers as a server does whose run has ended", async () => {
  const { api, live } = insideRun(REPORT), read: unknown[] = [];
  const { run } = await api.ask<{ run: string }>("opened-1", "lastRun", null);
  live.read("opened-1", run, { lines: (lines) => read.push(...lines), end: (error) => read.push(error) });
  deepStrictEqual(read, [...REPORT.lines.map((line) => JSON.stringify(line)), null]);
  deepStrictEqual(await api.ask("opened-1", "section", { section: "frames" }), REPORT.sections["frames"]);
  strictEqual(await api.ask("opened-1", "section", { section: "limits" }), undefined);
});
