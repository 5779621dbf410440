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

const PART = new Uint8Array(65_536);
const LOAD = new URL("../../peers/python/jumpstarter/load.py", import.meta.url).pathname;

/** Our client, for a time for each of the three. */
export async function ownClient({ host }: RunningExporter, runMs: number): Promise<Rates> {
  await using exporter = await connect({ endpoint: { address: `unix:${host}`, tls: null, passphrase: null } });
  const custom = exporter.device("custom");
  await using stream = await exporter.device("echo").bytes();
  const echo = async (): Promise<number> => {
    await stream.write(PART);
    for (let left = PART.length; left > 0;) left -= (await stream.read())!.length;
    return PART.length / 1e6;
  };
  return {
    megabytes: await perSecond(echo, runMs),
    calls: await perSecond(async () => (await custom.call("double", [1]), 1), runMs),
    items: await perSecond(() => itemsOf(custom), runMs),
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

async function perSecond(step: () => Promise<number>, runMs: number): Promise<number> {
  await step();
  const start = performance.now();
  let done = 0, elapsed = 0;
  for (; elapsed < runMs; elapsed = performance.now() - start) done += await step();
  return done / elapsed * 1_000;
}

async function itemsOf(custom: Device): Promise<number> {
  let count = 0;
  for await (const _ of custom.stream("count", [1_000])) count++;
  return count;
}
