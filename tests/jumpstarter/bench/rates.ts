/**
 * What a client does on an exporter in a second.
 *
 * @module
 */
import { connect, type Device } from "@fluxwire/jumpstarter/client";
import { peerEnvironment, peerProgram, type RunningExporter } from "../exporters.ts";

/** What one client did on one exporter, per second. */
export interface Rates {
  /** Calls, one after the other. */
  readonly calls: number;
  /** Items of streams. */
  readonly items: number;
  /** Megabytes through an echo, 64 KiB at a time. */
  readonly megabytes: number;
}

/** The processor time that an exporter took, in microseconds: it says more than a rate on a machine that does other work. */
export interface Costs {
  /** For a call. */
  readonly call: number;
  /** For an item. */
  readonly item: number;
  /** For a megabyte of the echo. */
  readonly megabyte: number;
}

/** How something is measured. */
interface Measuring {
  /** For how long, in milliseconds. */
  readonly runMs: number;
  /** The exporter's process. */
  readonly pid: number;
  /** Steps before the clock runs. */
  readonly warmUp: number;
}

/** Calls, and streams of a thousand items, before the clock runs; load.py has the same. */
const WARM_UP = 300, WARM_UP_STREAMS = 3;
const PART = new Uint8Array(65_536);
const LOAD = new URL("../../peers/python/jumpstarter/load.py", import.meta.url).pathname;

/** Our client, for a time for each of the three. */
export async function ownClient(
  { host, pid }: RunningExporter,
  runMs: number,
): Promise<Rates & { readonly costs: Costs }> {
  await using exporter = await connect({ endpoint: { address: `unix:${host}`, tls: null, passphrase: null } });
  const custom = exporter.device("custom");
  await using stream = await exporter.device("echo").bytes();
  const echo = async (): Promise<number> => {
    await stream.write(PART);
    for (let left = PART.length; left > 0;) left -= (await stream.read())!.length;
    return PART.length / 1e6;
  };
  const megabytes = await perSecond(echo, { runMs, pid, warmUp: WARM_UP });
  const calls = await perSecond(async () => (await custom.call("double", [1]), 1), {
    runMs,
    pid,
    warmUp: WARM_UP,
  });
  const items = await perSecond(() => itemsOf(custom), { runMs, pid, warmUp: WARM_UP_STREAMS });
  return {
    megabytes: megabytes.rate,
    calls: calls.rate,
    items: items.rate,
    costs: { call: calls.cost, item: items.cost, megabyte: megabytes.cost },
  };
}

/** Jumpstarter's blocking client in Python. */
export async function pythonClient({ host, folder }: RunningExporter, runMs: number): Promise<Rates> {
  const { success, stdout } = await new Deno.Command(await peerProgram("python"), {
    args: [LOAD, String(runMs / 1_000)],
    env: { ...peerEnvironment(folder), JUMPSTARTER_HOST: host, JMP_DRIVERS_ALLOW: "UNSAFE" },
    stderr: "inherit",
  }).output();
  if (!success) throw new Error("Cannot measure: the Python client failed");
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** The middle of each rate. */
export function median(rounds: readonly Rates[]): Rates {
  const middle = (name: keyof Rates): number => {
    const sorted = rounds.map((rates) => rates[name]).toSorted((a, b) => a - b);
    return sorted[sorted.length >> 1]!;
  };
  return { calls: middle("calls"), items: middle("items"), megabytes: middle("megabytes") };
}

/** The middle of each cost. */
export function medianCosts(rounds: readonly Costs[]): Costs {
  const middle = (name: keyof Costs): number => {
    const sorted = rounds.map((costs) => costs[name]).toSorted((a, b) => a - b);
    return sorted[sorted.length >> 1]!;
  };
  return { call: middle("call"), item: middle("item"), megabyte: middle("megabyte") };
}

/** How much of what a step counts is done in a second, and what one of it costs the exporter. */
async function perSecond(
  step: () => Promise<number>,
  { runMs, pid, warmUp }: Measuring,
): Promise<{ rate: number; cost: number }> {
  // Programs are compiled while they run: both clients first do as much as makes the exporter's code final.
  for (let count = 0; count < warmUp; count++) await step();
  const start = performance.now(), before = processorMicros(pid);
  let done = 0, elapsed = 0;
  for (; elapsed < runMs; elapsed = performance.now() - start) done += await step();
  return { rate: done / elapsed * 1_000, cost: (processorMicros(pid) - before) / done };
}

/** The processor time of a process, in microseconds; the system counts in hundredths of a second. */
function processorMicros(pid: number): number {
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ").at(-1)!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

async function itemsOf(custom: Device): Promise<number> {
  let count = 0;
  for await (const _ of custom.stream("count", [1_000])) count++;
  return count;
}
