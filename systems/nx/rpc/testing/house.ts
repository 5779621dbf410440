/**
 * A driver host on a socket of its own, without drivers: the tests are its hubs and children.
 *
 * @module
 */
import { type Channel, connect, GrpcError, MessageQueue, type ResponseStream } from "@fluxwire/grpc";
import type { Clock } from "@fluxwire/transport";
import type { Launch } from "../../host/launch.ts";
import type { NxHost } from "../../host/nx_host.ts";
import { ServedHost } from "../../host/serve_host.ts";
import { type ProxyCommandRequest, type ProxyCommandResponse, ProxyCommandResponseSchema } from "../../hostrpc.ts";
import type { Instance } from "../../instances/instance.ts";
import { readInstances } from "../../instances/read_instances.ts";
import { create, type MessageInitShape } from "../../protobuf.ts";
import { FileSink } from "../../publish/file_sink.ts";
import { Publisher } from "../../publish/publisher.ts";
import { HUB_GATEWAY } from "../definitions.ts";

/** The device ids of the house. */
export const HUB = "11111111-1111-1111-1111-111111111111";
export const OTHER_HUB = "33333333-3333-3333-3333-333333333333";
export const CHILD = "22222222-2222-2222-2222-222222222222";

const entry = (instance_id: string, device_id: string, driver_type: string, config: unknown) => {
  return { instance_id, device_id, driver_id: `com.example.${instance_id}`, driver_type, binary: instance_id, config };
};
const INSTANCES = {
  instances: [
    entry("hub-1", HUB, "HUB", {}),
    entry("hub-2", OTHER_HUB, "HUB", {}),
    entry("child-1", CHILD, "CHILD", { hub_device_id: HUB, child_ref: "child-001" }),
  ],
};

/** The instances of the house, or of another file. */
export function instancesOf(file: unknown = INSTANCES): readonly Instance[] {
  return readInstances(new TextEncoder().encode(JSON.stringify(file))).instances;
}

/** A host, and the connections of a test to it. */
export class House implements AsyncDisposable {
  readonly #channels: Channel[] = [];
  readonly #served: ServedHost;
  /** Where it publishes and listens. */
  readonly folder: string;
  /** What it says of itself. */
  readonly notes: string[];

  private constructor(served: ServedHost, folder: string, notes: string[]) {
    this.#served = served;
    this.folder = folder;
    this.notes = notes;
  }

  /** A host that listens. */
  static async open(
    options: { requireToken?: boolean; clock?: Clock; instances?: readonly Instance[] } = {},
  ): Promise<House> {
    const { requireToken = false, clock, instances = instancesOf() } = options;
    const folder = Deno.makeTempDirSync({ prefix: "nx-house-" }), notes: string[] = [];
    const served = await ServedHost.listen(instances, {
      folders: { driversDir: `${folder}/drivers`, outDir: `${folder}/run` },
      socketPath: `${folder}/host.sock`,
      publisher: new Publisher([new FileSink(`${folder}/out`)]),
      requireToken,
      clock,
      logFolder: null,
      onNote: (_level, text) => notes.push(text),
    });
    return new House(served, folder, notes);
  }

  /** The host. */
  get host(): NxHost {
    return this.#served.host;
  }

  /** A launch of an instance, as if its program ran. */
  launch(instanceId: string): Launch {
    return this.host.launches.begin(this.host.service(instanceId).instance);
  }

  /** A connection, with the token of a launch or without. */
  async connect(token: string | null = null): Promise<Channel> {
    const channel = await connect(`unix:///${this.folder}/host.sock`, {
      metadata: token === null ? undefined : { "nx-launch-token": token },
      limits: { maxReceiveBytes: 16 << 20, maxSendBytes: 16 << 20 },
    });
    this.#channels.push(channel);
    return channel;
  }

  /** A hub that has registered. */
  async hub(id: string, { token = null, first = {} }: {
    token?: string | null;
    first?: MessageInitShape<typeof ProxyCommandResponseSchema>;
  } = {}): Promise<RawHub> {
    const hub = new RawHub(await this.connect(token));
    hub.send({ hubDeviceId: id, endpointKey: "__register__", correlationId: "r", ...first });
    await hub.requests.headers;
    return hub;
  }

  /** Closes every connection, and stops the host. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const channel of this.#channels) await channel.close();
    await this.#served.stop();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

/** A hub's session, message by message. */
export class RawHub {
  readonly #answers = new MessageQueue<ProxyCommandResponse>();
  /** Its connection. */
  readonly channel: Channel;
  /** What the host sends. */
  readonly requests: ResponseStream<ProxyCommandRequest>;

  /** Opens a session, without a first message. */
  constructor(channel: Channel) {
    this.channel = channel;
    this.requests = channel.client(HUB_GATEWAY).openHubSession(this.#answers);
  }

  /** Sends a message. */
  send(message: MessageInitShape<typeof ProxyCommandResponseSchema>): void {
    this.#answers.send(create(ProxyCommandResponseSchema, message));
  }

  /** Says that it sends no more. */
  end(): void {
    this.#answers.end();
  }

  /** The next command. */
  async next(): Promise<ProxyCommandRequest> {
    const { value, done } = await this.requests.next();
    if (done) throw new Error("the host has ended the session");
    return value;
  }

  /** Answers every command with a function of it, until the session ends. */
  async serve(
    answer: (request: ProxyCommandRequest) => MessageInitShape<typeof ProxyCommandResponseSchema>,
  ): Promise<void> {
    try {
      for await (const request of this.requests) {
        this.send({ success: true, message: "ok", correlationId: request.correlationId, ...answer(request) });
      }
    } catch (error) {
      if (!(error instanceof GrpcError)) throw error;
    }
  }

  /** How the session has ended. */
  async status(): Promise<string> {
    try {
      const { done } = await this.requests.next();
      return done ? "OK" : "a command came";
    } catch (error) {
      if (!(error instanceof GrpcError)) throw error;
      return `${error.code}: ${error.details}`;
    }
  }
}
