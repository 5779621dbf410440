/**
 * Sends answers with the version that the layout requires; an answer that cannot be sent becomes an error.
 *
 * @module
 */
import type {
  AuditEventEmitDto,
  DriverRequestBody,
  DriverRequestEnvelope,
  DriverResponseBody,
  DriverResponseEnvelope,
  DriverRpcErrorCode,
  Layout,
  Limits,
  ProtocolVersion,
} from "@fluxwire/wire";
import { codecOf } from "@fluxwire/wire/internal";
import type { Peer } from "@fluxwire/wire/server";
import type { AnswerHeader } from "./encode_answer.ts";
import { answersSameCall, encodedPayload } from "./encoded_result.ts";
import { encodedRows } from "./encoded_rows_result.ts";
import { unsendable } from "./unsendable.ts";

/** The parts of a request that its answer repeats. */
export type Header = Pick<DriverRequestEnvelope, "protocolVersion" | "requestId"> & { sessionId: string | null };

/** Sends the answers of one connection. */
export class Answers {
  readonly #peer: Peer;
  readonly #driverName: string;
  #isOver = false;

  constructor(peer: Peer, driverName: string) {
    this.#peer = peer;
    this.#driverName = driverName;
  }

  /** The connection's layout. */
  get layout(): Layout {
    return this.#peer.layout;
  }

  /** Whether the connection's layout is the oldest one, whose hosts do not look at versions. */
  get isOldest(): boolean {
    return this.#peer.layout === "0.4";
  }

  /** Whether the host knows audit events (0.6.0-rc.0 or later). An older host drops the connection on one. */
  get knowsAudit(): boolean {
    const { layout, isUnknownRelease } = this.#peer;
    return layout !== "0.4" && layout !== "0.5" && !(layout === "0.6" && isUnknownRelease);
  }

  /** Drops all later answers: the connection has ended. */
  end(): void {
    this.#isOver = true;
  }

  /** Sends an answer, or an error if the answer cannot be sent. */
  send(header: Header, body: DriverResponseBody): void {
    if (this.#isOver) return;
    const { requestId, sessionId } = header;
    const envelope = { protocolVersion: this.#stamp(header), requestId, sessionId, done: true, body };
    try {
      this.#sendOrPassOn(envelope);
    } catch (error) {
      const { code, message, retriable } = unsendable(error);
      this.#peer.send({ ...envelope, body: { type: "Error", code, message, retriable } });
    }
  }

  /** Sends an audit event: a frame that is not done, before the answer and with its id. */
  audit(header: Header, event: AuditEventEmitDto): void {
    const { requestId, sessionId } = header;
    const body = { type: "EmitAuditEvent", ...event } as const;
    this.#peer.send({ protocolVersion: this.#stamp(header), requestId, sessionId, done: false, body });
  }

  /** Answers with an error. */
  fail(header: Header, code: DriverRpcErrorCode, message: string, retriable = false): void {
    this.send(header, { type: "Error", code, message, retriable });
  }

  /** Answers that the driver or session lacks a method. */
  unsupported(header: Header, method: string): void {
    // The real host itself puts these words before the refusal of this one.
    const words = method === "PlanSemantic" ? "" : "Operation not supported: ";
    this.fail(header, "UnsupportedMethod", `${words}${this.#driverName} has no ${method}`);
  }

  /** The header with which another process can encode the answer. */
  headerOf(header: Header, request: DriverRequestBody["type"], limits: Limits): AnswerHeader {
    const { maxFrameBytes, maxDepth, maxResponseValues } = limits;
    return {
      request,
      layout: this.layout,
      codec: codecOf(this.layout),
      protocolVersion: this.#stamp(header),
      requestId: String(header.requestId),
      sessionId: header.sessionId,
      limits: { maxFrameBytes, maxDepth, maxResponseValues },
    };
  }

  #sendOrPassOn(envelope: DriverResponseEnvelope): void {
    const payload = encodedPayload(envelope.body);
    if (payload === null) return this.#sendAround(envelope);
    if (answersSameCall(payload, this.layout, envelope)) return this.#peer.sendPayload(payload);
    this.#defect(envelope, "it was encoded for another call; encode it with this call's header");
  }

  /** Sends an answer around rows that are encoded already, if it has such rows. */
  #sendAround(envelope: DriverResponseEnvelope): void {
    const encoded = encodedRows(envelope);
    if (encoded === null) return this.#peer.send(envelope);
    const { codec } = encoded.rows, own = codecOf(this.layout);
    if (codec === own) return this.#peer.sendRows(encoded.answer, encoded.rows);
    this.#defect(envelope, `its rows are ${codec}, and the connection is ${own}; encode them by context.answer`);
  }

  #defect(envelope: DriverResponseEnvelope, reason: string): void {
    const message = `Cannot send answer: ${reason}`;
    this.#peer.send({ ...envelope, body: { type: "Error", code: "Internal", message, retriable: false } });
  }

  /** Every answer to a host of layout 0.4 carries 1.1; later ones the version of the request (PROTOCOL.md#versions). */
  #stamp(header: Header): ProtocolVersion {
    return this.isOldest ? { major: 1, minor: 1 } : header.protocolVersion;
  }
}
