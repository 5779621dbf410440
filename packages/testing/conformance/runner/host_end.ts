/**
 * The host's end of one connection of a check: sends requests, and checks the rules that every answer must follow.
 *
 * @module
 */
import {
  type AuditEventEmitDto,
  decode,
  type DriverHelloResponse,
  type DriverRequestBody,
  type DriverRequestEnvelope,
  type DriverResponseBody,
  type DriverResponseEnvelope,
  encode,
  type Layout,
  MalformedError,
  type Pass,
  type ProtocolVersion,
} from "@fluxwire/wire";
import { ConnectionError, encodeFrame, FrameDecoder, ProtocolError, type Transport } from "@fluxwire/transport";
import { type Answer, ANSWERS, helloOf, helloVersion, type Method } from "@fluxwire/wire/client";
import type { Recorder } from "./recorder.ts";
import { ConnectionLost, expect, expectSame, NotApplicable, rendered, Violation } from "./violation.ts";

/** Checks also send frames beyond the protocol's limit. */
const ANY_FRAME = { maxFrameBytes: 2 ** 25 } as const;

/** The members of an envelope that a check may set; the connection sets the rest. */
export type RequestParts = Partial<Omit<DriverRequestEnvelope, "body">> & {
  /** Whether to omit what the real client omits. */
  faithful?: boolean;
};

/** A decoded answer. */
export interface Reply {
  /** The envelope. */
  envelope: DriverResponseEnvelope;
  /** How it was read. */
  pass: Pass;
  /** The audit events before it. */
  events: AuditEventEmitDto[];
}

/** The body of an error. */
export type ErrorBody = Extract<DriverResponseBody, { type: "Error" }>;

/** A Hello's body. */
export type HelloBody = Extract<DriverRequestBody, { type: "Hello" }>;

/** One connection. */
export class HostEnd {
  readonly #transport: Transport;
  readonly #frames = new FrameDecoder();
  readonly #arrived: Uint8Array[] = [];
  #recorder: Recorder;
  #connection: number;
  #lastId = 0n;
  /** The layout of the connection. */
  readonly layout: Layout;
  /** The version in requests. */
  version: ProtocolVersion;
  /** The session of the requests. */
  sessionId: string | null = null;
  /** The driver's answer to Hello; null before it. */
  hello: DriverHelloResponse | null = null;
  /** The answer to OpenSession; null before it. */
  opened: Answer<"OpenSession"> | null = null;

  /** Sends nothing by itself; records what both ends send. */
  constructor(transport: Transport, layout: Layout, recorder: Recorder) {
    this.#transport = transport;
    this.layout = layout;
    this.version = helloVersion(layout);
    this.#recorder = recorder;
    this.#connection = recorder.nextConnection();
  }

  /** Hands the connection over to another check. */
  handTo(recorder: Recorder): void {
    this.#recorder = recorder;
    this.#connection = recorder.nextConnection();
  }

  /** An unused request id. */
  nextId(): bigint {
    return ++this.#lastId;
  }

  /** The Hello of the layout's host; `patch` replaces members. */
  helloBody(token: string | null, patch: Partial<HelloBody> = {}): HelloBody {
    return { ...helloOf(this.layout, token), ...patch };
  }

  /** A request as a payload. */
  payload(body: DriverRequestBody, { faithful = false, ...parts }: RequestParts = {}): Uint8Array {
    const envelope = { protocolVersion: this.version, requestId: 0n, sessionId: this.sessionId, ...parts, body };
    return encode("request", this.layout, envelope, { faithful, limits: ANY_FRAME });
  }

  /** Writes raw bytes. A closed connection is reported by the next read. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#recorder.add(this.#connection, "to driver", null, bytes);
    await this.#write(bytes);
  }

  /** Sends a payload as one frame. */
  async send(payload: Uint8Array): Promise<void> {
    this.#recorder.add(this.#connection, "to driver", "request", payload);
    await this.#write(encodeFrame(payload));
  }

  /**
   * The next payload; null if the driver closed the connection.
   *
   * @throws {Violation} if the stream ends within a frame, or a length is invalid.
   */
  async receive(): Promise<Uint8Array | null> {
    try {
      while (this.#arrived.length === 0) {
        if (this.#frames.failure !== null) throw this.#frames.failure;
        const chunk = await this.#read();
        if (chunk === null) {
          this.#frames.end();
          return null;
        }
        for (const payload of this.#frames.push(chunk)) this.#arrived.push(payload.slice());
      }
    } catch (error) {
      if (error instanceof ConnectionError) throw new ConnectionLost(`Expected a whole frame: ${error.message}`);
      if (error instanceof ProtocolError) throw new Violation(`Expected a frame: ${error.message}`);
      throw error;
    }
    const payload = this.#arrived.shift()!;
    this.#recorder.add(this.#connection, "from driver", "response", payload);
    return payload;
  }

  /** The next frame as an envelope of any kind. */
  async receiveEnvelope(what = "an answer"): Promise<{ envelope: DriverResponseEnvelope; pass: Pass }> {
    return this.read(await this.receivePayload(what));
  }

  /** The next payload. */
  async receivePayload(what: string): Promise<Uint8Array> {
    const payload = await this.receive();
    if (payload === null) throw new ConnectionLost(`Expected ${what}, the driver closed the connection`);
    return payload;
  }

  /** The next answer, to any request; audit events before it are collected. */
  async receiveAnswer(what?: string): Promise<DriverResponseEnvelope> {
    for (;;) {
      const { envelope } = await this.receiveEnvelope(what);
      if (envelope.body.type !== "EmitAuditEvent" || envelope.done) return envelope;
    }
  }

  /** Decodes a payload as an envelope. */
  read(payload: Uint8Array): { envelope: DriverResponseEnvelope; pass: Pass } {
    try {
      return decode("response", this.layout, payload);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      throw new Violation(`Expected an answer in layout ${this.layout}: ${error.message}`);
    }
  }

  /** The answer to a sent request: with its id, done, in the connection's version, of its kind or an error. */
  async answerTo(method: Method, requestId: bigint, version: ProtocolVersion = this.version): Promise<Reply> {
    const events: AuditEventEmitDto[] = [];
    for (;;) {
      const { envelope, pass } = await this.receiveEnvelope(`an answer to ${method}`);
      const { body } = envelope;
      expectSame(`the answer to ${method} to have request id`, envelope.requestId, requestId);
      if (body.type === "EmitAuditEvent" && !envelope.done) {
        events.push(body);
        continue;
      }
      expect(envelope.done, `Expected an answer to ${method} that is done, found ${body.type} that is not`);
      const { major, minor } = this.layout === "0.4" ? { major: 1, minor: 1 } : version;
      expectSame(`the version of the answer to ${method} to be`, versionOf(envelope), `${major}.${minor}`);
      expect(
        body.type === ANSWERS[method] || body.type === "Error",
        `Expected ${ANSWERS[method]} or Error as the answer to ${method}, found ${body.type}`,
      );
      return { envelope, pass, events };
    }
  }

  /** Sends a request and takes its answer. */
  async ask(body: DriverRequestBody, parts: RequestParts = {}): Promise<Reply> {
    const { requestId = this.nextId() } = parts;
    await this.send(this.payload(body, { ...parts, requestId }));
    return await this.answerTo(body.type, requestId, parts.protocolVersion);
  }

  /**
   * Sends a request and takes its result.
   *
   * @throws {NotApplicable} if the driver lacks the method.
   * @throws {Violation} for any other error.
   */
  async call<B extends DriverRequestBody>(body: B, parts: RequestParts = {}): Promise<Answer<B["type"]>> {
    const { envelope: { body: answer } } = await this.ask(body, parts);
    if (answer.type !== "Error") return answer as Answer<B["type"]>;
    if (answer.code === "UnsupportedMethod") {
      throw new NotApplicable(`the driver has no ${body.type}: ${answer.message}`);
    }
    throw new Violation(`Expected ${ANSWERS[body.type]}, found ${errorText(answer)}`);
  }

  /**
   * Sends a request that must fail, and takes the error.
   *
   * @throws {NotApplicable} if the driver lacks the method.
   */
  async fails(body: DriverRequestBody, parts: RequestParts = {}): Promise<ErrorBody> {
    const error = await this.refuses(body, parts);
    if (error.code === "UnsupportedMethod") throw new NotApplicable(`the driver has no ${body.type}: ${error.message}`);
    return error;
  }

  /** Sends a request that must be refused, and takes the error, with any code. */
  async refuses(body: DriverRequestBody, parts: RequestParts = {}): Promise<ErrorBody> {
    const { envelope: { body: answer } } = await this.ask(body, parts);
    if (answer.type === "Error") return answer;
    throw new Violation(`Expected an error as the answer to ${body.type}, found ${rendered(answer)}`);
  }

  /** Sends Hello and takes on the negotiated version. */
  async greet(token: string | null, patch: Partial<HelloBody> = {}): Promise<DriverHelloResponse> {
    const body = this.helloBody(token, patch);
    await this.send(this.payload(body, { sessionId: null }));
    const { envelope } = await this.receiveEnvelope("an answer to Hello");
    expectSame("the answer to Hello to have request id", envelope.requestId, 0n);
    if (envelope.body.type !== "Hello") {
      const found = envelope.body.type === "Error" ? errorText(envelope.body) : envelope.body.type;
      throw new Violation(`Expected an answer to Hello, found ${found}`);
    }
    if (this.layout !== "0.4") this.version = envelope.body.selectedVersion;
    return this.hello = envelope.body;
  }

  /** Checks that the driver goes on and sends nothing unexpected: the next frame must be the answer to a ping. */
  async expectQuiet(): Promise<void> {
    await this.ask({ type: "Ping" });
  }

  /** Checks that the driver closes the connection; frames before the end do not matter. */
  async expectClosed(why: string): Promise<void> {
    for (let frames = 0; frames < 16; frames++) {
      if (await this.#receiveOrNull() === null) return;
    }
    throw new Violation(`Expected the connection to be closed ${why}, found more frames`);
  }

  /** Whether the driver closes the connection; an error is allowed as well. */
  async answersOrCloses(requestId: bigint | null): Promise<"closed" | ErrorBody> {
    let envelope: DriverResponseEnvelope;
    try {
      envelope = await this.receiveAnswer();
    } catch (error) {
      if (error instanceof ConnectionLost) return "closed";
      throw error;
    }
    const { body, requestId: found } = envelope;
    if (body.type !== "Error") throw new Violation(`Expected an error or the end, found ${rendered(body)}`);
    if (requestId !== null) expectSame("the error to have request id", found, requestId);
    return body;
  }

  /** Ends the connection. */
  close(): void {
    this.#transport.close();
  }

  /** A stream that breaks or ends within a frame counts as closed. */
  async #receiveOrNull(): Promise<Uint8Array | null> {
    try {
      return await this.receive();
    } catch (error) {
      if (error instanceof ConnectionLost) return null;
      throw error;
    }
  }

  async #read(): Promise<Uint8Array | null> {
    try {
      return await this.#transport.read();
    } catch (error) {
      if (error instanceof ConnectionError) return null;
      throw error;
    }
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      await this.#transport.write(bytes);
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
    }
  }
}

/** An error as messages show it. */
export function errorText({ code, message }: Pick<ErrorBody, "code" | "message">): string {
  return `error ${code}: ${message}`;
}

function versionOf({ protocolVersion: { major, minor } }: DriverResponseEnvelope): string {
  return `${major}.${minor}`;
}
