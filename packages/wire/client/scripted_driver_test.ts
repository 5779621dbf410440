/**
 * The other end of a client under test: a driver whose frames the test decides. This file contains no tests.
 *
 * @module
 */
import { ok } from "node:assert/strict";
import { decode, encode } from "../codec.ts";
import type { DriverMetadata, DriverRequestEnvelope, DriverResponseBody, DriverResponseEnvelope } from "../dto.ts";
import { encodeFrame, FrameDecoder, memoryPair, type Transport } from "@fluxwire/transport";
import type { Layout } from "../layout.ts";
import { type ClientOptions, type DriverClient, openClient } from "./client.ts";

export const METADATA: DriverMetadata = {
  id: "scripted",
  displayName: "Scripted",
  description: "Says what the test wants",
  category: "Relational",
  queryLanguage: { type: "Sql" },
  capabilities: 0n,
  uriScheme: "scripted",
  icon: "Database",
};

/** Reads requests and sends the frames of the test. */
export class ScriptedDriver {
  readonly #transport: Transport;
  readonly #frames = new FrameDecoder();
  readonly #waiting: Uint8Array[] = [];
  readonly layout: Layout;

  constructor(transport: Transport, layout: Layout) {
    this.#transport = transport;
    this.layout = layout;
  }

  /** A driver, and the transport for a client of it. */
  static pair(layout: Layout = "0.7.1"): [ScriptedDriver, Transport] {
    const [there, here] = memoryPair();
    return [new ScriptedDriver(there, layout), here];
  }

  /** The bytes of the next request. */
  async nextPayload(): Promise<Uint8Array> {
    while (this.#waiting.length === 0) {
      const chunk = await this.#transport.read();
      ok(chunk !== null, "the client has left");
      this.#waiting.push(...this.#frames.push(chunk).map((payload) => payload.slice()));
    }
    return this.#waiting.shift()!;
  }

  /** The next request. */
  async next(): Promise<DriverRequestEnvelope> {
    return decode("request", this.layout, await this.nextPayload()).envelope;
  }

  /** Answers a request; `changes` replaces parts of the envelope. */
  async answer(
    { protocolVersion, requestId, sessionId }: DriverRequestEnvelope,
    body: DriverResponseBody,
    changes: Partial<DriverResponseEnvelope> = {},
  ): Promise<void> {
    const envelope = { protocolVersion, requestId, sessionId, done: true, body, ...changes };
    await this.sendPayload(encode("response", this.layout, envelope));
  }

  /** Answers Hello with the highest version offered. */
  async answerHello(): Promise<void> {
    const request = await this.next();
    ok(request.body.type === "Hello");
    await this.answer(request, helloBody(request.body.supportedVersions.at(-1)));
  }

  /** Sends any bytes in a frame. */
  async sendPayload(payload: Uint8Array): Promise<void> {
    await this.#transport.write(encodeFrame(payload));
  }

  /** Sends any bytes as they are. */
  async sendBytes(bytes: Uint8Array): Promise<void> {
    await this.#transport.write(bytes);
  }

  /** Closes the connection. */
  close(): void {
    this.#transport.close();
  }
}

/** A Hello answer that selects a version. */
export function helloBody(selectedVersion = { major: 1, minor: 2 }): DriverResponseBody {
  return {
    type: "Hello",
    serverName: "scripted",
    serverVersion: "1.0.0",
    selectedVersion,
    capabilities: [],
    driverKind: "SQLite",
    driverMetadata: METADATA,
    formDefinition: { tabs: [] },
  };
}

/** A client after Hello, and its driver. */
export async function open(options: ClientOptions = {}): Promise<[DriverClient, ScriptedDriver]> {
  const [driver, transport] = ScriptedDriver.pair(options.layout);
  const [client] = await Promise.all([openClient(transport, options), driver.answerHello()]);
  return [client, driver];
}
