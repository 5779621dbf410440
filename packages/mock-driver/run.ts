/**
 * The mock driver with options: scenario, faults, counters. Loaded only if options are given.
 *
 * @module
 */
import { LIFELINE_VARIABLE, lifelineEnd, type Listener } from "@fluxwire/transport";
import type { MockOptions } from "./command_line.ts";
import { environment } from "./environment.ts";
import { ChosenFaults } from "./faults/chosen_faults.ts";
import { chooseFault, FaultError } from "./faults/table.ts";
import { STDERR_LOG } from "./log.ts";
import { mockClock } from "./mock_clock.ts";
import { Stats } from "./stats.ts";

/** The variable with the token that Hello must carry in the full scenario, if the mock may read it. */
const TOKEN_VARIABLE = "DBFLUX_DRIVER_IPC_TOKEN";

/** Options that cannot be used; the message names the remedy. */
export class OptionsError extends Error {
  /** The class's name. */
  override readonly name = "OptionsError";
}

/** A mock driver with options, before it listens. */
export interface Mock {
  /** Runs what comes before listening; false if the mock ended there. */
  prepare(): Promise<boolean>;
  /** Serves on a listener until it is closed, or a sign ends the process. */
  serve(listener: Listener, serveReference: (listener: Listener) => Promise<void>): Promise<void>;
}

/**
 * Creates a mock driver from its options.
 *
 * @throws {OptionsError} for an unknown fault, or counters that cannot be written.
 */
export function mockOf(options: MockOptions): Mock {
  const { scenario = "reference", seed = 1, now = null, stats: file } = options;
  const stats = new Stats();
  const clock = mockClock(now);
  const token = scenario === "full" ? environment(TOKEN_VARIABLE) || null : null;
  const faults = new ChosenFaults(choices(options.faults ?? []), { stats, clock, seed, token });
  const hooks = faults.process();
  // Only if requested: looking at each frame costs about as much as answering it.
  const isWatched = file !== undefined || options.faults !== undefined;
  if (file !== undefined) writeAtExit(file, stats);
  const ends = endSigns(hooks.flatMap(({ ignores }) => ignores ?? []));
  return {
    async prepare() {
      const isReady = async (): Promise<boolean> => {
        for (const { beforeListening } of hooks) await beforeListening?.();
        return true;
      };
      return await Promise.race([isReady(), ends.then(() => false)]);
    },
    async serve(bare, serveReference) {
      const listener = isWatched ? faults.listener(bare) : bare;
      if (scenario === "reference") return await Promise.race([serveReference(listener), ends]);
      const [{ createLog, serve }, { fullDriver }] = await Promise.all([
        import("@fluxwire/sdk"),
        import("./full/driver.ts"),
      ]);
      const log = createLog("info");
      const serving = await serve(fullDriver({ seed, clock }), { socket: listener, token, log });
      await Promise.race([serving.finished, ends]);
      await serving.close();
    },
  };
}

function choices(texts: readonly string[]): ReturnType<typeof chooseFault>[] {
  try {
    return texts.map(chooseFault);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    throw new OptionsError(error.message, { cause: error });
  }
}

/** Writes the counters however the process ends, except by SIGKILL. */
function writeAtExit(file: string, stats: Stats): void {
  if (Deno.permissions.querySync({ name: "write", path: file }).state !== "granted") {
    throw new OptionsError(`Cannot write ${file}: permission is missing; run Deno with --allow-write=${file}`);
  }
  addEventListener("unload", () => {
    try {
      Deno.writeTextFileSync(file, `${JSON.stringify(stats, null, 2)}\n`);
    } catch (error) {
      STDERR_LOG.warn(`Cannot write ${file}: ${(error as Error).message}`);
    }
  });
}

/** Resolves with the first sign that ends the process: a signal, or the end of its lifeline. */
function endSigns(ignored: readonly string[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const onSignal = ignored.includes("SIGTERM") ? () => {} : () => resolve();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    if (Deno.build.os !== "windows" || signal === "SIGINT") Deno.addSignalListener(signal, onSignal);
  }
  if (environment(LIFELINE_VARIABLE) === "stdin" && !ignored.includes("lifeline")) lifelineEnd().then(resolve);
  return promise;
}
