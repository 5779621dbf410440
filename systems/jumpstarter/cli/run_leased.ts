/**
 * `run` without a listener: an exporter that a controller leases to clients.
 *
 * @module
 */
import { onAbort } from "@fluxwire/transport";
import { ConfigError } from "../config/config_error.ts";
import type { ExporterConfig } from "../config/exporter_config.ts";
import { channelOptions } from "../config/grpc_options.ts";
import { Controller } from "../distributed/controller.ts";
import { dialer, placeOf } from "../distributed/dial.ts";
import type { Identity } from "../distributed/identity.ts";
import { type ExporterEnd, LeasedExporter } from "../distributed/leased_exporter.ts";
import { restarting } from "../distributed/restart.ts";
import { TIMING } from "../distributed/timing.ts";
import { ExporterLog } from "../exporter/log.ts";
import { configOf } from "./config_flags.ts";
import { warnOfUnknown } from "./grpc_options_warning.ts";
import { EXIT, Interrupted, UsageError } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";

/** Upstream's limits of failures; the window is in seconds. */
const MAX_RAPID_FAILURES = 5, RAPID_FAILURE_WINDOW = 60;

/** Runs the exporter. SIGHUP stops it when no lease runs; SIGQUIT, SIGINT and SIGTERM at once, behind its last hook. */
export async function runLeased({ flags, output, signal }: VerbContext): Promise<number> {
  const { config, plan, file } = await configOf(flags, true);
  const { endpoint, identity } = controllerOf(config, file);
  const isInsecure = ["JMP_GRPC_INSECURE", "JUMPSTARTER_GRPC_INSECURE"].some((name) => Deno.env.get(name) === "1");
  const tls = isInsecure ? { insecure: true } : config.tls ?? {};
  if (tls.insecure) console.error("Warning: any server can pose as the controller, and get the token: tls.insecure");
  const { options } = channelOptions(config.grpcOptions ?? {});
  warnOfUnknown(config.grpcOptions ?? {}, file);
  const dial = dialer(tls, options);
  const log = new ExporterLog(({ severity, message }) => console.error(`${severity}: ${message}`));
  using stops = new Stops(signal);
  const { maxRapidFailures = MAX_RAPID_FAILURES, rapidFailureWindow = RAPID_FAILURE_WINDOW } =
    config.failureDetection ?? {};
  const once = (): Promise<ExporterEnd> =>
    new LeasedExporter({
      plan,
      labels: { "jumpstarter.dev/name": identity.name },
      motd: config.motd,
      hooks: config.hooks ?? {},
      controller: new Controller({ dial, endpoint, identity, log, timing: TIMING }),
      dial,
      log,
      timing: TIMING,
      exitOnLeaseEnd: config.exitOnLeaseEnd ?? false,
      onRegistered() {
        if (output.isJson) output.json({ registered: endpoint });
        else output.line(`Registered with ${endpoint}`);
      },
    }).run(stops);
  const end = await restarting(once, {
    maxRapidFailures,
    rapidFailureWindowMs: rapidFailureWindow * 1_000,
    pauseMs: TIMING.callPauseMs,
    maxPauseMs: TIMING.maxCallPauseMs,
    signal: AbortSignal.any([stops.now, stops.afterLease]),
    onFailure: (error, rapid) => {
      log.add("ERROR", `The exporter has failed: ${error instanceof Error ? error.message : error}`);
      if (rapid < maxRapidFailures) return;
      log.add("ERROR", `It has failed ${rapid} times within ${rapidFailureWindow} s each, and is not started again`);
    },
  });
  const isStopped = stops.now.aborted || stops.afterLease.aborted;
  return end === "hookFailed" || end === null && !isStopped ? EXIT.usage : EXIT.done;
}

/** What the configuration says of the controller. */
function controllerOf(config: ExporterConfig, file: string): { endpoint: string; identity: Identity } {
  const { endpoint = "", token = "", metadata: { namespace = "", name = "" } = {} } = config;
  if (endpoint === "") {
    throw new UsageError(
      `Give --tls-grpc-listener [HOST:]PORT or --socket PATH, or the endpoint of a controller in ${file}`,
    );
  }
  if (placeOf(endpoint) === null) throw new ConfigError(`${file}: endpoint`, "it is not HOST:PORT");
  for (const [place, value] of Object.entries({ token, "metadata.namespace": namespace, "metadata.name": name })) {
    if (!/^[\x21-\x7e]+$/.test(value)) {
      throw new ConfigError(`${file}: ${place}`, "a controller asks for it, in printable ASCII without spaces");
    }
  }
  return { endpoint, identity: { kind: "Exporter", namespace, name, token } };
}

/** The signals that stop a leased exporter. */
class Stops implements Disposable {
  readonly #now = new AbortController();
  readonly #afterLease = new AbortController();
  readonly #listeners = new Map<Deno.Signal, () => void>();

  /** @param signal That of the command: SIGHUP aborts it as well, and then no further signal does. */
  constructor(signal: AbortSignal) {
    onAbort(signal, () => {
      const isHangup = signal.reason instanceof Interrupted && signal.reason.signal === "SIGHUP";
      (isHangup ? this.#afterLease : this.#now).abort(signal.reason);
    });
    for (const name of ["SIGINT", "SIGQUIT", "SIGTERM"] as const) {
      const listener = (): void => this.#now.abort();
      Deno.addSignalListener(name, listener);
      this.#listeners.set(name, listener);
    }
  }

  /** Aborts for a stop at once. */
  get now(): AbortSignal {
    return this.#now.signal;
  }

  /** Aborts for a stop when no lease runs. */
  get afterLease(): AbortSignal {
    return this.#afterLease.signal;
  }

  /** Leaves the signals to others. */
  [Symbol.dispose](): void {
    for (const [name, listener] of this.#listeners) Deno.removeSignalListener(name, listener);
  }
}
