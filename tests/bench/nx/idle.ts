/**
 * The processor time of a host whose instances do nothing; Linux: it reads `/proc`.
 *
 * @module
 */
import { HostPlace } from "../../../systems/nx/e2e/host_process.ts";

/** The kernel's tick, in milliseconds. */
const TICK_MS = 10;
/** How long it is watched, in seconds. */
const WATCHED_S = 20;

/** The use of a host with that many hubs in Go, each with its session, in percent of a core. */
export async function measureIdle(program: string, instances: number): Promise<number> {
  await using place = new HostPlace();
  place.driver("hub", `exec "${program}" hub "$@"`);
  place.instances(Array.from({ length: instances }, (_, i) => ({
    instance_id: `hub-${i + 1}`,
    device_id: `11111111-1111-1111-1111-${String(i + 1).padStart(12, "0")}`,
    ...{ driver_id: "com.example.hub", driver_type: "HUB", binary: "hub" },
  })));
  const host = place.start([...place.flags, "-publisher", "noop"]);
  for (let i = 1; i <= instances; i++) await host.line(` hub-${i} host: Its hub session has begun`);
  await pause(2);
  const before = cpuMs(host.pid);
  await pause(WATCHED_S);
  return (cpuMs(host.pid) - before) / (10 * WATCHED_S);
}

function cpuMs(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ")[1]!.split(" ").map(Number);
  return (stat[11]! + stat[12]! + stat[13]! + stat[14]!) * TICK_MS;
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
