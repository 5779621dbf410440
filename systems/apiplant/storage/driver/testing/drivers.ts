/** Drivers of this repository as programs, for the tests of storages on them. */
import { createService, type Service } from "@fluxwire/host";
import { DriverLink, type LinkOptions } from "../link.ts";

const ROOT = new URL("../../../../../", import.meta.url).pathname;

/** The service of a driver of this repository, on a socket that no other test has. */
export function driverService(name: "sqlite" | "duckdb" | "postgres" | "redis"): Service {
  const socketId = `apiplant-test-${crypto.randomUUID()}`;
  const lock = name === "sqlite" ? [] : [`--lock=${ROOT}npm.lock`, "--frozen"];
  return createService({
    socketId,
    command: Deno.execPath(),
    args: ["run", ...lock, "--no-prompt", "-A", `${ROOT}drivers/${name}/main.ts`, "--socket", socketId],
    startupTimeoutMs: 60_000,
  });
}

/** Opens a session of such a driver; warnings are collected. */
export function openLink(
  service: Service,
  values: Readonly<Record<string, string>>,
  options: Partial<LinkOptions> = {},
): Promise<DriverLink> {
  return DriverLink.open({
    service,
    values,
    token: null,
    anyOwner: true,
    timeoutMs: 60_000,
    warn: () => {},
    ...options,
  });
}
