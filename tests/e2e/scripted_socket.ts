/**
 * A driver within the test's process, on a real socket, that answers each frame as the test decides.
 *
 * @module
 */
import { ConnectionError, encodeFrame, FrameDecoder, listen, type Listener, type Transport } from "@fluxwire/transport";
import {
  decode,
  detectCodec,
  type DriverRequestEnvelope,
  type DriverResponseBody,
  encode,
  type Layout,
} from "@fluxwire/wire";
import { freshSocket } from "./running_driver.ts";

/** The reaction to a frame: raw bytes to send, or leaving. */
export type Reaction = Uint8Array | "close" | "silence";

/** Decides about a frame; the request can be decoded in the layout. */
export type React = (request: DriverRequestEnvelope, layout: Layout) => Reaction;

/** Listens until it is disposed of. */
export class ScriptedSocket implements AsyncDisposable {
  readonly socket: string;
  /** Every request so far. */
  readonly requests: DriverRequestEnvelope[] = [];
  readonly #listener: Listener;
  readonly #react: React;
  readonly #transports = new Set<Transport>();
  readonly #done: Promise<void>;

  private constructor(socket: string, listener: Listener, react: React) {
    this.socket = socket;
    this.#listener = listener;
    this.#react = react;
    this.#done = this.#serve();
  }

  /** Starts listening on a fresh socket. */
  static async open(react: React): Promise<ScriptedSocket> {
    const socket = freshSocket();
    return new ScriptedSocket(socket, await listen(socket), react);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const transport of this.#transports) transport.close();
    await this.#done;
  }

  async #serve(): Promise<void> {
    const connections: Promise<void>[] = [];
    for (let transport = await this.#listener.accept(); transport !== null; transport = await this.#listener.accept()) {
      this.#transports.add(transport);
      connections.push(this.#converse(transport).catch(unlessBroken));
    }
    await Promise.all(connections);
  }

  async #converse(transport: Transport): Promise<void> {
    const frames = new FrameDecoder();
    for (let chunk = await transport.read(); chunk !== null; chunk = await transport.read()) {
      for (const payload of frames.push(chunk)) {
        const layout = detectCodec(payload) === "bincode" ? "0.6" : "0.7.1";
        const request = decode("request", layout, payload).envelope;
        this.requests.push(request);
        const reaction = this.#react(request, layout);
        if (reaction === "close") transport.close();
        else if (reaction !== "silence") await transport.write(reaction);
      }
    }
    transport.close();
  }
}

/** A peer may leave with answers unread. */
function unlessBroken(error: unknown): void {
  if (!(error instanceof ConnectionError)) throw error;
}

/** The frame of an answer. */
export function answer(request: DriverRequestEnvelope, layout: Layout, body: DriverResponseBody): Uint8Array {
  const { protocolVersion, requestId, sessionId } = request;
  return encodeFrame(encode("response", layout, { protocolVersion, requestId, sessionId, done: true, body }));
}

/** An answer to Hello with a form of one field. */
export const HELLO: DriverResponseBody = {
  type: "Hello",
  serverName: "scripted",
  serverVersion: "1.0.0",
  selectedVersion: { major: 1, minor: 2 },
  capabilities: [],
  driverKind: "SQLite",
  driverMetadata: {
    id: "scripted",
    displayName: "Scripted",
    description: "Answers as the test decides",
    category: "Relational",
    queryLanguage: { type: "Sql" },
    capabilities: 0n,
    uriScheme: "scripted",
    icon: "Database",
  },
  formDefinition: {
    tabs: [{
      id: "main",
      label: "Main",
      sections: [{
        title: "Connection",
        fields: [{
          id: "path",
          label: "Path",
          kind: { type: "FilePath" },
          placeholder: "",
          required: true,
          defaultValue: "/data",
        }],
      }],
    }],
  },
};
