/**
 * Measures the SQLite driver: `--cancels N` sets the number of cancelled statements, `--json` prints JSON. Needs the
 * program `sqlite3`.
 *
 * @module
 */
import { align } from "../../../tests/bench/align.ts";
import { benchDriver } from "../../../tests/bench/drivers/program.ts";
import { measureRatios } from "./ratios.ts";
import { openSubject } from "./subject.ts";

/** The time limit of the ratios, in milliseconds. */
const MAX_RUN_MS = 300_000;

if (import.meta.main) {
  await benchDriver(openSubject, 100);
  const ratios = await measureRatios(AbortSignal.timeout(MAX_RUN_MS));
  if (Deno.args.includes("--json")) console.log(JSON.stringify(ratios));
  else {
    const ms = (value: number): string => `${value.toFixed(2)} ms`;
    const lines = ratios.map((
      { name, ms: [own, other], ratio, aim },
    ) => [name, ms(own), ms(other), ratio.toFixed(2), aim]);
    console.log(align([["", "driver", "other", "ratio", "aim"], ...lines]).join("\n"));
  }
  Deno.exit();
}
