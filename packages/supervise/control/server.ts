/**
 * The host's end of the control socket: reads requests, has them done, answers.
 *
 * @module
 */
import { type Clock, ConnectionError, listen, type Listener, SYSTEM_CLOCK, type Transport } from "@fluxwire/transport";
import { HostError } from "../host_error.ts";
import { LineReader, writeJsonLine } from "./json_lines.ts";
import { HostLock } from "./lock.ts";
import { CONTROL_VERSION, type ControlRequest, idOf, MAX_REQUEST_BYTES, parseRequest } from "./protocol.ts";
import { makePrivateFolder } from "./private_folder.ts";

/** Connections served at once: questions are few, and each connection costs a file descriptor. */
const MAX_CONNECTIONS = 32;
/** How long a connection may be open without a request, in milliseconds. */
const IDLE_MS = 10_000;
/** How long answers may take that are under way when the server is closed, in milliseconds. */
const CLOSE_MS = 1_000;

/**
 * Does what one verb asks for and gives the result, which must be JSON.
 *
 * @param emit Sends an event before the answer; resolves when the peer has taken it.
 * @param signal Aborts when the peer has left, or has closed its sending side: it still gets the answer then.
 * @throws {HostError} what cannot be done; anything else is answered as `RequestFailed`.
 */
export type ControlVerb = (
  request: ControlRequest,
  emit: (event: unknown) => Promise<void>,
  signal: AbortSignal,
) => Promise<unknown>;

/** The verbs of a host, by their names. */
export type ControlVerbs = Readonly<Record<string, ControlVerb>>;

/** The options of a control server. */
export interface ControlServerOptions {
  /**
   * Sets the timers of idle connections.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/** Listens on a control socket until it is closed. */
export class ControlServer implements AsyncDisposable {
  readonly #listener: Listener;
  readonly #lock: HostLock | null;
  readonly #verbs: ControlVerbs;
  readonly #clock: Clock;
  readonly #connections = new Map<Transport, Promise<void>>();
  readonly #answering = new Set<Transport>();
  readonly #accepting: Promise<void>;
  #closing: Promise<void> | null = null;

  private constructor(
    listener: Listener,
    { lock, verbs, clock = SYSTEM_CLOCK }: { lock: HostLock | null; verbs: ControlVerbs } & ControlServerOptions,
  ) {
    this.#listener = listener;
    this.#lock = lock;
    this.#verbs = verbs;
    this.#clock = clock;
    this.#accepting = this.#accept();
  }

  /**
   * Takes a control socket. What a killed host has left of one is taken over; a lock beside it lets one host at most do
   * so. On Windows the named pipe itself is the lock.
   *
   * @param path The socket's file; its folder is made if it is not there, and must be private.
   * @param verbs What the host does when it is asked.
   * @throws {HostError} `HostRunning`, `FolderUnusable`.
   * @throws {ConnectionError} `SocketInUse` if a file that is no socket is in the way; `SocketNameInvalid`,
   * `PermissionMissing`.
   */
  static async listen(
    path: string,
    verbs: ControlVerbs,
    options: ControlServerOptions = {},
  ): Promise<ControlServer> {
    if (Deno.build.os === "windows") return new ControlServer(await listen(path), { ...options, verbs, lock: null });
    makePrivateFolder(path.slice(0, path.lastIndexOf("/")) || "/");
    const taken = `Cannot run a host on ${path}: another one does; stop it, or give --control PATH`;
    const lock = HostLock.take(`${path}.lock`, taken);
    try {
      return new ControlServer(await listen(path), { ...options, verbs, lock });
    } catch (error) {
      lock[Symbol.dispose]();
      throw error instanceof ConnectionError && error.code === "SocketInUse" ? inTheWay(path, error) : error;
    }
  }

  /**
   * Stops listening, removes the socket, ends every connection; answers that are under way have a second for that.
   * Closing again does nothing more.
   */
  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<void> {
    this.#listener.close();
    await this.#accepting;
    for (const transport of this.#connections.keys()) if (!this.#answering.has(transport)) transport.close();
    const timer = this.#clock.setTimeout(() => this.#answering.forEach((transport) => transport.close()), CLOSE_MS);
    await Promise.all(this.#connections.values());
    this.#clock.clearTimeout(timer);
    this.#lock?.[Symbol.dispose]();
  }

  /** As {@link close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #accept(): Promise<void> {
    for (;;) {
      // Out of descriptors, for example: the connection waits in the system's queue.
      const transport = await this.#listener.accept().catch(() => this.#pause());
      if (transport === null) return;
      if (transport === undefined) continue;
      if (this.#connections.size >= MAX_CONNECTIONS) transport.close();
      else this.#connections.set(transport, this.#serve(transport));
    }
  }

  #pause(): Promise<undefined> {
    return new Promise((resolve) => this.#clock.setTimeout(() => resolve(undefined), 100));
  }

  async #serve(transport: Transport): Promise<void> {
    try {
      await this.#converse(transport);
    } catch {
      // A peer that breaks the rules or leaves gets no answer.
    } finally {
      transport.close();
      this.#connections.delete(transport);
    }
  }

  /** Answers one request after another; while it works on one it reads the next, and so notices when the peer leaves. */
  async #converse(transport: Transport): Promise<void> {
    const reader = new LineReader(transport, MAX_REQUEST_BYTES);
    let upcoming = reader.next();
    while (this.#closing === null) {
      const idle = this.#clock.setTimeout(() => transport.close(), IDLE_MS);
      const line = await upcoming.finally(() => this.#clock.clearTimeout(idle));
      if (line === null) return;
      upcoming = reader.next();
      const left = new AbortController();
      upcoming.then((line) => line ?? left.abort(), () => left.abort());
      this.#answering.add(transport);
      await this.#answer(transport, line, left.signal).finally(() => this.#answering.delete(transport));
    }
  }

  #do(request: ControlRequest, emit: (event: unknown) => Promise<void>, signal: AbortSignal): Promise<unknown> {
    return this.#verbs[request.verb]!(request, emit, signal);
  }

  async #answer(transport: Transport, line: string, signal: AbortSignal): Promise<void> {
    const v = CONTROL_VERSION;
    const id = idOf(line);
    const emit = (event: unknown) => writeJsonLine(transport, { v, id, event });
    try {
      const result = await this.#do(parseRequest(line, Object.keys(this.#verbs)), emit, signal);
      await writeJsonLine(transport, { v, id, result: result ?? null });
    } catch (error) {
      const code = error instanceof HostError ? error.code : "RequestFailed";
      const message = error instanceof Error ? error.message : String(error);
      await writeJsonLine(transport, { v, id, error: { code, message } });
    }
  }
}

/** This process holds the lock, so no other host uses the file. */
function inTheWay(path: string, cause: ConnectionError): ConnectionError {
  const remedy = "remove it, or give --control PATH";
  return new ConnectionError("SocketInUse", `Cannot run a host on ${path}: something else stands there; ${remedy}`, {
    cause,
  });
}
