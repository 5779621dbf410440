/**
 * A stream of bytes in both directions, to a device or to a resource.
 *
 * @module
 */
import { type Channel, GrpcError, MessageQueue, type Metadata, type ResponseStream } from "@fluxwire/grpc";
import { within } from "@fluxwire/transport";
import { FrameType, type StreamRequest, type StreamResponse } from "../generated/jumpstarter/v1/router_pb.ts";
import { MAX_PAYLOAD, REQUEST_KEY } from "../wire/names.ts";
import { ROUTER } from "../wire/services.ts";

/** What a stream is opened with. */
export interface ByteStreamSetup {
  /** The connection. */
  readonly channel: Channel;
  /** What it is for; null for a router, which knows it from the call's token. */
  readonly request: Readonly<Record<string, unknown>> | null;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
  /** Turns an error of gRPC into the caller's. */
  readonly failure: (error: unknown) => unknown;
}

/** How long the exporter may take to end a stream whose both directions have ended; Python's never does. */
const LINGER_MS = 1_000;
const NOTHING = new Uint8Array(0);

/**
 * Bytes in both directions; each direction ends for itself. Bytes that are not read hold the exporter's writer by flow
 * control, and a write waits until the exporter has taken enough.
 */
export class ByteStream implements AsyncDisposable {
  readonly #requests = new MessageQueue<StreamRequest>();
  readonly #responses: ResponseStream<StreamResponse>;
  readonly #setup: ByteStreamSetup;
  #hasEndedWriting = false;
  #hasEndedReading = false;
  #error: { readonly error: unknown } | null = null;
  #linger: ReturnType<typeof setTimeout> | undefined;
  #readable: ReadableStream<Uint8Array> | null = null;
  #writable: WritableStream<Uint8Array> | null = null;

  /** For this package: see `Device.bytes`. */
  constructor(setup: ByteStreamSetup) {
    this.#setup = setup;
    const { channel, request, signal } = setup;
    this.#responses = channel.client(ROUTER).stream(this.#requests, {
      metadata: request === null ? undefined : { [REQUEST_KEY]: JSON.stringify(request) },
      signal,
    });
    this.#responses.trailers.then(() => clearTimeout(this.#linger));
  }

  /** For this package: resolves with the exporter's metadata when it has opened its end. */
  static async opened(stream: ByteStream): Promise<Metadata> {
    try {
      return await stream.#responses.headers;
    } catch (error) {
      throw stream.#setup.failure(error);
    }
  }

  /**
   * The next bytes; null when the exporter has no more.
   *
   * @throws {CallError} The status with which the exporter ended the stream.
   */
  async read(): Promise<Uint8Array | null> {
    if (this.#error !== null) throw this.#error.error;
    while (!this.#hasEndedReading) {
      const frame = await this.#nextFrame();
      if (frame === null || frame.frameType === FrameType.GOAWAY) this.#endReading();
      else if (frame.frameType === FrameType.RST_STREAM) throw this.#fail(this.#setup.failure(aborted()));
      else if (frame.frameType === FrameType.DATA && frame.payload.length > 0) return frame.payload;
    }
    return null;
  }

  /**
   * Sends bytes, in frames of 64 KiB at most; resolves when the exporter has taken enough for the next ones.
   *
   * @throws {CallError} `CANCELLED` if the stream has ended; reading says why.
   */
  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += MAX_PAYLOAD) {
      if (this.#error !== null) throw this.#error.error;
      try {
        this.#requests.send(frameOf(FrameType.DATA, bytes.subarray(at, at + MAX_PAYLOAD)));
        await this.#ready();
      } catch (error) {
        throw this.#setup.failure(error);
      }
    }
  }

  /** Resolves when the stream is over, well or not. */
  get ended(): Promise<void> {
    return this.#responses.trailers.then(() => {});
  }

  /** Ends the own direction; the exporter's goes on. */
  endWriting(): void {
    if (this.#hasEndedWriting) return;
    this.#hasEndedWriting = true;
    try {
      this.#requests.send(frameOf(FrameType.GOAWAY, NOTHING));
    } catch (error) {
      // The call is over: no direction is left to end.
      if (!(error instanceof GrpcError)) throw error;
    }
    this.#requests.end();
    this.#endIfDone();
  }

  /** Ends both directions at once. Bytes that the exporter has not taken are lost. Closing again does nothing. */
  close(): void {
    clearTimeout(this.#linger);
    this.#hasEndedWriting = this.#hasEndedReading = true;
    this.#requests.end();
    this.#responses.cancel();
  }

  /** Ends both directions at once, and fails what reads and writes with this reason. */
  abort(reason: unknown): void {
    this.#fail(reason);
  }

  /** What the exporter sends, as a web stream; cancelling it closes both directions. */
  get readable(): ReadableStream<Uint8Array> {
    return this.#readable ??= new ReadableStream({
      pull: async (controller) => {
        const bytes = await this.read();
        if (bytes === null) controller.close();
        else controller.enqueue(bytes);
      },
      cancel: () => this.close(),
    }, { highWaterMark: 0 });
  }

  /** What the exporter gets, as a web stream; closing it ends this direction, aborting it closes both. */
  get writable(): WritableStream<Uint8Array> {
    return this.#writable ??= new WritableStream({
      write: (bytes) => this.write(bytes),
      close: () => this.endWriting(),
      abort: () => this.close(),
    });
  }

  /** Closes the stream. */
  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  async #nextFrame(): Promise<StreamResponse | null> {
    try {
      return (await this.#responses.next()).value ?? null;
    } catch (error) {
      if (this.#error === null && this.#hasEndedReading && this.#hasEndedWriting) return null;
      throw this.#fail(this.#setup.failure(error));
    }
  }

  /** Waits for the exporter; a signal ends the wait also while the exporter takes nothing. */
  #ready(): Promise<void> {
    const { signal } = this.#setup;
    return signal === undefined ? this.#requests.ready() : within(this.#requests.ready(), signal);
  }

  #fail(error: unknown): unknown {
    this.#error ??= { error };
    this.close();
    return this.#error.error;
  }

  #endReading(): void {
    this.#hasEndedReading = true;
    this.#endIfDone();
  }

  #endIfDone(): void {
    if (!this.#hasEndedReading || !this.#hasEndedWriting) return;
    // Cancelling at once could drop bytes that the exporter has not taken.
    this.#linger ??= setTimeout(() => this.#responses.cancel(), LINGER_MS);
  }
}

/**
 * Opens a stream, and waits until the exporter has opened its end.
 *
 * @returns The stream, to be closed, and the exporter's metadata.
 */
export async function openByteStream(setup: ByteStreamSetup): Promise<{ stream: ByteStream; metadata: Metadata }> {
  const stream = new ByteStream(setup);
  return { stream, metadata: await ByteStream.opened(stream) };
}

function frameOf(frameType: FrameType, payload: Uint8Array): StreamRequest {
  return { $typeName: "jumpstarter.v1.StreamRequest", payload, frameType };
}

function aborted(): GrpcError {
  return new GrpcError("ABORTED", "the exporter aborted the byte stream");
}
