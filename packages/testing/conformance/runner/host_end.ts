/**
 * The host's end of one connection of a check: says what it is told, and holds the driver to what must always hold.
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
import { expect, expectSame, Gone, NotApplicable, shown, Violation } from "./violation.ts";

/** The members of an envelope that a check gives; the rest is the connection's. */
export type RequestParts = Partial<Omit<DriverRequestEnvelope, "body">> & {
  /** Whether to leave out what the real client leaves out. */
  faithful?: boolean;
};

/** An answer as it was read. */
export interface Reply {
  /** The envelope. */
  envelope: DriverResponseEnvelope;
  /** Which reading gave it. */
  pass: Pass;
  /** The audit events that came before it. */
  events: AuditEventEmitDto[];
}

/** The body of an answer that is an error. */
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
  /** The layout that is spoken. */
  readonly layout: Layout;
  /** The version that requests carry. */
  version: ProtocolVersion;
  /** The session that requests are for. */
  sessionId: string | null = null;
  /** What the driver said of itself; null before Hello. */
  hello: DriverHelloResponse | null = null;
  /** What the driver said of the session; null before it is open. */
  opened: Answer<"OpenSession"> | null = null;

  /** Says nothing by itself; what both ends send is kept. */
  constructor(transport: Transport, layout: Layout, recorder: Recorder) {
    this.#transport = transport;
    this.layout = layout;
    this.version = helloVersion(layout);
    this.#recorder = recorder;
    this.#connection = recorder.nextConnection();
  }

  /** From now on it belongs to another check. */
  handTo(recorder: Recorder): void {
    this.#recorder = recorder;
    this.#connection = recorder.nextConnection();
  }

  /** An id that was not used yet. */
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
    return encode("request", this.layout, envelope, { faithful });
  }

  /** Writes bytes as they are. A connection that is closed already is noticed by whoever reads. */
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
   * The next payload; null where the driver has closed the connection.
   *
   * @throws {Violation} for an end within a frame, and lengths that no frame has.
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
      if (error instanceof ConnectionError) throw new Gone(`Expected a whole frame: ${error.message}`);
      if (error instanceof ProtocolError) throw new Violation(`Expected a frame: ${error.message}`);
      throw error;
    }
    const payload = this.#arrived.shift()!;
    this.#recorder.add(this.#connection, "from driver", "response", payload);
    return payload;
  }

  /** The next frame as an envelope, whatever it is. */
  async receiveEnvelope(what = "an answer"): Promise<{ envelope: DriverResponseEnvelope; pass: Pass }> {
    return this.read(await this.receivePayload(what));
  }

  /** The next payload, which must come. */
  async receivePayload(what: string): Promise<Uint8Array> {
    const payload = await this.receive();
    if (payload === null) throw new Gone(`Expected ${what}, the driver closed the connection`);
    return payload;
  }

  /** The next answer, whatever it answers: audit events that come before it do not count. */
  async receiveAnswer(what?: string): Promise<DriverResponseEnvelope> {
    for (;;) {
      const { envelope } = await this.receiveEnvelope(what);
      if (envelope.body.type !== "EmitAuditEvent" || envelope.done) return envelope;
    }
  }

  /** A payload as an envelope. */
  read(payload: Uint8Array): { envelope: DriverResponseEnvelope; pass: Pass } {
    try {
      return decode("response", this.layout, payload);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      throw new Violation(`Expected an answer in layout ${this.layout}: ${error.message}`);
    }
  }

  /** The answer to a request that was sent: with its id, done, in the connection's version, of its kind or an error. */
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
   * @throws {NotApplicable} where the driver lacks the method.
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
   * @throws {NotApplicable} where the driver lacks the method.
   */
  async fails(body: DriverRequestBody, parts: RequestParts = {}): Promise<ErrorBody> {
    const error = await this.refuses(body, parts);
    if (error.code === "UnsupportedMethod") throw new NotApplicable(`the driver has no ${body.type}: ${error.message}`);
    return error;
  }

  /** Sends a request that must be refused, and takes the error, whatever its code. */
  async refuses(body: DriverRequestBody, parts: RequestParts = {}): Promise<ErrorBody> {
    const { envelope: { body: answer } } = await this.ask(body, parts);
    if (answer.type === "Error") return answer;
    throw new Violation(`Expected an error as the answer to ${body.type}, found ${shown(answer)}`);
  }

  /** Says Hello and takes the version that comes of it. */
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

  /** Sees that the driver goes on, and has nothing more to say: the next frame is the answer to a ping. */
  async expectQuiet(): Promise<void> {
    await this.ask({ type: "Ping" });
  }

  /** Sees that the driver ends the connection; what it says before does not count. */
  async expectClosed(why: string): Promise<void> {
    for (let frames = 0; frames < 16; frames++) {
      if (await this.#receiveOrNull() === null) return;
    }
    throw new Violation(`Expected the connection to be closed ${why}, found more frames`);
  }

  /** Whether the driver closes the connection, where it may as well answer with an error. */
  async answersOrCloses(requestId: bigint | null): Promise<"closed" | ErrorBody> {
    let envelope: DriverResponseEnvelope;
    try {
      envelope = await this.receiveAnswer();
    } catch (error) {
      if (error instanceof Gone) return "closed";
      throw error;
    }
    const { body, requestId: found } = envelope;
    if (body.type !== "Error") throw new Violation(`Expected an error or the end, found ${shown(body)}`);
    if (requestId !== null) expectSame("the error to have request id", found, requestId);
    return body;
  }

  /** Ends the connection. */
  close(): void {
    this.#transport.close();
  }

  /** A stream that breaks, or ends within a frame, is closed as well. */
  async #receiveOrNull(): Promise<Uint8Array | null> {
    try {
      return await this.receive();
    } catch (error) {
      if (error instanceof Gone) return null;
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

/** An error as a message shows it. */
export function errorText({ code, message }: Pick<ErrorBody, "code" | "message">): string {
  return `error ${code}: ${message}`;
}

function versionOf({ protocolVersion: { major, minor } }: DriverResponseEnvelope): string {
  return `${major}.${minor}`;
}
