/**
 * The host's end of a driver session: commands, health, and what the driver has said of itself.
 *
 * @module
 */
import { type Clock, TIMED_OUT, within } from "@fluxwire/transport";
import {
  type DriverMessage,
  type Hello,
  type HostMessage,
  HostMessageSchema,
  type Result,
} from "../generated/nx/driver/v1/driver_pb.ts";
import { create } from "../protobuf.ts";
import type { MessageInitShape } from "../protobuf.ts";
import { type Health, WELL } from "./health.ts";

/** How a command is sent. */
export interface CommandOptions {
  /** How long the driver has, in milliseconds. */
  readonly timeoutMs: number;
  /** Stands in the driver's context. */
  readonly correlationId: string;
  /** Gives up when it aborts. */
  readonly signal: AbortSignal;
}

/** What a session tells its host. */
export interface SessionEvents {
  /** The driver is ready. */
  started(): void;
  /** It says how well it is. */
  health(health: Health): void;
  /** A line of its log, with its fields as JSON. */
  log(level: string, message: string, fields: string): void;
}

/** A driver's session, after its hello. */
export class DriverSession {
  readonly #send: (message: HostMessage) => void;
  readonly #events: SessionEvents;
  readonly #clock: Clock;
  readonly #waiting = new Map<string, PromiseWithResolvers<Result>>();
  readonly #checks = new Map<string, () => void>();
  /** Commands that came before the driver was ready, by their ids: its handlers may need what its `start` makes. */
  readonly #held = new Map<string, MessageInitShape<typeof HostMessageSchema>["kind"]>();
  #lastId = 0;
  #health: Health = WELL;
  #isStarted = false;
  #isEnded = false;
  /** What the driver says of itself. */
  readonly hello: Hello;

  /** @param send Sends a message, in the order of the calls. */
  constructor(
    hello: Hello,
    { send, events, clock }: { send: (message: HostMessage) => void; events: SessionEvents; clock: Clock },
  ) {
    this.hello = hello;
    this.#send = send;
    this.#events = events;
    this.#clock = clock;
  }

  /** Whether it has said that it is ready. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  /** What it has said of its health. */
  get health(): Health {
    return this.#health;
  }

  /** Whether the session is over. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Sends a message of the host. */
  send(kind: MessageInitShape<typeof HostMessageSchema>["kind"]): void {
    if (!this.#isEnded) this.#send(create(HostMessageSchema, { kind }));
  }

  /** Takes a message of the driver. */
  receive({ kind }: DriverMessage): void {
    switch (kind.case) {
      case "started":
        this.#isStarted = true;
        for (const command of this.#held.values()) this.send(command);
        this.#held.clear();
        return this.#events.started();
      case "result":
        return this.#waiting.get(kind.value.id)?.resolve(kind.value);
      case "health":
        this.#health = { status: kind.value.status, details: kind.value.details };
        this.#checks.get(kind.value.id)?.();
        return this.#events.health(this.#health);
      case "log":
        return this.#events.log(kind.value.level, kind.value.message, new TextDecoder().decode(kind.value.fields));
    }
  }

  /**
   * Asks for one of the driver's own endpoints. The command is sent once the driver is ready; waiting for that is part of its time.
   *
   * @returns The driver's result; null if it gave none in time.
   * @throws The signal's reason, or an error when the session ends.
   */
  async command(
    endpointKey: string,
    payload: Uint8Array,
    { timeoutMs, correlationId, signal }: CommandOptions,
  ): Promise<Result | null> {
    const id = this.#nextId();
    const waiting = Promise.withResolvers<Result>();
    waiting.promise.catch(() => {});
    this.#waiting.set(id, waiting);
    const issuedAtUnixMs = BigInt(Math.round(this.#clock.now()));
    const value = { id, endpointKey, payload, correlationId, issuedAtUnixMs, timeoutMs };
    if (this.#isStarted) this.send({ case: "command", value });
    else this.#held.set(id, { case: "command", value });
    try {
      const result = await within(within(waiting.promise, signal), timeoutMs, this.#clock);
      if (result !== TIMED_OUT) return result;
      this.#cancel(id);
      return null;
    } catch (error) {
      this.#cancel(id);
      throw error;
    } finally {
      this.#waiting.delete(id);
    }
  }

  /** Resolves when the driver has said how well it is; rejects with the signal's reason. */
  async check(signal: AbortSignal): Promise<void> {
    const id = this.#nextId();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#checks.set(id, resolve);
    this.send({ case: "healthCheck", value: { id } });
    await within(promise, signal).finally(() => this.#checks.delete(id));
  }

  /** Resolves when no command waits, or when the time is up. */
  async drain(ms: number): Promise<void> {
    const all = [...this.#waiting.values()].map(({ promise }) => promise);
    if (all.length > 0) await within(Promise.allSettled(all), ms, this.#clock);
  }

  /** The session is over: what waits fails. */
  end(): void {
    this.#isEnded = true;
    for (const { reject } of this.#waiting.values()) reject(new Error("the driver's session has ended"));
  }

  /** Gives a command up; one that was not sent is not cancelled, as the driver does not know it. */
  #cancel(id: string): void {
    if (!this.#held.delete(id)) this.send({ case: "cancel", value: { id } });
  }

  #nextId(): string {
    return (++this.#lastId).toString(36);
  }
}
