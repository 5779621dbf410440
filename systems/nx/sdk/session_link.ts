/**
 * A driver's session with its host: hello, commands, health, log.
 *
 * @module
 */
import { type Channel, MessageQueue } from "@fluxwire/grpc";
import { type DriverMessage, DriverMessageSchema, type HostMessage } from "../generated/nx/driver/v1/driver_pb.ts";
import { create, type MessageInitShape } from "../protobuf.ts";
import { DRIVER_HOST } from "../rpc/definitions.ts";
import type { LogFields } from "./context.ts";
import { endpointsOf, TOPOLOGIES, variablesOf } from "./declared.ts";
import type { DriverRuntime } from "./runtime.ts";

/** What a host says that concerns more than the session. */
export interface SessionEvents {
  /** The host has welcomed the driver. */
  onWelcome(): void;
  /** A CHILD is bound to its hub. */
  onBindHub(hubDeviceId: string, childRef: string): void;
  /** The hub of a CHILD has a session, or has none. */
  onHubState(isConnected: boolean): void;
  /** The host wants the driver to end. */
  onStop(): void;
}

/** What is sent to a host. */
type Outgoing = MessageInitShape<typeof DriverMessageSchema>["kind"];

/** The session of a driver, of one connection after the other. */
export class SessionLink {
  readonly #runtime: DriverRuntime;
  readonly #deviceId: string;
  readonly #events: SessionEvents;
  readonly #running = new Map<string, AbortController>();
  #messages: MessageQueue<DriverMessage> | null = null;

  /** @param deviceId Of the driver. */
  constructor(runtime: DriverRuntime, deviceId: string, events: SessionEvents) {
    this.#runtime = runtime;
    this.#deviceId = deviceId;
    this.#events = events;
  }

  /** Opens the session and serves it until it ends. @throws {GrpcError} why the host refuses it, or how it has ended. */
  async serve(channel: Channel): Promise<void> {
    const messages = new MessageQueue<DriverMessage>();
    const { driver } = this.#runtime;
    const { id, version, protocols } = driver.definition;
    messages.send(create(DriverMessageSchema, {
      kind: {
        case: "hello",
        value: {
          deviceId: this.#deviceId,
          driverId: id,
          driverVersion: version,
          driverType: driver.type,
          protocols: [...protocols],
          topologies: [...TOPOLOGIES[driver.type]],
          endpoints: endpointsOf(driver),
          variables: variablesOf(driver),
          features: ["cancel"],
          sdk: "fluxwire-nx",
        },
      },
    }));
    try {
      for await (const message of channel.client(DRIVER_HOST).openDriverSession(messages)) {
        this.#take(message, messages);
      }
    } finally {
      this.#messages = null;
      messages.end();
      for (const controller of this.#running.values()) controller.abort(new Error("the driver session has ended"));
      this.#running.clear();
    }
  }

  /** The driver is ready. */
  started(): void {
    this.#send({ case: "started", value: {} });
  }

  /** Sends a line of the log; false without a session. */
  log(level: string, message: string, fields: LogFields, atMs: number): boolean {
    const bytes = new TextEncoder().encode(JSON.stringify(fields));
    return this.#send({ case: "log", value: { level, message, fields: bytes, atUnixMs: BigInt(Math.trunc(atMs)) } });
  }

  #take({ kind }: HostMessage, messages: MessageQueue<DriverMessage>): void {
    switch (kind.case) {
      case "welcome":
        this.#messages = messages;
        if (this.#runtime.isStarted) this.started();
        return this.#events.onWelcome();
      case "command":
        return this.#command(kind.value);
      case "cancel":
        return this.#running.get(kind.value.id)?.abort(new Error("the caller has given up"));
      case "healthCheck":
        return this.#health(kind.value.id);
      case "bindHub":
        return this.#events.onBindHub(kind.value.hubDeviceId, kind.value.childRef);
      case "hubState":
        return this.#events.onHubState(kind.value.connected);
      case "stop":
        return this.#events.onStop();
    }
  }

  #command({ id, endpointKey, payload, correlationId }: {
    id: string;
    endpointKey: string;
    payload: Uint8Array;
    correlationId: string;
  }): void {
    const controller = new AbortController();
    this.#running.set(id, controller);
    this.#runtime.command({ endpointKey, payload, correlationId, signal: controller.signal }).then((result) => {
      this.#running.delete(id);
      this.#send({ case: "result", value: { id, ...result } });
    });
  }

  #health(id: string): void {
    this.#runtime.health().then(({ status, details = {} }) => {
      this.#send({ case: "health", value: { id, status, details: { ...details } } });
    });
  }

  #send(kind: Outgoing): boolean {
    if (this.#messages === null) return false;
    try {
      this.#messages.send(create(DriverMessageSchema, { kind }));
      return true;
    } catch {
      // The session has ended, or the host does not read.
      return false;
    }
  }
}
