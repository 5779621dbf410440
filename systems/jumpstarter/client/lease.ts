/**
 * Connects to an exporter that a controller has leased, through the controller's router.
 *
 * @module
 */
import { type CallOptions, GrpcError } from "@fluxwire/grpc";
import { pause } from "@fluxwire/transport";
import { type Meeting, openTunnel } from "../distributed/tunnel.ts";
import { DialRequestSchema } from "../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { create } from "../protobuf.ts";
import { connect } from "./connect.ts";
import { type ControllerAccess, type ControllerCalls, withController } from "./controller_access.ts";
import type { Exporter } from "./exporter.ts";
import { type Forward, forwardSocket } from "./forward.ts";

/** How long to wait for an exporter. */
export interface ReadyOptions {
  /**
   * How long the exporter may take to be ready, in milliseconds: the hook before the lease may run meanwhile.
   *
   * @default {300000}
   */
  readonly readyMs?: number;
  /**
   * Gives up when it aborts.
   *
   * @default {undefined}
   */
  readonly signal?: AbortSignal;
}

/** A lease, and the client that has it. */
export interface LeaseOptions extends ControllerAccess, ReadyOptions {
  /** The lease's name. */
  readonly lease: string;
}

const READY_MS = 300_000;
const FIRST_PAUSE_MS = 300, MAX_PAUSE_MS = 2_000;

/**
 * Connects to the exporter of a lease, and asks what devices it has.
 *
 * @returns The exporter, to be closed; the lease stays.
 * @throws {GrpcError} `FAILED_PRECONDITION` or `UNAVAILABLE` if the exporter is not ready within `readyMs`,
 * `UNAUTHENTICATED` or `UNKNOWN` (`permission denied`) if the lease is another client's.
 * @throws {ConnectionError} If the controller or the router cannot be reached.
 */
export async function connectLease(options: LeaseOptions): Promise<Exporter> {
  const { lease, signal, readyMs = READY_MS } = options;
  const end = performance.now() + readyMs;
  const tunnel = await withController(options, signal, async (calls, callOptions, dial) => {
    return await openTunnel(dial, await meetingOf(calls, lease, end, callOptions), signal);
  });
  const timeoutMs = Math.max(1, end - performance.now());
  return await connect({ endpoint: { tunnel: tunnel.duplex }, timeoutMs, signal });
}

/**
 * Listens on a Unix socket that stands for the exporter of a lease: each connection goes through the router on its own.
 *
 * @param onError Takes what went wrong with one connection; the others go on.
 */
export function forwardLease(options: LeaseOptions, path: string, onError?: (error: unknown) => void): Forward<string> {
  const { lease, readyMs = READY_MS } = options;
  return forwardSocket(path, (signal) =>
    withController(options, signal, async (calls, callOptions, dial) => {
      const meeting = await meetingOf(calls, lease, performance.now() + readyMs, callOptions);
      return (await openTunnel(dial, meeting, signal)).stream;
    }), onError);
}

/** Asks the controller for a meeting with the exporter, until it is ready. */
async function meetingOf(
  calls: ControllerCalls,
  leaseName: string,
  end: number,
  options: CallOptions,
): Promise<Meeting> {
  const { signal } = options, request = create(DialRequestSchema, { leaseName });
  for (let ms = FIRST_PAUSE_MS;; ms = Math.min(2 * ms, MAX_PAUSE_MS)) {
    try {
      return await calls.dial(request, options);
    } catch (error) {
      signal?.throwIfAborted();
      const left = end - performance.now();
      if (left <= 0 || !isSoon(error)) throw error;
      await pause(Math.min(ms, left), { signal });
    }
  }
}

/** Whether an exporter may be ready a little later. */
function isSoon(error: unknown): boolean {
  if (!(error instanceof GrpcError)) return false;
  return error.code === "UNAVAILABLE" || error.code === "FAILED_PRECONDITION" && error.details.includes("not ready");
}
