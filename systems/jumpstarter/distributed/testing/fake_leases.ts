/**
 * The lease of a controller with one exporter, for tests: which client has it, and the streams that tell the exporter.
 *
 * @module
 */
import { type GrpcCode, GrpcError, MessageQueue } from "@fluxwire/grpc";
import { ExporterStatus } from "../../generated/jumpstarter/v1/common_pb.ts";
import {
  type GetLeaseResponse,
  GetLeaseResponseSchema,
  type ListenResponse,
  ListenResponseSchema,
  type StatusResponse,
  StatusResponseSchema,
} from "../../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { create } from "../../protobuf.ts";
import type { Meeting } from "../tunnel.ts";

/** Statuses in which clients may dial. */
const DIALABLE = new Set([
  ExporterStatus.UNSPECIFIED,
  ExporterStatus.LEASE_READY,
  ExporterStatus.BEFORE_LEASE_HOOK,
  ExporterStatus.AFTER_LEASE_HOOK,
]);

/** A lease. */
interface Held {
  readonly name: string;
  readonly client: string;
}

/** The lease, and what waits for news of it. */
export class FakeLeases {
  /** What the exporter has reported last. */
  status: ExporterStatus = ExporterStatus.OFFLINE;
  readonly #statuses = new Set<MessageQueue<StatusResponse>>();
  readonly #listeners = new Map<string, MessageQueue<ListenResponse>>();
  #held: Held | null = null;
  #requested: Held | null = null;
  #polls = 0;

  /** Gives the exporter to a client, or to none. */
  give(held: Held | null): void {
    this.#held = held;
    for (const queue of this.#statuses) queue.send(this.#message());
  }

  /** Takes a lease back, if it is the current one. */
  takeBack(name: string): void {
    if (this.#held?.name === name) this.give(null);
  }

  /** A stream of Status. */
  watch(signal: AbortSignal): MessageQueue<StatusResponse> {
    const queue = new MessageQueue<StatusResponse>();
    queue.send(this.#message());
    this.#statuses.add(queue);
    signal.addEventListener("abort", () => this.#statuses.delete(queue));
    return queue;
  }

  /** Ends the streams of Status; without a code they end well. */
  endStatuses(code?: GrpcCode): void {
    for (const queue of this.#statuses) {
      queue.end(code === undefined ? undefined : new GrpcError(code, "broken by test"));
    }
    this.#statuses.clear();
  }

  /** A stream of Listen; a new one takes the place of the old one. */
  listen(name: string, signal: AbortSignal): MessageQueue<ListenResponse> {
    this.#check(name);
    this.#listeners.get(name)?.end();
    const queue = new MessageQueue<ListenResponse>();
    this.#listeners.set(name, queue);
    signal.addEventListener("abort", () => {
      if (this.#listeners.get(name) === queue) this.#listeners.delete(name);
    });
    return queue;
  }

  /** Tells the exporter of a client, unless it is not ready or does not listen. */
  dial(name: string, meeting: Meeting): void {
    this.#check(name);
    if (!DIALABLE.has(this.status)) {
      const text = `exporter is not ready (status: ${ExporterStatus[this.status]})`;
      throw new GrpcError("FAILED_PRECONDITION", text);
    }
    if (!this.offer(meeting)) throw new GrpcError("UNAVAILABLE", `exporter is not listening on lease ${name}`);
  }

  /** Tells the exporter of a client; gives whether it listens. */
  offer(meeting: Meeting): boolean {
    const listener = this.#listeners.get(this.#held!.name);
    listener?.send(create(ListenResponseSchema, meeting));
    return listener !== undefined;
  }

  /** Asks for the lease; the exporter has every label but `board=none`. */
  request(client: string, labels: string): string {
    this.#requested = labels === "board=none" ? null : { name: "lease-1", client };
    this.#polls = 0;
    return "lease-1";
  }

  /** How it is about the lease that was asked for: pending once, then ready. */
  poll(): GetLeaseResponse {
    const about = (type: string, message?: string): GetLeaseResponse =>
      create(GetLeaseResponseSchema, {
        conditions: [{ type, status: "True", ...message === undefined ? {} : { message } }],
      });
    if (this.#requested === null) return about("Unsatisfiable", "no exporter has the labels");
    if (this.#polls++ === 0) return about("Pending");
    this.give(this.#requested);
    return about("Ready");
  }

  #check(name: string): void {
    if (this.#held?.name !== name) throw new GrpcError("UNKNOWN", "permission denied");
  }

  #message(): StatusResponse {
    const held = this.#held;
    return create(StatusResponseSchema, {
      leased: held !== null,
      ...held === null ? {} : { leaseName: held.name, clientName: held.client },
    });
  }
}
