/**
 * Dispatches requests to methods: finds the session, runs the call, sends its answer.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { Secrets } from "@fluxwire/transport/secrets";
import type { DriverRequestBody, DriverRequestEnvelope, DriverResponseBody } from "@fluxwire/wire";
import type { Answers, Header } from "./answers.ts";
import { AuditBudget, type AuditEvent, toAuditEvent } from "./audit.ts";
import { CallsInFlight } from "./calls_in_flight.ts";
import { Call, type EndReason, toErrorBody } from "./call.ts";
import type { DriverPeerOptions } from "./driver_peer.ts";
import { emptySchemaPart } from "./methods/empty_schema.ts";
import { methodOf } from "./methods/table.ts";
import { openSession } from "./session_opening.ts";
import { describeSession } from "./session_description.ts";
import { LiveSession } from "./live_session.ts";
import { kindFor, metadataFor } from "./for_layout.ts";
import type { Context, PeerInfo } from "./methods/context.ts";
import { maskedTexts, sessionSecrets } from "./masked_log.ts";

/** The sessions of one connection and their calls. */
export class Dispatch {
  readonly #options: DriverPeerOptions;
  readonly #answers: Answers;
  readonly #sessions = new Map<string, LiveSession>();
  /** Calls that open a session, and so belong to none yet. */
  readonly #opening = new Set<Call>();
  readonly #clock: Clock;
  readonly #auditBudget: AuditBudget;
  readonly #secrets: Secrets;
  readonly #inFlight: CallsInFlight;
  #ending: Promise<void> | null = null;

  /** @param secrets The secrets of the connection; those of its sessions are added. */
  constructor(options: DriverPeerOptions, answers: Answers, secrets: Secrets) {
    this.#options = options;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#auditBudget = new AuditBudget(this.#clock.now());
    this.#answers = answers;
    this.#secrets = secrets;
    this.#inFlight = new CallsInFlight(answers, { secrets, maxInFlight: options.limits.maxInFlight });
  }

  /** Runs a request. Its answer is sent at once if possible, otherwise when the call is done. */
  run(header: Header, { body, timeoutMs }: DriverRequestEnvelope, peer: PeerInfo): void {
    if (body.type === "OpenSession") return this.#open(header, body, toMs(timeoutMs), peer);
    if (body.type === "Ping" && header.sessionId === null) return this.#answers.send(header, { type: "Pong" });
    if (body.type === "CancelActive") return this.#cancelActive(header);
    const session = this.#session(header, body.type);
    if (session === null) return;
    switch (body.type) {
      case "CloseSession":
        return this.#close(header, session, toMs(timeoutMs));
      case "Cancel":
        // A handle is known only after its statement has ended (PROTOCOL.md#one-request-at-a-time).
        return this.#answers.send(header, { type: "Cancelled" });
    }
    const method = methodOf(body.type);
    if (method === undefined || (method.name !== null && session.session[method.name] === undefined)) {
      const isRelational = this.#options.driver.metadata.category === "Relational" || session.hasRelationalSchema;
      const empty = emptySchemaPart(body.type, isRelational);
      return empty === null ? this.#answers.unsupported(header, body.type) : this.#answers.send(header, empty);
    }
    const start = (): Promise<DriverResponseBody> => {
      const call = new Call(shorter(toMs(timeoutMs), statementTimeout(body)), this.#clock);
      // The context is created when the call's turn comes: its deadline counts from then.
      return session.run(call, () => {
        call.begin(body.type);
        return method.run(session.session, body, this.#contextOf(header, body, session, call, peer));
      });
    };
    this.#inFlight.run(header, start);
  }

  /** Takes no more calls, and resolves when those that run are answered. */
  drain(): Promise<void> {
    return this.#inFlight.drain();
  }

  /** Ends every call and closes every session, once; resolves when all are closed. */
  end(reason: EndReason): Promise<void> {
    return this.#ending ??= this.#end(reason);
  }

  async #end(reason: EndReason): Promise<void> {
    for (const call of this.#opening) call.end(reason);
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const session of sessions) this.#options.sessions.delete(session.id);
    await Promise.all(sessions.map(async (session) => {
      try {
        await session.close(reason);
      } catch (error) {
        toErrorBody(error, session.log);
      } finally {
        session.secrets.dispose();
      }
    }));
  }

  /** Cancels the running calls of a session. The id alone is enough: the session may belong to another connection. */
  #cancelActive(header: Header): void {
    const elsewhere = header.sessionId === null ? undefined : this.#options.sessions.get(header.sessionId);
    const session = elsewhere ?? this.#session(header, "CancelActive");
    if (session === null) return;
    session.end("cancelled");
    this.#answers.send(header, { type: "Cancelled" });
  }

  #session(header: Header, method: string): LiveSession | null {
    const { sessionId } = header;
    const session = sessionId === null ? undefined : this.#sessions.get(sessionId);
    if (session !== undefined) return session;
    const suffix = method === "CloseSession" ? " for CloseSession" : "";
    const text = sessionId === null ? `No session_id provided${suffix}` : `Session ${sessionId} not found`;
    this.#answers.fail(header, "SessionNotFound", text);
    return null;
  }

  #contextOf(header: Header, body: DriverRequestBody, session: LiveSession, call: Call, peer: PeerInfo): Context {
    const { signal, deadline } = call;
    const audit = (event: AuditEvent) => this.#audit(header, call, event);
    const answer = this.#answers.headerOf(header, body.type, this.#options.limits);
    const readsOnly = () => call.readsOnly(), settlesWithin = (ms: number) => call.settlesWithin(ms);
    return { signal, deadline, sessionId: session.id, peer, log: session.log, audit, answer, readsOnly, settlesWithin };
  }

  #audit(header: Header, call: Call, event: AuditEvent): void {
    const now = this.#clock.now();
    const dto = maskedTexts(toAuditEvent(event, now), this.#secrets);
    if (!this.#answers.knowsAudit || call.isAnswered || !this.#auditBudget.take(now)) return;
    try {
      this.#answers.audit(header, dto);
    } catch (cause) {
      throw new TypeError(`Cannot send audit event: ${(cause as Error).message}`, { cause });
    }
  }

  #close(header: Header, session: LiveSession, timeoutMs: number | null): void {
    this.#sessions.delete(session.id);
    this.#options.sessions.delete(session.id);
    const step = async (): Promise<DriverResponseBody> => {
      await session.close("closed");
      return { type: "SessionClosed" };
    };
    const start = () => new Call(timeoutMs, this.#clock).run(step, session.log);
    this.#inFlight.run(header, start, () => session.secrets.dispose());
  }

  #open(
    header: Header,
    body: Extract<DriverRequestBody, { type: "OpenSession" }>,
    timeoutMs: number | null,
    peer: PeerInfo,
  ): void {
    const { driver, store = null, limits: { maxSessions } } = this.#options;
    if (this.#sessions.size + this.#opening.size >= maxSessions) {
      const text = `Cannot open session: maxSessions ${maxSessions} are open; close one, or raise the limit`;
      return this.#answers.fail(header, "InvalidRequest", text);
    }
    this.#options.opening?.();
    const { definition } = driver, { layout } = this.#answers, secrets = new DisposableStack();
    const { log, addSecrets } = sessionSecrets(this.#options.log, this.#secrets, secrets);
    const step = async ({ signal }: Call): Promise<DriverResponseBody> => {
      const { session: opened, limit } = await openSession(driver, body, { signal, peer, log, addSecrets, store });
      const session = new LiveSession(crypto.randomUUID(), opened, { log, secrets, limit, clock: this.#clock });
      await using unlessKept = new AsyncDisposableStack();
      unlessKept.defer(() => session.close("closed"));
      const described = describeSession(driver, opened);
      const metadata = metadataFor(layout, described.metadata);
      if (!signal.aborted && this.#ending === null) {
        this.#add(session);
        unlessKept.move();
      }
      return {
        type: "SessionOpened",
        sessionId: session.id,
        kind: kindFor(layout, definition.kind),
        ...described,
        metadata,
        schemaLoadingStrategy: definition.schemaLoadingStrategy ?? "SingleDatabase",
      };
    };
    const start = () => {
      const call = new Call(timeoutMs, this.#clock);
      this.#opening.add(call);
      return call.run(() => step(call).finally(() => this.#opening.delete(call)), log);
    };
    this.#inFlight.run(header, start, ({ type }) => {
      if (type !== "SessionOpened") secrets.dispose();
    });
  }

  #add(session: LiveSession): void {
    this.#sessions.set(session.id, session);
    this.#options.sessions.set(session.id, session);
  }
}

function statementTimeout(body: DriverRequestBody): number | null {
  return body.type === "Execute" || body.type === "ExecuteWithHandle" ? toMs(body.request.statementTimeoutMs) : null;
}

function toMs(ms: bigint | null | undefined): number | null {
  return ms === null || ms === undefined ? null : Number(ms);
}

function shorter(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
