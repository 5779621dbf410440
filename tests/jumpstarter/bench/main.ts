/**
 * Measures calls, items and an echo per second of both clients on both exporters, on Unix sockets, as ratios to the pair
 * in Python; and what an exporter keeps for clients that do not read. The four pairs take turns, and the middle of the
 * rounds counts. `--json` writes one document; `--rounds N` and `--ms N` say how much is measured.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { serve } from "@fluxwire/jumpstarter";
import { custom } from "../custom.ts";
import { jmp, OWN, type RunningExporter, startShell } from "../exporters.ts";
import { heldFor } from "./held.ts";
import { type Costs, median, medianCosts, ownClient, pythonClient, type Rates } from "./rates.ts";

const STREAMS = 8;
const file = (name: string): string => new URL(name, import.meta.url).pathname;

function configuration(custom: string, more = ""): string {
  return `apiVersion: jumpstarter.dev/v1alpha1
kind: ExporterConfig
metadata:
  namespace: default
  name: bench
endpoint: ""
token: ""
export:
  echo:
    type: jumpstarter_driver_network.driver.EchoNetwork
  custom:
    type: ${custom}
${more}`;
}

/** Starts an exporter; the time is up to the first command in its shell. */
async function started(start: () => Promise<RunningExporter>): Promise<{ exporter: RunningExporter; ms: number }> {
  const began = performance.now(), exporter = await start();
  return { exporter, ms: performance.now() - began };
}

/** From `serve` of a device to its client, in milliseconds: the middle of several. */
async function servingMs(): Promise<number> {
  const times: number[] = [];
  while (times.length < 11) {
    const began = performance.now();
    await using _bench = await serve(custom);
    times.push(performance.now() - began);
  }
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}

function row(name: string, { calls, items, megabytes }: Rates, base: Rates): string {
  const cell = (value: number, of: number) => `${value.toFixed(0).padStart(8)} ${(value / of).toFixed(2).padStart(6)}x`;
  return [name.padEnd(36), cell(calls, base.calls), cell(items, base.items), cell(megabytes, base.megabytes)].join(
    "  ",
  );
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      rounds: { type: "string", default: "5" },
      ms: { type: "string", default: "1500" },
    },
  });
  const runMs = Number(values.ms), flood = `  flood:\n    type: ${file("flood.ts")}#flood\n`;
  await using stack = new AsyncDisposableStack();
  const real = await started(async () => startShell(await jmp(), configuration("bench_driver.Custom")));
  stack.use(real.exporter);
  const own = await started(() => startShell(OWN, configuration(`${file("../custom.ts")}#custom`, flood)));
  stack.use(own.exporter);
  const pairs = {
    "Python client, Python exporter": () => pythonClient(real.exporter, runMs),
    "Python client, Fluxwire's exporter": () => pythonClient(own.exporter, runMs),
    "Fluxwire's client, Python exporter": () => ownClient(real.exporter, runMs),
    "Fluxwire's client and exporter": () => ownClient(own.exporter, runMs),
  };
  const rounds: Record<string, (Rates & { costs?: Costs })[]> = {};
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, measure] of Object.entries(pairs)) (rounds[name] ??= []).push(await measure());
  }
  const serveMs = await servingMs();
  const heldMegabytes = await heldFor(STREAMS, own.exporter);
  const medians = Object.fromEntries(Object.entries(rounds).map(([name, all]) => [name, median(all)]));
  const startMs = { python: real.ms, fluxwire: own.ms };
  if (values.json) console.log(JSON.stringify({ medians, rounds, startMs, serveMs, heldMegabytes }));
  else {
    const base = medians["Python client, Python exporter"]!;
    console.log(`${"".padEnd(36)}  ${"calls/s".padStart(16)}  ${"items/s".padStart(16)}  ${"echo MB/s".padStart(16)}`);
    for (const [name, rates] of Object.entries(medians)) console.log(row(name, rates, base));
    for (const name of ["Fluxwire's client, Python exporter", "Fluxwire's client and exporter"]) {
      const { call, item, megabyte } = medianCosts(rounds[name]!.map(({ costs }) => costs!));
      const micros = [`call ${call.toFixed(0)}`, `item ${item.toFixed(1)}`, `megabyte ${megabyte.toFixed(0)}`].join(
        ", ",
      );
      console.log(`Processor time of the exporter in microseconds, ${name}: ${micros}`);
    }
    console.log(`Start to first command: Python ${real.ms.toFixed(0)} ms, Fluxwire ${own.ms.toFixed(0)} ms`);
    console.log(`serve() to its client: ${serveMs.toFixed(0)} ms`);
    const streams = `${STREAMS} byte streams and ${STREAMS} of items that are not read`;
    console.log(`The exporter's memory grew by ${heldMegabytes.toFixed(1)} MB for ${streams}`);
  }
}
