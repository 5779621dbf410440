/**
 * A byte stream between a client and a device.
 *
 * @module
 */
import { onAbort } from "@fluxwire/transport";
import type { CallContext, MessageStream } from "@fluxwire/grpc";
import { statusOf } from "../device/device_error.ts";
import {
  FrameType,
  type StreamRequest,
  type StreamResponse,
  StreamResponseSchema,
} from "../generated/jumpstarter/v1/router_pb.ts";
import { create } from "../protobuf.ts";
import type { ByteDuplex } from "../device/method.ts";
import { type OpenBytes, openBytes } from "./byte_source.ts";

const NOTHING = new Uint8Array(0);

/** A frame to a client. */
export function frame(frameType: FrameType, payload: Uint8Array = NOTHING): StreamResponse {
  return create(StreamResponseSchema, { frameType, payload });
}

/**
 * Copies between a client and a device in both directions, each until its own end.
 *
 * @param open Opens the device; until it has, no headers are sent, so that a failure is a status alone.
 */
export async function* driverStream(
  open: () => ByteDuplex | Promise<ByteDuplex>,
  requests: MessageStream<StreamRequest>,
  context: CallContext,
): AsyncGenerator<StreamResponse> {
  let device: OpenBytes;
  try {
    device = openBytes(await open());
  } catch (error) {
    throw statusOf(error);
  }
  using _listening = onAbort(context.signal, () => device.close());
  if (context.signal.aborted) return;
  try {
    // Clients wait for the headers before they read or write.
    context.sendHeaders();
    const reading = new Reading(device);
    const writing = write(requests, device);
    writing.catch((error) => reading.fail(error));
    for (;;) {
      const bytes = await reading.next();
      if (bytes === null) break;
      yield frame(FrameType.DATA, bytes);
    }
    yield frame(FrameType.GOAWAY);
    await writing;
  } catch (error) {
    throw statusOf(error);
  } finally {
    device.close();
  }
}

/** Reads a device until writing fails. A race with a promise that lives as long as the stream would keep every payload. */
class Reading {
  readonly #device: OpenBytes;
  #waiting: PromiseWithResolvers<Uint8Array | null> | null = null;
  #failure: { readonly error: unknown } | null = null;

  constructor(device: OpenBytes) {
    this.#device = device;
  }

  /** The next bytes; null at the end. Rejects at once when writing fails, also while the device is silent. */
  next(): Promise<Uint8Array | null> {
    if (this.#failure !== null) return Promise.reject(this.#failure.error);
    const waiting = this.#waiting = Promise.withResolvers<Uint8Array | null>();
    this.#device.read().then(waiting.resolve, waiting.reject);
    return waiting.promise;
  }

  fail(error: unknown): void {
    this.#failure = { error };
    this.#waiting?.reject(error);
  }
}

/** Writes what the client sends, until it says that no more follows. */
async function write(requests: MessageStream<StreamRequest>, device: OpenBytes): Promise<void> {
  for (;;) {
    const { value, done } = await requests.next();
    if (done || value.frameType === FrameType.GOAWAY) break;
    if (value.frameType === FrameType.RST_STREAM) throw new Error("the client aborted the stream");
    if (value.frameType === FrameType.DATA && value.payload.length > 0) await device.write(value.payload);
  }
  await device.endWriting();
  // What follows a GOAWAY is dropped, so that it holds nothing back.
  while (!(await requests.next()).done);
}
