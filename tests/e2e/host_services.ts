/**
 * Services for tests of a host.
 *
 * @module
 */
import { createService, type Service, type ServiceSettings } from "@fluxwire/host";
import { DRIVER_PERMISSIONS, freshSocket, pathOf } from "./running_driver.ts";

/** The mock driver's module. */
export const MOCK = "packages/mock-driver/main.ts";
/** A driver that obeys its statements. */
export const WILLFUL = "tests/e2e/programs/willful_driver.ts";

/** A module of this repository as a service on a fresh socket. */
export function serviceOf(module: string, settings: Partial<ServiceSettings> = {}): Service {
  const socketId = settings.socketId ?? freshSocket();
  const args = ["run", "--no-prompt", ...DRIVER_PERMISSIONS, pathOf(module), "--socket", socketId];
  return createService({ socketId, command: Deno.execPath(), args, ...settings });
}

/** A shell script as a service; `$0` is Deno, `$@` the mock driver's arguments. */
export function scriptOf(script: string, settings: Partial<ServiceSettings> = {}): Service {
  const mock = serviceOf(MOCK, settings);
  return { ...mock, command: "sh", args: ["-c", script, Deno.execPath(), ...mock.args] };
}

/** Whether a process runs; one that has ended and was not reaped does not. */
export function isAlive(pid: number): boolean {
  try {
    return !Deno.readTextFileSync(`/proc/${pid}/stat`).includes(") Z ");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
