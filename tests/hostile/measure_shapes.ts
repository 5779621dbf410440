/**
 * Prints the costs of decoding each awkward frame of full size, the most expensive first:
 * `deno run -A tests/hostile/measure_shapes.ts [--lists]`; with `--lists` also every list of the tables.
 *
 * @module
 */
import type { Layout } from "@fluxwire/wire";
import { ROLES } from "../../packages/wire/codec.ts";
import { outcomeOf } from "./outcome.ts";
import { columnsThatLookFilled, listShapes, resultShapes, type Shape } from "./shapes.ts";
import { WatchedCodec } from "./watched_codec.ts";

const watched = new WatchedCodec();
const NEWEST: readonly Layout[] = ["0.6", "0.8"];

function* shapes(): Generator<Shape> {
  for (const layout of NEWEST) {
    yield* resultShapes(layout, 1);
    if (!Deno.args.includes("--lists")) continue;
    for (const role of ROLES) yield* listShapes(role, layout, 1);
  }
  yield columnsThatLookFilled(3_900);
}

const rows: { ms: number; mib: number; line: string }[] = [];
for (const { role, layout, name, count, payload } of shapes()) {
  watched.renew();
  const start = performance.now();
  const { error } = outcomeOf(role, layout, payload, name);
  const ms = performance.now() - start, mib = watched.memoryMiB;
  const size = `${(payload.length / 2 ** 20).toFixed(1)} MiB`;
  const line = `${name} in layout ${layout}, ${count} in ${size}${error === null ? "" : `: ${error.reason}`}`;
  rows.push({ ms, mib, line });
}
for (const { ms, mib, line } of rows.toSorted((a, b) => b.ms - a.ms)) {
  console.log(`${ms.toFixed(0).padStart(6)} ms ${mib.toFixed(0).padStart(4)} MiB  ${line}`);
}
