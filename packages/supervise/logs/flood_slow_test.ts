import { equal, ok } from "node:assert/strict";
import { Process } from "../process.ts";
import { LogStore } from "./log_store.ts";

/** A line that the program writes, without its end. */
const LINE = "WARN 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 012";
/** What stands before a line in the file: time and stream. */
const PREFIX_BYTES = "2026-01-02T03:04:05.678Z stdout ".length;
/** How much memory may grow on the way, in bytes, most of it not collected yet; lines that were kept would take more. */
const MAX_GROWTH_BYTES = 256 << 20;

Deno.test("LogStore loses nothing of 200 MB that two streams write at once, and keeps its memory", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "fluxwire-test-" });
  try {
    const linesEach = Math.ceil(100_000_000 / (LINE.length + 1));
    const file = { path: `${folder}/x.log`, maxBytes: 16 << 20, keep: 1_000 };
    const script = `yes '${LINE}' | head -n ${linesEach} >&2 & yes '${LINE}' | head -n ${linesEach}; wait`;
    const before = Deno.memoryUsage().rss;
    {
      await using log = new LogStore({ service: "x", file });
      const process = await Process.spawn({
        command: "sh",
        args: ["-c", script],
        env: { PATH: Deno.env.get("PATH")! },
        cwd: null,
        sink: log,
      });
      await process.exited;
      const report = await process.stop();
      equal(report.step, "already");
      equal(log.lines().length, 2_000);
      equal(log.lines().at(-1)?.seq, 2 * linesEach - 1);
      equal(log.failure, null);
    }
    ok(Deno.memoryUsage().rss - before < MAX_GROWTH_BYTES, `memory grew by ${Deno.memoryUsage().rss - before} bytes`);
    const sizes = [...Deno.readDirSync(folder)].map(({ name }) => Deno.statSync(`${folder}/${name}`).size);
    ok(sizes.length > 1);
    equal(sizes.reduce((sum, size) => sum + size, 0), 2 * linesEach * (LINE.length + 1 + PREFIX_BYTES));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
