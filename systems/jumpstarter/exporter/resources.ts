/**
 * Resources: bytes of a client's file that it lends to a device for one call.
 *
 * @module
 */
import { onAbort } from "@fluxwire/transport";
import { type CallContext, GrpcError, type MessageStream } from "@fluxwire/grpc";
import { decoded, encoded } from "../coding/coded.ts";
import { DeviceError } from "../device/device_error.ts";
import { FrameType, type StreamRequest, type StreamResponse } from "../generated/jumpstarter/v1/router_pb.ts";
import { ACCEPT_ENCODING_KEY, type Encoding, ENCODINGS, MAX_PAYLOAD, RESOURCE_KEY } from "../wire/names.ts";
import { frame } from "./driver_stream.ts";
import type { Lent } from "./lent.ts";
import { lendFetched, lendUploaded } from "./lend_url.ts";
import { presignedRequest } from "./presigned.ts";

/** Resources that one session may have at once. */
const MAX_RESOURCES = 64;

/** A resource that a client has opened. */
interface Resource {
  readonly uuid: string;
  readonly nodeUuid: string;
  /** How the client's file is encoded; null if it is plain. */
  readonly encoding: string | null;
  readonly requests: MessageStream<StreamRequest>;
  readonly signal: AbortSignal;
  /** Frames for the client; ended when the device leaves the resource. */
  readonly frames: TransformStream<Uint8Array, Uint8Array>;
  isTaken: boolean;
}

/** The resources of a session. */
export class Resources {
  readonly #open = new Map<string, Resource>();

  /** How many are open. */
  get size(): number {
    return this.#open.size;
  }

  /** Serves the stream of a resource: gives it a handle, and sends what a device writes. */
  async *serve(
    nodeUuid: string,
    encoding: string | null,
    requests: MessageStream<StreamRequest>,
    context: CallContext,
  ): AsyncGenerator<StreamResponse> {
    if (this.#open.size >= MAX_RESOURCES) {
      throw new GrpcError("RESOURCE_EXHAUSTED", `${MAX_RESOURCES} resources are open: end some of their streams`);
    }
    const { signal } = context;
    const frames = new TransformStream<Uint8Array, Uint8Array>();
    const uuid = crypto.randomUUID();
    const resource = { uuid, nodeUuid, encoding, requests, signal, frames, isTaken: false };
    this.#open.set(uuid, resource);
    const reader = frames.readable.getReader();
    using _listening = onAbort(signal, () => void reader.cancel(signal.reason).catch(() => {}));
    try {
      context.sendHeaders({
        [RESOURCE_KEY]: JSON.stringify({ kind: "client_stream", uuid, x_jmp_content_encoding: encoding }),
        ...encoding === null ? {} : { [ACCEPT_ENCODING_KEY]: encoding },
      });
      for (;;) {
        // A method that has failed ends the bytes as well: its call has the error.
        const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true as const }));
        if (done) break;
        for (let at = 0; at < value.length; at += MAX_PAYLOAD) {
          yield frame(FrameType.DATA, value.subarray(at, at + MAX_PAYLOAD));
        }
      }
      // Without it the client waits for ever, in the direction of reading as well.
      yield frame(FrameType.GOAWAY);
      await ended(resource);
    } finally {
      this.#open.delete(uuid);
    }
  }

  /**
   * Lends the bytes of a handle to a method.
   *
   * @throws {DeviceError} `InvalidArgument` if the handle is not one of this node, was used before, or has an unknown encoding.
   */
  take(handle: unknown, kind: "source" | "sink", nodeUuid: string, { method, signal }: Taker): Lent {
    const fields = handle as Record<string, unknown>;
    if (fields.kind === "presigned_request") {
      return kind === "source"
        ? lendFetched(presignedRequest(fields, "GET"), signal)
        : lendUploaded(presignedRequest(fields, "PUT"), signal);
    }
    if (fields.kind !== "client_stream") {
      const known = "give a client_stream or a presigned_request";
      throw invalid(`${method}: cannot use a handle of kind ${JSON.stringify(fields.kind)}: ${known}`);
    }
    const resource = this.#open.get(String(fields.uuid));
    if (resource === undefined) throw invalid(`${method}: no resource has the handle ${JSON.stringify(fields.uuid)}`);
    if (resource.nodeUuid !== nodeUuid) throw invalid(`${method}: the handle belongs to another driver`);
    if (resource.isTaken) throw invalid(`${method}: the handle was used before`);
    const { encoding } = resource;
    if (encoding !== null && !isEncoding(encoding)) {
      throw invalid(`${method}: unknown encoding ${JSON.stringify(encoding)}: use ${ENCODINGS.join(", ")}`);
    }
    resource.isTaken = true;
    return kind === "source" ? lendSource(resource, encoding) : lendSink(resource, encoding);
  }
}

/** The call that takes a handle. */
export interface Taker {
  /** Its method, for errors. */
  readonly method: string;
  /** Aborts when it ends before its method. */
  readonly signal: AbortSignal;
}

function lendSource(resource: Resource, encoding: Encoding | null): Lent {
  const plain = new ReadableStream<Uint8Array>({
    async pull(controller) {
      for (;;) {
        const { value, done } = await resource.requests.next().catch((cause) => {
          throw new DeviceError("Failed", "the client ended the resource before its file was read", { cause });
        });
        if (done || value.frameType === FrameType.GOAWAY) return controller.close();
        if (value.frameType === FrameType.RST_STREAM) throw new Error("the client aborted the stream");
        if (value.frameType !== FrameType.DATA || value.payload.length === 0) continue;
        return controller.enqueue(value.payload);
      }
    },
  }, { highWaterMark: 0 });
  const stream = encoding === null ? plain : decodedUnlessEmpty(plain, encoding);
  return {
    stream,
    async release() {
      if (!stream.locked) await stream.cancel().catch(() => {});
      await endFrames(resource);
    },
  };
}

/** Nothing at all is a valid file in every encoding. */
function decodedUnlessEmpty(plain: ReadableStream<Uint8Array>, encoding: Encoding): ReadableStream<Uint8Array> {
  const reader = plain.getReader();
  let output: ReadableStreamDefaultReader<Uint8Array> | null = null;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (output === null) {
        const first = await reader.read();
        if (first.done) return controller.close();
        output = decoded(startingWith(first.value, reader), encoding).getReader();
      }
      const { value, done } = await output.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel(reason) {
      await (output ?? reader).cancel(reason);
    },
  }, { highWaterMark: 0 });
}

function startingWith(
  first: Uint8Array,
  rest: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  let isFirst = true;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (isFirst) {
        isFirst = false;
        return controller.enqueue(first);
      }
      const { value, done } = await rest.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => rest.cancel(reason),
  }, { highWaterMark: 0 });
}

function lendSink(resource: Resource, encoding: Encoding | null): Lent {
  const plain = new TransformStream<Uint8Array, Uint8Array>();
  const bytes = encoding === null ? plain.readable : encoded(plain.readable, encoding);
  const sending = bytes.pipeTo(resource.frames.writable);
  sending.catch(() => {});
  return {
    stream: plain.writable,
    async release(error) {
      if (error !== null) {
        await plain.writable.abort(error).catch(() => {});
        await sending.catch(() => {});
        return;
      }
      if (!plain.writable.locked) await plain.writable.close().catch(() => {});
      await sending;
    },
  };
}

async function endFrames({ frames }: Resource): Promise<void> {
  await frames.writable.close().catch(() => {});
}

/** Waits until the client has ended its direction, or cancelled. */
async function ended({ requests }: Resource): Promise<void> {
  try {
    while (!(await requests.next()).done);
  } catch { /* A client cancels behind its call. */ }
}

function isEncoding(text: string): text is Encoding {
  return (ENCODINGS as readonly string[]).includes(text);
}

function invalid(text: string): DeviceError {
  return new DeviceError("InvalidArgument", text);
}
