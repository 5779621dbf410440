/**
 * Measures calls, items and an echo per second of both clients on both exporters, on Unix sockets, as ratios to the pair
 * in Python. `--json` writes one document.
 *
 * @module
 */
import { connect, type Device } from "@fluxwire/jumpstarter/client";
import { jmp, OWN, peerEnvironment, peerProgram, type RunningExporter, startShell } from "../exporters.ts";

/** What one client did on one exporter, per second. */
interface Rates {
  calls: number;
  items: number;
  megabytes: number;
}

const RUN_MS = 2_000;
const PART = new Uint8Array(65_536);
const CUSTOM = new URL("../custom.ts", import.meta.url).pathname;
const LOAD = new URL("../../peers/python/jumpstarter/load.py", import.meta.url).pathname;

function configuration(custom: string): string {
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
`;
}

async function perSecond(step: () => Promise<number>): Promise<number> {
  await step();
  const start = performance.now();
  let done = 0, elapsed = 0;
  for (; elapsed < RUN_MS; elapsed = performance.now() - start) done += await step();
  return done / elapsed * 1_000;
}

async function itemsOf(custom: Device): Promise<number> {
  let count = 0;
  for await (const _ of custom.stream("count", [1_000])) count++;
  return count;
}

async function ownClient({ host }: RunningExporter): Promise<Rates> {
  await using exporter = await connect({ endpoint: { address: `unix:${host}`, tls: null, passphrase: null } });
  const custom = exporter.device("custom");
  await using stream = await exporter.device("echo").bytes();
  const megabytes = await perSecond(async () => {
    await stream.write(PART);
    for (let left = PART.length; left > 0;) left -= (await stream.read())!.length;
    return PART.length / 1e6;
  });
  return {
    calls: await perSecond(async () => (await custom.call("double", [1]), 1)),
    items: await perSecond(() => itemsOf(custom)),
    megabytes,
  };
}

async function pythonClient({ host, folder }: RunningExporter): Promise<Rates> {
  const { success, stdout } = await new Deno.Command(await peerProgram("python"), {
    args: [LOAD],
    env: { ...peerEnvironment(folder), JUMPSTARTER_HOST: host, JMP_DRIVERS_ALLOW: "UNSAFE" },
    stderr: "inherit",
  }).output();
  if (!success) throw new Error("Cannot measure: the Python client failed");
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Both clients on one exporter, one after the other. */
async function measured(
  start: () => Promise<RunningExporter>,
): Promise<{ python: Rates; own: Rates; startMs: number }> {
  const began = performance.now();
  await using exporter = await start();
  const startMs = performance.now() - began;
  return { python: await pythonClient(exporter), own: await ownClient(exporter), startMs };
}

function row(name: string, { calls, items, megabytes }: Rates, base: Rates): string {
  const cell = (value: number, of: number) => `${value.toFixed(0).padStart(8)} ${(value / of).toFixed(2).padStart(6)}x`;
  return [name.padEnd(36), cell(calls, base.calls), cell(items, base.items), cell(megabytes, base.megabytes)].join(
    "  ",
  );
}

if (import.meta.main) {
  const real = await measured(async () => startShell(await jmp(), configuration("bench_driver.Custom")));
  const own = await measured(() => startShell(OWN, configuration(`${CUSTOM}#custom`)));
  if (Deno.args.includes("--json")) console.log(JSON.stringify({ real, own }));
  else {
    const base = real.python;
    console.log(`${"".padEnd(36)}  ${"calls/s".padStart(16)}  ${"items/s".padStart(16)}  ${"echo MB/s".padStart(16)}`);
    console.log(row("Python client, Python exporter", real.python, base));
    console.log(row("Python client, Fluxwire's exporter", own.python, base));
    console.log(row("Fluxwire's client, Python exporter", real.own, base));
    console.log(row("Fluxwire's client and exporter", own.own, base));
    console.log(`Start to first command: Python ${real.startMs.toFixed(0)} ms, Fluxwire ${own.startMs.toFixed(0)} ms`);
  }
}
