/**
 * Publishes to a core by gRPC: the same six calls. The core may be away for a while.
 *
 * @module
 */
import { type CallOptions, type Channel, connect } from "@fluxwire/grpc";
import { type Clock, pause, SYSTEM_CLOCK } from "@fluxwire/transport";
import { PUBLISHER } from "../rpc/definitions.ts";
import { KEY_METADATA, type PublishRecord, type Sink } from "./record.ts";
import { WaitingRecords } from "./waiting_records.ts";

/** How long one call may take, in milliseconds. */
const CALL_MS = 2_000;
/** The pause before the core is tried again, in milliseconds. */
const PAUSE_MS = 1_000;

/** The variables that name a core, in the order in which they count. */
export const CORE_VARIABLES = ["CORE_GRPC_ADDR", "CONTROLLER_CORE_GRPC_ADDR", "GRPC_ADDR"] as const;

/** Sends records in order, one at a time. */
export class CoreSink implements Sink {
  /** As `-publisher` has it. */
  readonly name = "core";
  readonly #address: string;
  readonly #clock: Clock;
  readonly #onFailure: (text: string) => void;
  readonly #waiting = new WaitingRecords();
  readonly #closing = new AbortController();
  #channel: Channel | null = null;
  #sending: Promise<void> | null = null;
  #isAway = false;
  /** The record that is sent now, with its key, which stays while it is sent again. */
  #current: { readonly record: PublishRecord; readonly key: string } | null = null;

  /** @param onFailure Called when the core is first found away, and when records are dropped or refused. */
  constructor(address: string, onFailure: (text: string) => void, clock: Clock = SYSTEM_CLOCK) {
    this.#address = address;
    this.#clock = clock;
    this.#onFailure = onFailure;
  }

  /** How many records were dropped because the core was away for too long. */
  get dropped(): number {
    return this.#waiting.dropped;
  }

  /** Takes a record; resolves at once. */
  publish(record: PublishRecord): Promise<void> {
    const dropped = this.#waiting.dropped;
    this.#waiting.add(record);
    if (dropped === 0 && this.#waiting.dropped > 0) this.#onFailure("records are dropped: too many wait for the core");
    this.#sending ??= this.#sendAll();
    return Promise.resolve();
  }

  /** Ends the connection; what still waits is lost. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#channel?.close();
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    for (let record = this.#waiting.first(); record !== null; record = this.#waiting.first()) {
      if (this.#closing.signal.aborted) return;
      try {
        this.#channel = await this.#connected();
        await send(this.#channel, record, { timeoutMs: CALL_MS, metadata: { [KEY_METADATA]: this.#keyOf(record) } });
        this.#waiting.remove(record);
        this.#isAway = false;
      } catch (error) {
        await this.#failed(record, error);
      }
    }
    // In the step that has found no other record: one that comes in the next begins anew.
    this.#sending = null;
  }

  /** A record that the core refuses is dropped; otherwise the core is away, and is tried again after a pause. */
  async #failed(record: PublishRecord, error: unknown): Promise<void> {
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof Error && "code" in error && error.code === "INVALID_ARGUMENT") {
      this.#waiting.remove(record);
      return this.#onFailure(`the core refuses ${record.call}: ${text}`);
    }
    if (!this.#isAway && !this.#closing.signal.aborted) this.#onFailure(`the core is away: ${text}`);
    this.#isAway = true;
    await pause(PAUSE_MS, { signal: this.#closing.signal, clock: this.#clock });
  }

  #keyOf(record: PublishRecord): string {
    if (this.#current?.record !== record) this.#current = { record, key: crypto.randomUUID() };
    return this.#current.key;
  }

  async #connected(): Promise<Channel> {
    if (this.#channel?.isOpen) return this.#channel;
    return await connect(this.#address, { signal: this.#closing.signal });
  }
}

async function send(channel: Channel, { call, message }: PublishRecord, options: CallOptions): Promise<void> {
  const client = channel.client(PUBLISHER);
  switch (call) {
    case "UpsertDevice":
      return void await client.upsertDevice(message, options);
    case "UpsertEndpoints":
      return void await client.upsertEndpoints(message, options);
    case "UpsertVariables":
      return void await client.upsertVariables(message, options);
    case "PublishState":
      return void await client.publishState(message, options);
    case "PublishVariable":
      return void await client.publishVariable(message, options);
    case "PublishEvent":
      return void await client.publishEvent(message, options);
  }
}
