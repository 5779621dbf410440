/**
 * An exporter's end of its controller: calls that are tried again, and streams that are opened again.
 *
 * @module
 */
import { type CallOptions, type Channel, type Client, type GrpcCode, GrpcError } from "@fluxwire/grpc";
import { ConnectionError, pause } from "@fluxwire/transport";
import type { ExporterStatus } from "../generated/jumpstarter/v1/common_pb.ts";
import {
  type DriverInstanceReport,
  ListenRequestSchema,
  type ListenResponse,
  RegisterRequestSchema,
  ReleaseLeaseRequestSchema,
  ReportStatusRequestSchema,
  StatusRequestSchema,
  type StatusResponse,
  UnregisterRequestSchema,
} from "../generated/jumpstarter/v1/jumpstarter_pb.ts";
import type { ExporterLog } from "../exporter/log.ts";
import { create } from "../protobuf.ts";
import { CONTROLLER } from "../wire/controller.ts";
import type { Dial } from "./dial.ts";
import { type Identity, identityOf } from "./identity.ts";
import type { Timing } from "./timing.ts";

type Calls = Client<typeof CONTROLLER["methods"]>;

/** What an exporter's end is made of. */
export interface ControllerSetup {
  /** Connects. */
  readonly dial: Dial;
  /** The controller's HOST:PORT. */
  readonly endpoint: string;
  /** What the exporter says of itself with each call. */
  readonly identity: Identity;
  /** Takes what is tried again. */
  readonly log: ExporterLog;
  /** How long, and how often. */
  readonly timing: Timing;
}

/** Codes with which the same call may succeed later. */
const TRANSIENT: ReadonlySet<GrpcCode> = new Set(["UNAVAILABLE", "DEADLINE_EXCEEDED"]);

/** A controller, as its exporter sees it. */
export class Controller {
  readonly #setup: ControllerSetup;
  #channel: Channel | null = null;

  /** One that is not connected yet. */
  constructor(setup: ControllerSetup) {
    this.#setup = setup;
  }

  /** Says what devices there are. It is not tried again. */
  async register(reports: DriverInstanceReport[], signal: AbortSignal): Promise<void> {
    const calls = await this.#calls(signal);
    await calls.register(create(RegisterRequestSchema, { reports }), this.#options(signal));
  }

  /** Says that the exporter leaves. It is not tried again. */
  async unregister(reason: string, signal: AbortSignal): Promise<void> {
    const calls = await this.#calls(signal);
    await calls.unregister(create(UnregisterRequestSchema, { reason }), this.#options(signal));
  }

  /** Reports a status; with `releaseLease` the lease ends, for controllers that take no ReleaseLease of exporters. */
  async reportStatus(
    report: { status: ExporterStatus; message: string; releaseLease?: boolean },
    signal: AbortSignal,
  ): Promise<void> {
    const request = create(ReportStatusRequestSchema, report);
    await this.#retried("report the status", signal, (calls, options) => calls.reportStatus(request, options));
  }

  /** Ends a lease. */
  async releaseLease(name: string, signal: AbortSignal): Promise<void> {
    const request = create(ReleaseLeaseRequestSchema, { name });
    await this.#retried("release the lease", signal, (calls, options) => calls.releaseLease(request, options));
  }

  /** Whether the exporter is leased, and by which client: at once, and then at each change. */
  statuses(signal: AbortSignal): AsyncGenerator<StatusResponse> {
    return this.#reopened("Status", signal, (calls) => calls.status(create(StatusRequestSchema), { signal }));
  }

  /** Clients of a lease that want to connect. */
  connections(leaseName: string, signal: AbortSignal): AsyncGenerator<ListenResponse> {
    const request = create(ListenRequestSchema, { leaseName });
    return this.#reopened("Listen", signal, (calls) => calls.listen(request, { signal }));
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    await this.#channel?.close();
  }

  #options(signal: AbortSignal): CallOptions {
    return { signal, timeoutMs: this.#setup.timing.callMs };
  }

  async #calls(signal: AbortSignal): Promise<Calls> {
    if (this.#channel?.isOpen !== true) {
      const { dial, endpoint, identity } = this.#setup;
      const channel = await dial(endpoint, identityOf(identity), signal);
      // Another call may have connected meanwhile.
      if (this.#channel?.isOpen) await channel.close();
      else this.#channel = channel;
    }
    return this.#channel!.client(CONTROLLER);
  }

  async #retried(
    action: string,
    signal: AbortSignal,
    call: (calls: Calls, options: CallOptions) => Promise<unknown>,
  ): Promise<void> {
    const { timing: { callPauseMs, maxCallPauseMs, callRetries }, log } = this.#setup;
    for (let tries = 0;; tries++) {
      try {
        await call(await this.#calls(signal), this.#options(signal));
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (tries >= callRetries || !isTransient(error)) throw error;
        const ms = Math.min(callPauseMs * 2 ** tries, maxCallPauseMs);
        log.add("WARNING", `Cannot ${action}: ${textOf(error)}; again in ${ms} ms`);
        await pause(ms, { signal });
      }
    }
  }

  async *#reopened<T>(name: string, signal: AbortSignal, open: (calls: Calls) => AsyncIterable<T>): AsyncGenerator<T> {
    const { timing: { streamRetries, streamPauseMs, unavailablePauseMs }, log } = this.#setup;
    for (let failures = 0; !signal.aborted;) {
      let isFruitful = false;
      try {
        for await (const message of open(await this.#calls(signal))) {
          isFruitful = true;
          failures = 0;
          yield message;
        }
        // A controller that ends streams at once must not be asked without a pause.
        if (!isFruitful) await pause(streamPauseMs, { signal });
      } catch (error) {
        if (signal.aborted) return;
        if (failures++ >= streamRetries) throw error;
        const ms = isUnavailable(error) ? unavailablePauseMs : streamPauseMs;
        log.add("INFO", `${name} of the controller broke: ${textOf(error)}; again in ${ms} ms`);
        await pause(ms, { signal });
      }
    }
  }
}

function isTransient(error: unknown): boolean {
  return error instanceof GrpcError ? TRANSIENT.has(error.code) : error instanceof ConnectionError;
}

function isUnavailable(error: unknown): boolean {
  return error instanceof GrpcError ? error.code === "UNAVAILABLE" : error instanceof ConnectionError;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
