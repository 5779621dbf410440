/**
 * Asks a controller for a lease of an exporter.
 *
 * @module
 */
import { GrpcError } from "@fluxwire/grpc";
import { pause } from "@fluxwire/transport";
import {
  type Condition,
  GetLeaseRequestSchema,
  ReleaseLeaseRequestSchema,
  RequestLeaseRequestSchema,
} from "../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { create } from "../protobuf.ts";
import { type ControllerAccess, withController } from "./controller_access.ts";
import type { Exporter } from "./exporter.ts";
import { connectLease, type ReadyOptions } from "./lease.ts";

/** What kind of exporter is asked for, and for how long. */
export interface LeaseRequest extends ControllerAccess {
  /** The labels that the exporter must have. */
  readonly labels: Readonly<Record<string, string>>;
  /**
   * How long the lease lasts unless it is released, in milliseconds.
   *
   * @default {1800000}
   */
  readonly durationMs?: number;
  /**
   * How long to wait for an exporter that others have, in milliseconds.
   *
   * @default {7200000}
   */
  readonly acquireMs?: number;
  /**
   * Gives up when it aborts; a lease that was asked for is released.
   *
   * @default {undefined}
   */
  readonly signal?: AbortSignal;
}

/** A lease that a client has. */
export interface Lease extends AsyncDisposable {
  /** Its name. */
  readonly name: string;
  /** Connects to its exporter; see `connectLease`. */
  connect(options?: ReadyOptions): Promise<Exporter>;
  /** Gives it back. */
  release(): Promise<void>;
}

const DURATION_MS = 1_800_000, ACQUIRE_MS = 7_200_000;
const FIRST_POLL_MS = 100, MAX_POLL_MS = 5_000;

/**
 * Asks for a lease, and waits until it is given.
 *
 * @returns The lease, to be released: `await using lease = await requestLease(...)`.
 * @throws {GrpcError} `FAILED_PRECONDITION` with the controller's text if no exporter has the labels, or the lease is refused;
 * `DEADLINE_EXCEEDED` after `acquireMs`.
 * @throws {ConnectionError} If the controller cannot be reached.
 */
export async function requestLease(request: LeaseRequest): Promise<Lease> {
  const { labels, durationMs = DURATION_MS, acquireMs = ACQUIRE_MS, signal, ...access } = request;
  const end = performance.now() + acquireMs;
  const name = await withController(access, signal, async (calls, options) => {
    const duration = { seconds: BigInt(Math.ceil(durationMs / 1_000)) };
    const selector = { matchLabels: { ...labels } };
    return (await calls.requestLease(create(RequestLeaseRequestSchema, { duration, selector }), options)).name;
  });
  const release = (): Promise<void> =>
    withController(access, undefined, async (calls, options) => {
      await calls.releaseLease(create(ReleaseLeaseRequestSchema, { name }), options);
    });
  try {
    await untilGiven(access, name, end, signal);
  } catch (error) {
    // What made it fail counts, not that the lease cannot be given back.
    await release().catch(() => {});
    throw error;
  }
  return {
    name,
    connect: (options) => connectLease({ ...access, ...options, lease: name }),
    release,
    [Symbol.asyncDispose]: release,
  };
}

async function untilGiven(access: ControllerAccess, name: string, end: number, signal?: AbortSignal): Promise<void> {
  await withController(access, signal, async (calls, options) => {
    for (let ms = FIRST_POLL_MS;; ms = Math.min(2 * ms, MAX_POLL_MS)) {
      const { conditions } = await calls.getLease(create(GetLeaseRequestSchema, { name }), options);
      if (is(conditions, "Ready")) return;
      for (const type of ["Unsatisfiable", "Invalid"]) {
        if (!is(conditions, type)) continue;
        const text = conditions.find((one) => one.type === type)?.message ?? "";
        throw new GrpcError("FAILED_PRECONDITION", `the lease is ${type.toLowerCase()}: ${text}`);
      }
      if (performance.now() > end) {
        throw new GrpcError("DEADLINE_EXCEEDED", "no exporter was free in time");
      }
      await pause(ms, { signal });
      signal?.throwIfAborted();
    }
  });
}

function is(conditions: readonly Condition[], type: string): boolean {
  return conditions.some((one) => one.type === type && one.status === "True");
}
