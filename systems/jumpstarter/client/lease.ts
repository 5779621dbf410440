/**
 * Connects to an exporter that a controller has leased, through the controller's router.
 *
 * @module
 */
import { type CallOptions, GrpcError } from "@fluxwire/grpc";
import { type Dial, dialer, type TlsConfig } from "../distributed/dial.ts";
import { identityOf } from "../distributed/identity.ts";
import { pause } from "../distributed/timing.ts";
import { type Meeting, openTunnel } from "../distributed/tunnel.ts";
import { DialRequestSchema } from "../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { create } from "../protobuf.ts";
import { CONTROLLER } from "../wire/controller.ts";
import { connect } from "./connect.ts";
import type { Exporter } from "./exporter.ts";

/** A lease, and the client that has it. */
export interface LeaseOptions {
  /** The controller's HOST:PORT. */
  readonly controller: string;
  /**
   * How the controller and its router are trusted.
   *
   * @default The system's certificates
   */
  readonly tls?: TlsConfig;
  /** Where the controller keeps the client. */
  readonly namespace: string;
  /** The client's name there. */
  readonly client: string;
  /** The client's token. It goes to the controller only. */
  readonly token: string;
  /** The lease's name. */
  readonly lease: string;
  /**
   * How long the exporter may take to be ready, in milliseconds: the hook before the lease may run meanwhile.
   *
   * @default {300000}
   */
  readonly readyMs?: number;
  /**
   * Gives up connecting when it aborts.
   *
   * @default {undefined}
   */
  readonly signal?: AbortSignal;
}

const READY_MS = 300_000;
const CALL_MS = 30_000;
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
  const { signal, readyMs = READY_MS } = options, dial = dialer(options.tls ?? {});
  const end = performance.now() + readyMs;
  const meeting = await meetingOf(options, dial, end);
  const { duplex } = await openTunnel(dial, meeting, signal);
  return await connect({ endpoint: { tunnel: duplex }, timeoutMs: Math.max(1, end - performance.now()), signal });
}

/** Asks the controller for a meeting with the exporter, until it is ready. */
export async function meetingOf(
  options: Omit<LeaseOptions, "tls" | "readyMs">,
  dial: Dial,
  end: number,
): Promise<Meeting> {
  const { controller, namespace, client: name, token, lease, signal } = options;
  const channel = await dial(controller, identityOf({ kind: "Client", namespace, name, token }), signal);
  const request = create(DialRequestSchema, { leaseName: lease });
  const callOptions: CallOptions = { timeoutMs: CALL_MS, ...signal === undefined ? {} : { signal } };
  try {
    for (let ms = FIRST_PAUSE_MS;; ms = Math.min(2 * ms, MAX_PAUSE_MS)) {
      try {
        return await channel.client(CONTROLLER).dial(request, callOptions);
      } catch (error) {
        const left = end - performance.now();
        if (signal?.aborted || left <= 0 || !isSoon(error)) throw signal?.aborted ? signal.reason : error;
        await pause(Math.min(ms, left), signal);
      }
    }
  } finally {
    await channel.close();
  }
}

/** Whether an exporter may be ready a little later. */
function isSoon(error: unknown): boolean {
  if (!(error instanceof GrpcError)) return false;
  return error.code === "UNAVAILABLE" || error.code === "FAILED_PRECONDITION" && error.details.includes("not ready");
}
