/** Drivers of this repository as programs, for the tests of storages on them. */
import { createService, type Service } from "@fluxwire/host";
import { DriverLink } from "../link.ts";
import { useDriver } from "../shared_hosts.ts";

const ROOT = new URL("../../../../../", import.meta.url).pathname;

/** The service of a driver of this repository, on a socket that no other test has. */
export function driverService(name: "sqlite" | "duckdb" | "postgres" | "redis" | "mock"): Service {
  const socketId = `apiplant-test-${crypto.randomUUID()}`;
  const folder = name === "mock" ? "packages/mock-driver" : `drivers/${name}`;
  const lock = name === "sqlite" || name === "mock" ? [] : [`--lock=${ROOT}npm.lock`, "--frozen"];
  return createService({
    socketId,
    command: Deno.execPath(),
    args: ["run", ...lock, "--no-prompt", "-A", `${ROOT}${folder}/main.ts`, "--socket", socketId],
    startupTimeoutMs: 60_000,
  });
}

/** The same service, whose program writes its process id into a file. */
export function withPidFile(service: Service, file: string): Service {
  const args = ["-c", 'echo $$ > "$0"; exec "$@"', file, service.command!, ...service.args];
  return { ...service, command: "sh", args };
}

/** Ends the program of such a service at once, as a crash would. */
export async function kill(pidFile: string): Promise<void> {
  Deno.kill(Number(await Deno.readTextFile(pidFile)), "SIGKILL");
}

/** Opens a session of such a driver. */
export async function openLink(
  service: Service,
  values: Readonly<Record<string, string>>,
  { timeoutMs = 60_000, warn = () => {} }: { timeoutMs?: number; warn?: (text: string) => void } = {},
): Promise<DriverLink> {
  const settings = { service, label: "of the test", token: null, anyOwner: true, warn };
  return await DriverLink.open({ use: await useDriver(service.socketId, settings), values, timeoutMs });
}
