/**
 * What an exporter keeps for clients that do not read.
 *
 * @module
 */
import { connect } from "@fluxwire/jumpstarter/client";
import type { RunningExporter } from "../exporters.ts";

const WAIT_MS = 2_000;

/** How much the exporter's memory grows while streams of a flooding device are open and nothing is read, in megabytes. */
export async function heldFor(streams: number, { host, pid }: RunningExporter): Promise<number> {
  await using exporter = await connect({ endpoint: { address: `unix:${host}`, tls: null, passphrase: null } });
  const flood = exporter.device("flood"), before = memoryOf(pid);
  await using stack = new AsyncDisposableStack();
  for (let index = 0; index < streams; index++) {
    stack.use(await flood.bytes());
    const items = flood.stream("items");
    stack.defer(async () => {
      await items.return();
    });
    await items.next();
  }
  await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  return (memoryOf(pid) - before) / 1e6;
}

function memoryOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`))!;
  return Number(kilobytes) * 1_024;
}
