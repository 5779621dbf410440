/**
 * Runs a driver as a program: reads its configuration, connects it to its host, ends it in order.
 *
 * @module
 */
import { type Clock, LIFELINE_VARIABLE, lifelineEnd, SYSTEM_CLOCK } from "@fluxwire/transport";
import { ArgumentError, driverArguments } from "./arguments.ts";
import type { Driver } from "./definition.ts";
import { ConfigError } from "./runtime.ts";
import { ServedDriver } from "./served_driver.ts";

/** How long a driver's own `stop` may take, in milliseconds. */
const STOP_MS = 5_000;

/** What a driver is served with, in place of its command line and environment. */
export interface ServeOptions {
  /** The arguments. @default {Deno.args} */
  args?: readonly string[];
  /** Variables: `NX_HOST_GRPC_ADDR`, `NX_LAUNCH_TOKEN`, `NX_DEVICE_ID`, `FLUXWIRE_LIFELINE`. @default {the process's} */
  variable?: (name: string) => string | undefined;
  /** The time. @default {SYSTEM_CLOCK} */
  clock?: Clock;
}

/**
 * Runs a driver until SIGTERM or SIGINT, until its host says so, or, where `FLUXWIRE_LIFELINE` is `stdin`, until stdin
 * ends. The process then exits: with 0; with 1 for a wrong command line or configuration, or if `start` has failed.
 *
 * Permissions: `--allow-env` for the four variables, `--allow-read` for the configuration; for the host's socket
 * `--allow-net`, `--allow-read` and `--allow-write`.
 *
 * @example The last line of a driver
 * ```ts
 * import { defineDevice, serve, Type } from "@fluxwire/nx";
 *
 * const driver = defineDevice({
 *   id: "com.example.lamp",
 *   name: "Lamp",
 *   version: "1.0.0",
 *   protocols: ["IP"],
 *   config: Type.Object({}),
 *   device: () => ({ externalDeviceKey: "lamp", displayName: "Lamp" }),
 * });
 * const isProgram = false; // import.meta.main
 * if (isProgram) await serve(driver);
 * ```
 */
export async function serve(driver: Driver, options: ServeOptions = {}): Promise<never> {
  const { args = Deno.args, variable = (name) => Deno.env.get(name), clock = SYSTEM_CLOCK } = options;
  const end = Promise.withResolvers<void>();
  for (const signal of Deno.build.os === "windows" ? ["SIGINT"] as const : ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => end.resolve());
  }
  if (variable(LIFELINE_VARIABLE) === "stdin") lifelineEnd().then(() => end.resolve());
  try {
    const { deviceId, configPath } = driverArguments(args, variable("NX_DEVICE_ID"));
    const served = await ServedDriver.create(driver, {
      deviceId,
      config: await readConfig(configPath),
      address: variable("NX_HOST_GRPC_ADDR") || null,
      token: variable("NX_LAUNCH_TOKEN") || null,
      clock,
      onStop: () => end.resolve(),
    });
    await Promise.race([served.start(), end.promise]);
    await end.promise;
    // A stop that hangs must not keep the process.
    setTimeout(() => Deno.exit(0), STOP_MS);
    await served.stop();
    Deno.exit(0);
  } catch (error) {
    console.error(`ERROR ${isOurs(error) ? error.message : error instanceof Error ? error.stack : error}`);
    Deno.exit(1);
  }
}

async function readConfig(path: string): Promise<unknown> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (cause) {
    throw new ConfigError(`Cannot read configuration ${path}: ${(cause as Error).message}`, { cause });
  }
}

function isOurs(error: unknown): error is Error {
  return error instanceof ArgumentError || error instanceof ConfigError;
}
