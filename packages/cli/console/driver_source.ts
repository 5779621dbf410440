/**
 * A driver, as the console shows it: its frames, its form, its sessions and their calls.
 *
 * @module
 */
import type { CallAnswer, CallRequest, ConsoleSource, LineRing, Operation } from "@fluxwire/console";
import { connectThrough } from "@fluxwire/host/launching";
import { encode, type Layout, LAYOUTS, toExact } from "@fluxwire/wire";
import { type ClientSession, type DriverClient, sessionRequest } from "@fluxwire/wire/client";
import { UsageError } from "@fluxwire/command";
import type { Driver } from "../driver/driver.ts";
import { requestOf } from "./request_of.ts";
import { WireStream } from "./wire_stream.ts";

/** The most sessions at once; a page has one or two. */
const MAX_SESSIONS = 16;

/** A session of a page, on a connection of its own. */
interface PageSession {
  readonly client: DriverClient;
  readonly session: ClientSession;
}

/** The source of a driver that runs. */
export class DriverSource implements ConsoleSource {
  readonly id: string;
  readonly kind = "driver";
  readonly title: string;
  readonly panels = ["wire", "form", "query", "tree"] as const;
  readonly #driver: Driver;
  readonly #wire: WireStream;
  readonly #sessions = new Map<string, PageSession>();
  readonly operations: Readonly<Record<string, Operation>> = {
    hello: { changes: false, run: (input, signal) => this.#hello(layoutOf(input), signal) },
    open: { changes: true, run: (input, signal) => this.#open(input, signal) },
    close: { changes: false, run: (input) => this.#close(sessionOf(input)) },
  };

  /** Takes over a driver that was launched, or runs. */
  constructor(id: string, title: string, driver: Driver) {
    this.id = id;
    this.title = title;
    this.#driver = driver;
    this.#wire = new WireStream((signal) => driver.dial(signal));
  }

  /** Its frames are the stream `wire`. */
  stream(name: string): LineRing | null {
    return name === "wire" ? this.#wire.lines : null;
  }

  /** Sends one request of a session, or outside of any. */
  async call({ body, session }: CallRequest, signal: AbortSignal): Promise<CallAnswer> {
    if (typeof body !== "string") throw new UsageError("Cannot send bytes: send the request as exact JSON");
    const answered = async (client: DriverClient, sessionId: string | null): Promise<CallAnswer> => {
      const request = requestOf(body, client.layout), start = performance.now();
      const answer = await client.call(request, { signal, sessionId });
      const ms = Math.round((performance.now() - start) * 1_000) / 1_000;
      return { payload: encode("response", client.layout, answer), layout: client.layout, ms };
    };
    if (session !== null) {
      const found = this.#session(session);
      return await answered(found.client, found.session.id);
    }
    await using client = await this.#connect("auto", signal);
    return await answered(client, null);
  }

  /** Ends its sessions, and stops the driver if it was started here. */
  async close(): Promise<void> {
    for (const { client } of this.#sessions.values()) client.close();
    this.#sessions.clear();
    await this.#wire[Symbol.asyncDispose]();
    await this.#driver[Symbol.asyncDispose]();
  }

  async #hello(layout: Layout | "auto", signal: AbortSignal): Promise<unknown> {
    await using client = await this.#connect(layout, signal);
    const body = { type: "Hello" as const, ...client.hello };
    const envelope = { protocolVersion: client.version, requestId: 1n, done: true, body };
    return { layout: client.layout, hello: (toExact("response", envelope) as { body: unknown }).body };
  }

  async #open(input: unknown, signal: AbortSignal): Promise<{ session: string }> {
    const { values = {} } = (input ?? {}) as { values?: unknown };
    if (!isTexts(values)) throw new UsageError("Cannot open a session: values must be texts by field");
    if (this.#sessions.size >= MAX_SESSIONS) throw new UsageError(`Cannot open more than ${MAX_SESSIONS} sessions`);
    const client = await this.#connect(layoutOf(input), signal);
    try {
      const { hello } = client, { socketId } = this.#driver.target;
      const session = await client.openSession(sessionRequest({ hello, layout: client.layout, socketId, values }), {
        signal,
      });
      const id = crypto.randomUUID();
      this.#sessions.set(id, { client, session });
      client.closed.then(() => this.#sessions.delete(id));
      return { session: id };
    } catch (error) {
      client.close();
      throw error;
    }
  }

  async #close(id: string): Promise<null> {
    const { client, session } = this.#session(id);
    try {
      await session.close();
    } finally {
      client.close();
    }
    return null;
  }

  #session(id: string): PageSession {
    const found = this.#sessions.get(id);
    if (found === undefined) throw new UsageError("Cannot use the session: it has ended; connect again");
    return found;
  }

  async #connect(layout: Layout | "auto", signal: AbortSignal): Promise<DriverClient> {
    const dial = () => Promise.resolve(this.#wire.connect());
    return await connectThrough(dial, { layout, signal, token: this.#driver.token });
  }
}

function sessionOf(input: unknown): string {
  const { session } = (input ?? {}) as { session?: unknown };
  return typeof session === "string" ? session : "";
}

/** The layout that the page asks for. */
function layoutOf(input: unknown): Layout | "auto" {
  const { layout = "auto" } = (input ?? {}) as { layout?: unknown };
  const known = ["auto" as const, ...LAYOUTS].find((one) => one === layout);
  if (known === undefined) {
    throw new UsageError(`Cannot use the layout ${JSON.stringify(layout)}: ${LAYOUTS.join(", ")}`);
  }
  return known;
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === "object" && value !== null && Object.values(value).every((text) => typeof text === "string");
}
