/**
 * One connection to a server, and the calls on it.
 *
 * @module
 */
import { type Clock, ConnectionError, TIMED_OUT, within } from "@fluxwire/transport";
import { GrpcError } from "../call/grpc_error.ts";
import { CONTENT_TYPE } from "../call/media_type.ts";
import { Metadata } from "../call/metadata.ts";
import type { MethodDefinitions, ServiceDefinition } from "../call/service_definition.ts";
import { HeaderTemplate } from "../hpack/encoder.ts";
import { Http2Connection } from "../http2/connection.ts";
import type { Keepalive } from "../http2/keepalive.ts";
import type { GrpcLimits } from "../limits.ts";
import type { ByteStream } from "../socket/byte_stream.ts";
import { type Client, clientOf } from "./client.ts";
import type { ClientCall } from "./client_call.ts";

/** What a channel is made of. */
export interface ChannelSetup {
  /** Belongs to the channel. */
  bytes: ByteStream;
  /** Sent with each call. */
  metadata: Metadata;
  /** `:authority`. */
  authority: string;
  /** `http` or `https`. */
  scheme: string;
  /** The bounds. */
  limits: GrpcLimits;
  /** The timers. */
  clock: Clock;
  /** Whether the server is asked if it lives. */
  keepalive: Keepalive | null;
}

/** A connection to a server, as `connect` gives it. It does not connect again: connect anew when it has closed. */
export interface Channel {
  /** Resolves when the connection has ended: with null after `close` or the server's orderly end, else the reason. */
  readonly closed: Promise<Error | null>;
  /** Whether calls can still be made. */
  readonly isOpen: boolean;
  /** The methods of a service, as functions with the names of its definition. */
  client<Methods extends MethodDefinitions>(service: ServiceDefinition<Methods>): Client<Methods>;
  /** Ends the connection; calls that run fail with `UNAVAILABLE`. Resolves when it has ended. */
  close(): Promise<void>;
}

/** A channel, as its calls see it. */
export class ClientChannel implements Channel {
  /** The connection beneath. */
  readonly connection: Http2Connection;
  readonly #setup: ChannelSetup;
  readonly #ready = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<Error | null>();
  readonly #templates = new Map<string, HeaderTemplate>();
  readonly #waiting = new Set<ClientCall>();

  /** A channel whose connection begins. */
  constructor(setup: ChannelSetup) {
    this.#setup = setup;
    this.#ready.promise.catch(() => {});
    this.connection = new Http2Connection({
      ...setup,
      isServer: false,
      events: {
        onSettings: () => {
          this.#ready.resolve();
          this.#startWaiting();
        },
        onStreamOver: () => this.#startWaiting(),
        onNoMoreStreams: () => this.#failWaiting("the connection takes no further calls"),
        onClosed: (reason) => {
          this.#ready.reject(
            reason ?? new ConnectionError("ConnectionClosed", "Cannot connect: the server closed the connection"),
          );
          this.#closed.resolve(reason);
        },
      },
    });
    this.connection.run();
  }

  /** Resolves when the connection has ended: with null after `close` or the server's orderly end, else the reason. */
  get closed(): Promise<Error | null> {
    return this.#closed.promise;
  }

  /** Whether calls can still be made. */
  get isOpen(): boolean {
    return this.connection.isOpen;
  }

  /** The methods of a service, as functions with the names of its definition. */
  client<Methods extends MethodDefinitions>(service: ServiceDefinition<Methods>): Client<Methods> {
    return clientOf(this, service);
  }

  /** Ends the connection; calls that run fail with `UNAVAILABLE`. */
  async close(): Promise<void> {
    this.connection.close();
    await this.#closed.promise;
  }

  /** Waits for the server's first SETTINGS; throws what ended the connection before. */
  ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** The headers of each call of a method. */
  template(path: string): HeaderTemplate {
    const known = this.#templates.get(path);
    if (known !== undefined) return known;
    const { scheme, authority, metadata } = this.#setup;
    const template = new HeaderTemplate([
      { name: ":method", value: "POST" },
      { name: ":scheme", value: scheme },
      { name: ":path", value: path },
      { name: ":authority", value: authority },
      { name: "te", value: "trailers" },
      { name: "content-type", value: CONTENT_TYPE },
      { name: "user-agent", value: "fluxwire-grpc" },
      ...Metadata.toFields(metadata),
    ]);
    this.#templates.set(path, template);
    return template;
  }

  /** Begins a call, now or when the server allows a further stream. */
  start(call: ClientCall): void {
    const { connection } = this;
    if (!connection.isOpen) return call.failLocally(new GrpcError("UNAVAILABLE", "the connection is closed"));
    if (connection.streams.open.size < connection.sender.settings.maxConcurrentStreams && this.#waiting.size === 0) {
      return call.begin();
    }
    const { maxWaitingCalls } = this.#setup.limits;
    if (this.#waiting.size >= maxWaitingCalls) {
      const text = `the calls that wait for the server exceed maxWaitingCalls ${maxWaitingCalls}`;
      return call.failLocally(new GrpcError("RESOURCE_EXHAUSTED", text));
    }
    this.#waiting.add(call);
  }

  /** A call that waited has ended. */
  forget(call: ClientCall): void {
    this.#waiting.delete(call);
  }

  #startWaiting(): void {
    const { connection } = this;
    for (const call of this.#waiting) {
      if (!connection.isOpen || connection.streams.open.size >= connection.sender.settings.maxConcurrentStreams) return;
      this.#waiting.delete(call);
      call.begin();
    }
  }

  #failWaiting(message: string): void {
    for (const call of [...this.#waiting]) call.failLocally(new GrpcError("UNAVAILABLE", message));
  }
}

/** Waits until a channel is ready. */
export async function untilReady(
  channel: ClientChannel,
  ms: number,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Channel> {
  try {
    const ready = within(channel.ready(), ms, clock);
    const result = await (signal === undefined ? ready : within(ready, signal));
    if (result === TIMED_OUT) throw new ConnectionError("Timeout", `Cannot connect: no SETTINGS within ${ms} ms`);
    return channel;
  } catch (error) {
    channel.connection.close();
    throw error;
  }
}
