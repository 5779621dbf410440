/**
 * The command line with a histogram, which `fluxwire probe bench` runs in its own process: the histogram comes from npm,
 * and no other verb needs it.
 *
 * Takes the same command line, and needs its permissions. Ends with its lifeline, if it has one.
 *
 * @example
 * ```sh
 * deno run --allow-net --allow-run --allow-env --allow-read jsr:@fluxwire/cli/bench probe bench --rate 1000
 * ```
 *
 * @module
 */
import { main } from "../../main.ts";
import { LIFELINE_VARIABLE, lifelineEnd } from "@fluxwire/transport";
import { createHistogram } from "./histogram.ts";

if (import.meta.main) {
  if (Deno.env.get(LIFELINE_VARIABLE) === "stdin") lifelineEnd().then(() => Deno.kill(Deno.pid, "SIGTERM"));
  Deno.exit(await main(Deno.args, { createHistogram }));
}
