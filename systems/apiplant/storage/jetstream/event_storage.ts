/** The event log in a stream of NATS JetStream, which any number of servers may share: a message is one append. */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { Seq } from "../../event/event.ts";
import { checkDrafts, MAX_APPEND_BYTES } from "../event/drafts.ts";
import { Waiters } from "../event/waiters.ts";
import {
  type AppendResult,
  type EventStorage,
  type EventStorageInfo,
  type LogDraft,
  type LogEntry,
  type Register,
  StorageError,
} from "../roles.ts";
import { asStorageError, numberOf, WRONG_LAST_SEQUENCE, WRONG_LAST_SEQUENCE_CONSTANT } from "./failure.ts";
import { connect, headers, jetstream, type JetStreamClient, jetstreamManager, type NatsConnection } from "./library.ts";
import { encodeAppend } from "./message.ts";
import { keepLostSockets } from "./lost_sockets.ts";
import { type OpenedStreams, openStreams } from "./open_streams.ts";
import { Registers } from "./registers.ts";
import type { JetStreamSettings } from "./settings.ts";
import { StreamReader } from "./stream_reader.ts";
import { appendedSubject, eventsSubject } from "./stream_settings.ts";

/** How long the server may take for an answer, in milliseconds. */
const ANSWER_MS = 5_000;
/** The first pause until an append of another server can be read, in milliseconds. */
const FIRST_PAUSE_MS = 2;
/** The pause before it is connected to again, in milliseconds. */
const RECONNECT_MS = 250;
/** How often the head is read besides: notices are lost while there is no connection. In milliseconds. */
const POLL_MS = 1_000;
/** What a message has besides its entries at most, in bytes: the members that are indexed stand in the entries as well. */
const OVERHEAD = 1_024;
/** The header with the place of the last entry of an append. */
const HEAD_HEADER = "Apiplant-Head";

/** How a log is opened. */
export interface JetStreamLogOptions {
  readonly settings: JetStreamSettings;
  readonly clock?: Clock;
  /** Gets a sentence if changes may be lost with the machine's power. */
  readonly warn?: (text: string) => void;
}

/** An event storage whose appends name the last message of the stream that they expect: only one of several lands there. */
export class JetStreamEventStorage implements EventStorage {
  readonly #settings: JetStreamSettings;
  readonly #opened: OpenedStreams;
  readonly #connection: NatsConnection;
  readonly #kept: Disposable;
  readonly #client: JetStreamClient;
  readonly #reader: StreamReader;
  readonly #registers: Registers;
  readonly #waiters: Waiters;
  readonly #clock: Clock;
  #poll: unknown;
  #notified: Seq = 0;
  #lastMaxPayload = MAX_APPEND_BYTES;
  #isClosed = false;

  private constructor(
    connection: NatsConnection,
    kept: Disposable,
    opened: OpenedStreams,
    parts: { client: JetStreamClient; reader: StreamReader; registers: Registers },
    { settings, clock = SYSTEM_CLOCK }: JetStreamLogOptions,
  ) {
    this.#settings = settings;
    this.#opened = opened;
    this.#connection = connection;
    this.#kept = kept;
    this.#client = parts.client;
    this.#reader = parts.reader;
    this.#registers = parts.registers;
    this.#clock = clock;
    this.#waiters = new Waiters(clock);
    connection.subscribe(appendedSubject(settings.stream), {
      callback: (error, message) => {
        if (error === null) this.#notice(Number(message.headers?.get(HEAD_HEADER) ?? 0));
      },
    });
    this.#schedulePoll();
  }

  /**
   * Connects, and makes the streams if they are missing.
   *
   * @throws {StorageError} `unavailable` if no server can be reached, `invalid` if one refuses the user, is too old, or has a stream
   *   whose settings could lose events.
   */
  static async open(options: JetStreamLogOptions): Promise<JetStreamEventStorage> {
    const { settings, warn } = options, { name, stream } = settings;
    let connection: NatsConnection | null = null;
    const kept = keepLostSockets();
    try {
      connection = await connect({
        ...settings.connection,
        name: "Fluxwire models",
        timeout: ANSWER_MS,
        maxReconnectAttempts: -1,
        reconnectTimeWait: RECONNECT_MS,
        ignoreAuthErrorAbort: true,
        noEcho: false,
      });
      const manager = await jetstreamManager(connection, { timeout: ANSWER_MS }), client = jetstream(connection);
      const opened = await openStreams(connection, manager, settings);
      if (opened.durable === "process") {
        warn?.(
          `${name} may answer before its disk has the events: a loss of power may lose changes that were answered`,
        );
      }
      const reader = new StreamReader({ manager, stream, subject: eventsSubject(stream), logId: opened.logId, name });
      await reader.refresh();
      const registers = new Registers({ manager, client, stream, name, timeoutMs: ANSWER_MS });
      return new JetStreamEventStorage(connection, kept, opened, { client, reader, registers }, options);
    } catch (error) {
      await connection?.close();
      kept[Symbol.dispose]();
      throw asStorageError(name, error);
    }
  }

  async info(): Promise<EventStorageInfo> {
    this.#check();
    await this.#reader.refresh();
    const most = Math.floor((this.#maxPayload - OVERHEAD) / 2);
    const { logId, durable } = this.#opened;
    return {
      logId,
      durable,
      first: 1,
      head: this.#reader.head,
      maxAppendBytes: Math.min(MAX_APPEND_BYTES, most),
      shared: true,
    };
  }

  async append(expected: Seq, drafts: readonly LogDraft[], signal?: AbortSignal): Promise<AppendResult> {
    this.#check(signal);
    checkDrafts(drafts);
    const { stream, name } = this.#settings, bytes = encodeAppend(this.#opened.logId, expected, drafts);
    if (bytes.length > this.#maxPayload - OVERHEAD) {
      throw new StorageError(
        "exhausted",
        `An append of ${bytes.length} bytes exceeds max_payload of the NATS server, ${this.#maxPayload}: append fewer entries at once`,
      );
    }
    if (this.#reader.head !== expected) await this.#reader.refresh();
    if (this.#reader.head !== expected) return { ok: false, head: this.#reader.head };
    const head = expected + drafts.length, { lastMessage } = this.#reader, notice = headers();
    notice.set(HEAD_HEADER, String(head));
    try {
      const { seq } = await this.#client.publish(eventsSubject(stream), bytes, {
        headers: notice,
        expect: { streamName: stream, lastSequence: lastMessage },
        timeout: ANSWER_MS,
      });
      this.#reader.landed({ first: expected + 1, message: seq, head });
    } catch (error) {
      const number = numberOf(error);
      if (number !== WRONG_LAST_SEQUENCE && number !== WRONG_LAST_SEQUENCE_CONSTANT) throw asStorageError(name, error);
      return { ok: false, head: await this.#headBehind(expected, signal) };
    }
    // Readers of this server need not wait for the notice.
    this.#waiters.wake(head);
    return { ok: true, head };
  }

  async read(
    from: Seq,
    max: number,
    waitMs = 0,
    signal?: AbortSignal,
  ): Promise<{ entries: readonly LogEntry[]; head: Seq }> {
    this.#check(signal);
    const page = await this.#reader.read(from, max);
    if (from <= page.head || waitMs <= 0) return page;
    this.#check(signal);
    // An append that was noticed while the page was read wakes no reader later.
    if (this.#notified < from) await this.#waiters.wait(from, waitMs, signal);
    this.#check(signal);
    return await this.#reader.read(from, max);
  }

  async getRegister(name: string): Promise<Register | null> {
    this.#check();
    return await this.#registers.get(name);
  }

  async setRegister(
    name: string,
    value: string,
    ifVersion: number,
  ): Promise<{ ok: true; version: number } | { ok: false }> {
    this.#check();
    return await this.#registers.set(name, value, ifVersion);
  }

  /** Ends the waiting reads and the connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#clock.clearTimeout(this.#poll);
    this.#waiters.wakeAll();
    await this.#connection.close();
    this.#kept[Symbol.dispose]();
  }

  /** The head once it is behind a place. Servers of a cluster refuse an append as soon as another one is on its way, before that can be read. */
  async #headBehind(seq: Seq, signal?: AbortSignal): Promise<Seq> {
    const deadline = this.#clock.now() + ANSWER_MS;
    for (let pause = FIRST_PAUSE_MS;; pause = Math.min(2 * pause, POLL_MS)) {
      await this.#reader.refresh();
      if (this.#reader.head !== seq) return this.#reader.head;
      if (this.#clock.now() > deadline) {
        throw new StorageError("unavailable", `${this.#settings.name} failed: another append is on its way`);
      }
      await this.#waiters.wait(seq + 1, pause, signal);
      this.#check(signal);
    }
  }

  /** The largest message that the server takes; as it was last known while there is no connection. */
  get #maxPayload(): number {
    return this.#lastMaxPayload = this.#connection.info?.max_payload ?? this.#lastMaxPayload;
  }

  #notice(head: Seq): void {
    this.#notified = Math.max(this.#notified, head);
    this.#waiters.wake(head);
  }

  #schedulePoll(): void {
    this.#poll = this.#clock.setTimeout(async () => {
      try {
        if (this.#waiters.size > 0) await this.#reader.refresh();
        this.#notice(this.#reader.head);
      } catch {
        // The readers that wait ask the server themselves when their time is over, and have its error.
      }
      if (!this.#isClosed) this.#schedulePoll();
    }, POLL_MS);
  }

  #check(signal?: AbortSignal): void {
    signal?.throwIfAborted();
    if (this.#isClosed) throw new StorageError("unavailable", "The event storage is closed");
  }
}
