/**
 * A hub's session: registers, does the commands that come, tells of events.
 *
 * @module
 */
import { type Channel, MessageQueue } from "@fluxwire/grpc";
import {
  Control,
  type ProxyCommandRequest,
  type ProxyCommandResponse,
  ProxyCommandResponseSchema,
} from "../hostrpc.ts";
import { create } from "../protobuf.ts";
import { HUB_GATEWAY } from "../rpc/definitions.ts";
import { REGISTER } from "../rpc/names.ts";
import type { CommandResult } from "./command_result.ts";
import type { DriverRuntime } from "./runtime.ts";

/** What hubs of this SDK can do besides commands. */
const FEATURES = ["cancel", "discover", "events"];

/** The session of a hub, of one connection after the other. */
export class HubLink {
  readonly #runtime: DriverRuntime;
  readonly #deviceId: string;
  readonly #now: () => number;
  #answers: MessageQueue<ProxyCommandResponse> | null = null;
  readonly #running = new Map<string, AbortController>();

  /** @param deviceId Of the hub. */
  constructor(runtime: DriverRuntime, deviceId: string, now: () => number) {
    this.#runtime = runtime;
    this.#deviceId = deviceId;
    this.#now = now;
  }

  /** Whether the hub is registered. */
  get isOpen(): boolean {
    return this.#answers !== null;
  }

  /**
   * Opens the session and serves it until it ends. Commands that run then are given up.
   *
   * @param onOpen Called when the host has accepted it.
   * @throws {GrpcError} why the host refuses it, or how it has ended.
   */
  async serve(channel: Channel, onOpen: () => void): Promise<void> {
    const answers = new MessageQueue<ProxyCommandResponse>();
    const { definition } = this.#runtime.driver as { definition: { maxInFlight?: number } };
    answers.send(create(ProxyCommandResponseSchema, {
      hubDeviceId: this.#deviceId,
      endpointKey: REGISTER,
      correlationId: crypto.randomUUID(),
      features: FEATURES,
      maxInFlight: definition.maxInFlight ?? 0,
    }));
    const requests = channel.client(HUB_GATEWAY).openHubSession(answers);
    try {
      await requests.headers;
      this.#answers = answers;
      onOpen();
      for await (const request of requests) this.#take(request, answers);
    } finally {
      this.#answers = null;
      answers.end();
      for (const controller of this.#running.values()) controller.abort(new Error("the hub session has ended"));
      this.#running.clear();
    }
  }

  /** Tells subscribers of an event; false without a session. */
  emit(childRef: string, type: string, payload: Uint8Array): boolean {
    if (this.#answers === null) return false;
    const atUnixMs = BigInt(Math.trunc(this.#now()));
    const event = { hubDeviceId: this.#deviceId, childRef, type, payload, atUnixMs };
    return sent(this.#answers, create(ProxyCommandResponseSchema, { event }));
  }

  #take(request: ProxyCommandRequest, answers: MessageQueue<ProxyCommandResponse>): void {
    const { correlationId: id, control } = request;
    if (control === Control.CANCEL) return this.#running.get(id)?.abort(new Error("the caller has given up"));
    const controller = new AbortController();
    this.#running.set(id, controller);
    const work = control === Control.DISCOVER ? this.#runtime.discover(controller.signal) : this.#runtime.proxy({
      ...request,
      correlationId: request.callerCorrelationId || id,
      signal: controller.signal,
    });
    work.then((result) => {
      this.#running.delete(id);
      if (!controller.signal.aborted) sent(answers, answerOf(id, result));
    });
  }
}

function answerOf(correlationId: string, result: CommandResult): ProxyCommandResponse {
  return create(ProxyCommandResponseSchema, { ...result, correlationId });
}

/** Sends a message; false if the session has ended, or its peer does not read. */
function sent(answers: MessageQueue<ProxyCommandResponse>, message: ProxyCommandResponse): boolean {
  try {
    answers.send(message);
    return true;
  } catch {
    return false;
  }
}
