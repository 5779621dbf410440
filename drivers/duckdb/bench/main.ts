/**
 * Measures the DuckDB driver: `--cancels N` sets the number of cancelled statements, `--json` prints JSON.
 *
 * @module
 */
import { benchDriver } from "../../../tests/bench/drivers/program.ts";
import { openSubject } from "./subject.ts";

if (import.meta.main) {
  await benchDriver(openSubject, 100);
  Deno.exit();
}
