/**
 * A client without knowledge of devices, and a session that it drives: tests see what is on the wire.
 *
 * @module
 */
import { type Channel, connect, GrpcError, MessageQueue, type MetadataInit } from "@fluxwire/grpc";
import type { Device } from "../../device/define_device.ts";
import {
  DriverCallRequestSchema,
  type DriverInstanceReport,
  StreamingDriverCallRequestSchema,
} from "../../generated/jumpstarter/v1/jumpstarter_pb.ts";
import {
  FrameType,
  type StreamRequest,
  StreamRequestSchema,
  type StreamResponse,
} from "../../generated/jumpstarter/v1/router_pb.ts";
import { create, EmptySchema } from "../../protobuf.ts";
import { EXPORTER, ROUTER } from "../../wire/services.ts";
import { fromValue, toValue } from "../../wire/value.ts";
import { ExporterLog } from "../log.ts";
import { type NodePlan, planOf } from "../plan.ts";
import { listen } from "../served.ts";
import { Session } from "../session.ts";
import { SocketFolder } from "../socket_folder.ts";

/** A frame as tests write it. */
export type Frame = readonly [type: keyof typeof FrameType, text?: string];

/** A byte stream of a raw client. */
export interface RawStream {
  /** What the server sends, and its headers and trailers. */
  readonly answers: AsyncIterableIterator<StreamResponse> & {
    readonly headers: Promise<{ get(name: string): unknown }>;
  };
  /** Sends frames. */
  send(...frames: Frame[]): void;
  /** Sends a frame as it is. */
  sendFrame(frame: StreamRequest): void;
  /** Half-closes. */
  end(): void;
  /** Cancels. */
  cancel(): void;
  /** The next frame as a test reads it; null at the end. */
  next(): Promise<Frame | null>;
}

/** A session that listens, and a client. */
export class Bench implements AsyncDisposable {
  readonly #stack: AsyncDisposableStack;
  /** What is served. */
  readonly session: Session;
  /** The client's connection. */
  readonly channel: Channel;
  /** The server's address. */
  readonly address: string;

  private constructor(stack: AsyncDisposableStack, session: Session, channel: Channel, address: string) {
    this.#stack = stack;
    this.session = session;
    this.channel = channel;
    this.address = address;
  }

  /** Serves devices under a root without methods. */
  static async of(
    devices: Readonly<Record<string, Device | NodePlan>>,
    { passphrase = null, metadata }: { passphrase?: string | null; metadata?: MetadataInit } = {},
  ): Promise<Bench> {
    await using stack = new AsyncDisposableStack();
    const children = Object.entries(devices).map(([name, one]) =>
      [name, "kind" in one ? one : planOf(one, one.config.check({}))] as const
    );
    const plan: NodePlan = { kind: "composite", children: Object.fromEntries(children), description: null };
    const session = stack.use(await Session.open(plan, new ExporterLog()));
    const folder = stack.use(new SocketFolder());
    const address = `unix:${folder.socket}`;
    const server = await listen(session, { address, passphrase });
    stack.defer(() => server.stop());
    const channel = await connect(address, { metadata, limits: { maxSendBytes: 16_777_216 } });
    stack.defer(() => channel.close());
    return new Bench(stack.move(), session, channel, address);
  }

  /** The report. */
  async reports(): Promise<DriverInstanceReport[]> {
    return (await this.channel.client(EXPORTER).getReport(create(EmptySchema))).reports;
  }

  /** The uuid of a node below the root. */
  uuid(name: string): string {
    return this.session.tree.root.children.get(name)!.uuid;
  }

  /** Calls a method of a node below the root. */
  async call(name: string, method: string, ...args: unknown[]): Promise<unknown> {
    return await this.callOf(this.uuid(name), method, ...args);
  }

  /** Calls a method by a uuid. */
  async callOf(uuid: string, method: string, ...args: unknown[]): Promise<unknown> {
    const request = create(DriverCallRequestSchema, { uuid, method, args: args.map((arg) => toValue(arg)) });
    return fromValue((await this.channel.client(EXPORTER).driverCall(request)).result);
  }

  /** Calls a streaming method of a node below the root. */
  async *items(name: string, method: string, ...args: unknown[]): AsyncGenerator<unknown> {
    const values = args.map((arg) => toValue(arg));
    const request = create(StreamingDriverCallRequestSchema, { uuid: this.uuid(name), method, args: values });
    for await (const { result } of this.channel.client(EXPORTER).streamingDriverCall(request)) yield fromValue(result);
  }

  /** Opens a byte stream with metadata as it is. */
  stream(request: string | undefined): RawStream {
    const queue = new MessageQueue<StreamRequest>();
    const metadata = request === undefined ? undefined : { request };
    const answers = this.channel.client(ROUTER).stream(queue, { metadata });
    return {
      answers,
      send(...frames) {
        for (const [type, text = ""] of frames) {
          const payload = new TextEncoder().encode(text);
          queue.send(create(StreamRequestSchema, { frameType: FrameType[type], payload }));
        }
      },
      sendFrame: (frame) => queue.send(frame),
      end: () => queue.end(),
      cancel: () => answers.cancel(),
      async next() {
        const { value, done } = await answers.next();
        if (done) return null;
        const name = FrameType[value.frameType] as keyof typeof FrameType;
        return value.payload.length === 0 ? [name] : [name, new TextDecoder().decode(value.payload)];
      },
    };
  }

  /** Opens a byte stream of a node below the root. */
  bytes(name: string, method = "connect"): RawStream {
    return this.stream(JSON.stringify({ kind: "driver", uuid: this.uuid(name), method }));
  }

  /** Opens a resource on a node below the root; resolves with its handle as well. */
  async resource(
    name: string,
    encoding: string | null = null,
  ): Promise<RawStream & { handle: Record<string, unknown> }> {
    const request = { kind: "resource", uuid: this.uuid(name), x_jmp_content_encoding: encoding };
    const stream = this.stream(JSON.stringify(request));
    const handle = JSON.parse(String((await stream.answers.headers).get("resource")));
    return { ...stream, handle };
  }

  /** Stops the client, the server and the devices. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

/** The status that a call ends with. */
export async function failure(action: Promise<unknown>): Promise<GrpcError> {
  try {
    await action;
  } catch (error) {
    if (error instanceof GrpcError) return error;
    throw error;
  }
  throw new Error("the call succeeded");
}
