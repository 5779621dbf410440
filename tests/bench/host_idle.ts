/**
 * The costs of idle drivers on one host: memory of each, and processor time of host and drivers.
 *
 * `deno run -A tests/bench/host_idle.ts [DRIVERS] [SECONDS]`, on Linux: it reads `/proc`.
 *
 * @module
 */
import { createService, Host, type Service } from "@fluxwire/host";

/** The kernel's tick, in milliseconds. */
const TICK_MS = 10;
const PERMISSIONS = ["--allow-net", "--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE"];
const DRIVERS: Readonly<Record<string, { module: string; permissions: readonly string[] }>> = {
  "mock driver": { module: "packages/mock-driver/main.ts", permissions: PERMISSIONS },
  "minimal driver of the SDK": { module: "examples/minimal/main.ts", permissions: PERMISSIONS },
  "SQLite driver": { module: "drivers/sqlite/main.ts", permissions: ["-A"] },
};

/**
 * The resources of a process: resident memory, its part of shared pages, processor time so far, file descriptors. The time
 * includes that of programs which it has started and which have ended: a host looks up by them whose a socket is.
 */
interface Use {
  rssMb: number;
  pssMb: number;
  cpuMs: number;
  descriptors: number;
}

function useOf(pid: number): Use {
  const rollup = Deno.readTextFileSync(`/proc/${pid}/smaps_rollup`);
  const megabytes = (name: string) => Number(new RegExp(`^${name}: +(\\d+)`, "m").exec(rollup)![1]) * 1024 / 1e6;
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ")[1]!.split(" ").map(Number);
  return {
    rssMb: megabytes("Rss"),
    pssMb: megabytes("Pss"),
    cpuMs: (stat[11]! + stat[12]! + stat[13]! + stat[14]!) * TICK_MS,
    descriptors: [...Deno.readDirSync(`/proc/${pid}/fd`)].length,
  };
}

function serviceOf(name: string): Service {
  const { module, permissions } = DRIVERS[name]!;
  const socketId = `fluxwire-bench-${crypto.randomUUID()}`;
  const path = new URL(`../../${module}`, import.meta.url).pathname;
  const args = ["run", "--no-prompt", ...permissions, path, "--socket", socketId];
  return createService({ socketId, command: Deno.execPath(), args, startupTimeoutMs: 30_000 });
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

async function measure(name: string, drivers: number, seconds: number): Promise<void> {
  await using host = new Host(Array.from({ length: drivers }, () => serviceOf(name)));
  await host.start();
  const pids = (await host.status()).services.map(({ pid }) => pid!);
  const before = [Deno.pid, ...pids].map(useOf);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const after = [Deno.pid, ...pids].map(useOf);
  const percent = after.map(({ cpuMs }, i) => (cpuMs - before[i]!.cpuMs) / (10 * seconds));
  const [own, ...theirs] = after;
  console.log(`${drivers} x ${name}, idle for ${seconds} s, checked every 10 s`);
  console.log(
    `  each driver: RSS ${mean(theirs.map(({ rssMb }) => rssMb)).toFixed(0)} MB, PSS ${
      mean(theirs.map(({ pssMb }) => pssMb)).toFixed(0)
    } MB`,
  );
  console.log(
    `  the host: RSS ${own!.rssMb.toFixed(0)} MB, ${percent[0]!.toFixed(2)} % of a core, ${
      own!.descriptors
    } descriptors`,
  );
  console.log(`  all drivers: ${percent.slice(1).reduce((sum, part) => sum + part, 0).toFixed(2)} % of a core`);
}

const [drivers = "20", seconds = "30"] = Deno.args;
for (const name of Object.keys(DRIVERS)) await measure(name, Number(drivers), Number(seconds));
