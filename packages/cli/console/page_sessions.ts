/**
 * The sessions that pages have opened, each on a connection of its own, and their calls.
 *
 * @module
 */
import type { CallAnswer, CallRequest, CancelAnswer, OpenAnswer, SessionAnswer } from "@fluxwire/console";
import { Secrets } from "@fluxwire/transport/secrets";
import { encode, RpcError, toExact } from "@fluxwire/wire";
import { type ClientSession, type DriverClient, type SecretKeeper, sessionRequest } from "@fluxwire/wire/client";
import { profileSecrets, secretFields } from "@fluxwire/wire/secrets";
import { UsageError } from "@fluxwire/command";
import { msSince } from "../command/duration.ts";
import { requestOf } from "./request_of.ts";

/** The most sessions at once: pages that were loaded again have left theirs behind. The one not used for longest ends first. */
const MAX_SESSIONS = 16;

/** A session of a page. */
interface PageSession {
  readonly client: DriverClient;
  readonly session: ClientSession;
  /** Whether it was opened with secrets, which the driver may repeat: looking for them takes a second for some megabytes. */
  readonly hasSecrets: boolean;
}

/** A call of a page that has no answer yet. */
interface RunningCall {
  readonly session: ClientSession;
  readonly giveUp: AbortController;
}

/** The sessions of one driver. */
export class PageSessions {
  readonly #secrets = new Secrets();
  readonly #sessions = new Map<string, PageSession>();
  readonly #calls = new Map<string, RunningCall>();

  /** Learns the secrets of forms before they are sent, and takes them out of what the driver answers. */
  get secrets(): SecretKeeper {
    return this.#secrets;
  }

  /**
   * Opens a session. A connection that does not get one is closed.
   *
   * @throws {UsageError} For values that are no texts.
   * @throws {RangeError} For a field that the form lacks.
   */
  async open(
    input: unknown,
    connect: () => Promise<DriverClient>,
    { socketId, signal }: { socketId: string; signal: AbortSignal },
  ): Promise<OpenAnswer> {
    const { values = {} } = (input ?? {}) as { values?: unknown };
    if (!isTexts(values)) throw new UsageError("Cannot open a session: values must be texts by field");
    const client = await connect(), start = performance.now();
    try {
      const { hello, layout } = client;
      const request = sessionRequest({ hello, layout, socketId, values });
      const ofProfile = profileSecrets(request.profileJson, secretFields(hello.formDefinition));
      const hasSecrets = Boolean(request.password) || ofProfile.length > 0;
      const session = await client.openSession(request, { signal });
      const id = crypto.randomUUID();
      this.#sessions.set(id, { client, session, hasSecrets });
      client.closed.then(() => this.#sessions.delete(id));
      const [oldest] = this.#sessions;
      if (this.#sessions.size > MAX_SESSIONS) this.#forget(...oldest!);
      const envelope = { protocolVersion: client.version, requestId: 1n, done: true, body: session.opened };
      const { body } = toExact("response", envelope) as { body: unknown };
      return { session: id, layout, opened: body, ms: msSince(start) };
    } catch (error) {
      client.close();
      throw error;
    }
  }

  /** Ends a session, and its connection. */
  async close(id: string): Promise<null> {
    const { client, session } = this.#session(id);
    try {
      await session.close();
    } finally {
      client.close();
    }
    return null;
  }

  /** Whether a session is open. */
  look(id: string): SessionAnswer {
    return { isOpen: this.#sessions.has(id) };
  }

  /** Sends one request of a session; what the answer repeats of secrets is overwritten. */
  async call({ body, session, call }: CallRequest, signal: AbortSignal): Promise<CallAnswer> {
    const found = this.#session(session ?? ""), giveUp = new AbortController();
    if (call !== null) this.#calls.set(call, { session: found.session, giveUp });
    try {
      const either = AbortSignal.any([signal, giveUp.signal]);
      const answer = await this.answer(body, found.client, { sessionId: found.session.id, signal: either });
      if (found.hasSecrets) this.#secrets.overwrite(answer.payload);
      return answer;
    } finally {
      if (call !== null) this.#calls.delete(call);
    }
  }

  /** Sends one request over a connection. */
  async answer(
    body: string | Uint8Array,
    client: DriverClient,
    options: { sessionId: string | null; signal: AbortSignal },
  ): Promise<CallAnswer> {
    if (typeof body !== "string") throw new UsageError("Cannot send bytes: send the request as exact JSON");
    const request = requestOf(body, client.layout), start = performance.now();
    const answer = await client.call(request, options), ms = msSince(start);
    return { payload: encode("response", client.layout, answer), layout: client.layout, ms };
  }

  /** Asks the driver to end a call. A driver that cannot is waited for no longer. */
  async cancel(input: unknown): Promise<CancelAnswer> {
    const { call } = (input ?? {}) as { call?: unknown };
    const found = typeof call === "string" ? this.#calls.get(call) : undefined;
    if (found === undefined) return { isKnown: false, isTaken: false };
    try {
      await found.session.call({ type: "CancelActive" });
      return { isKnown: true, isTaken: true };
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      found.giveUp.abort(
        new RpcError("Cancelled", "The driver cannot cancel: it may go on, and is waited for no longer"),
      );
      return { isKnown: true, isTaken: false };
    }
  }

  /** Ends all connections. */
  end(): void {
    for (const { client } of this.#sessions.values()) client.close();
    this.#sessions.clear();
  }

  /** The session, which counts as used. */
  #session(id: string): PageSession {
    const found = this.#sessions.get(id);
    if (found === undefined) throw new UsageError("Cannot use the session: it has ended; connect again");
    this.#sessions.delete(id);
    this.#sessions.set(id, found);
    return found;
  }

  #forget(id: string, { client }: PageSession): void {
    this.#sessions.delete(id);
    client.close();
  }
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === "object" && value !== null && Object.values(value).every((text) => typeof text === "string");
}
