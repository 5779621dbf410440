/** Several servers on one log. */
import type { Event } from "../../event/event.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import { LogServer } from "../../storage/postgres/testing/log_server.ts";
import { ServerProcess } from "./server_process.ts";
import { type Target, Tunnel } from "./tunnel.ts";

/** How long an answer may take, in milliseconds, unless a test says otherwise. */
const ANSWER_MS = 20_000;

/** A request of a test. */
export interface Ask {
  readonly body?: Json;
  readonly headers?: Record<string, string>;
  /** How long the answer may take, in milliseconds. */
  readonly waitMs?: number;
}

/** An answer of a server. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

/** The log's own server. It must be disposed. */
export interface LogDatabase extends AsyncDisposable {
  /** The kind of event storage, where it is, and the lines of the settings of a server that reaches it by a port of this machine. */
  readonly kind: string;
  readonly target: Target;
  settings(port: number): readonly string[];
  /** Ends it as a crash does, and starts it again. */
  restart(): Promise<void>;
}

/** A PostgreSQL server. */
async function postgres(): Promise<LogDatabase> {
  const server = await LogServer.start(), { port, password } = server.address.config;
  return {
    kind: "postgres",
    target: { hostname: "127.0.0.1", port: port! },
    settings: (near) => [`port = ${near}`, `password = "${password}"`],
    restart: () => server.restart(),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Servers, their database and their folders. It must be disposed. */
export class Fleet implements AsyncDisposable {
  readonly servers: readonly ServerProcess[];
  readonly database: LogDatabase;
  /** The ways of the servers to the database, in the same order. */
  readonly tunnels: readonly Tunnel[];
  readonly #folder: string;

  private constructor(
    servers: readonly ServerProcess[],
    tunnels: readonly Tunnel[],
    database: LogDatabase,
    folder: string,
  ) {
    this.servers = servers;
    this.tunnels = tunnels;
    this.database = database;
    this.#folder = folder;
  }

  /** Starts a database and that many servers, named `server-0` and so on. */
  static async start(count: number, startDatabase: () => Promise<LogDatabase> = postgres): Promise<Fleet> {
    const database = await startDatabase(), folder = await Deno.makeTempDir({ prefix: "fluxwire-many-" });
    const servers: ServerProcess[] = [], tunnels: Tunnel[] = [];
    for (let at = 0; at < count; at++) {
      const own = `${folder}/${at}`, tunnel = new Tunnel(database.target);
      tunnels.push(tunnel);
      await Deno.mkdir(own);
      await Deno.writeTextFile(
        `${own}/config.toml`,
        `[server]
id = "server-${at}"
mount-address = "127.0.0.1:0"
data-dir = "${own}/data"
public = "${own}/public"
request-timeout = "10s"
[drivers]
event = "${database.kind}"
error = "memory"
[driver-event-storage]
${database.settings(tunnel.port).join("\n")}
[plugins]
dir = "${own}/plugins"
`,
      );
      servers.push(new ServerProcess(own));
    }
    const fleet = new Fleet(servers, tunnels, database, folder);
    try {
      await Promise.all(servers.map((server) => server.start()));
    } catch (error) {
      await fleet[Symbol.asyncDispose]();
      throw error;
    }
    return fleet;
  }

  /** Kills what runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.servers.map((server) => server.kill()));
    await Promise.all(this.tunnels.map((tunnel) => tunnel[Symbol.asyncDispose]()));
    await this.database[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** Asks a server. Rejects if no answer comes. */
export async function ask(
  server: ServerProcess,
  method: string,
  path: string,
  { body, headers = {}, waitMs = ANSWER_MS }: Ask = {},
): Promise<HttpAnswer> {
  const response = await fetch(server.url + path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    signal: AbortSignal.timeout(waitMs),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
}

/** All events, as a server reads them once it has applied the log up to `seq`. */
export async function eventsOf(server: ServerProcess, seq: number): Promise<Event[]> {
  const events: Event[] = [];
  for (;;) {
    const { status, body } = await ask(server, "GET", `/events?since=${events.length}&limit=500&min-seq=${seq}`);
    if (status !== 200) throw new Error(JSON.stringify(body));
    const items = body["items"] as unknown as Event[];
    events.push(...items);
    if (items.length === 0) return events;
  }
}

/** SHA-256 of all that a server's models hold: equal content has equal digests. The server has applied the log up to `seq`. */
export async function digestOf(server: ServerProcess, seq: number): Promise<string> {
  const { body: models } = await ask(server, "GET", `/models?min-seq=${seq}`);
  const kept: Json[] = [models];
  for (const { id } of models["items"] as unknown as { id: string }[]) {
    for (let cursor: Json = ""; cursor !== null;) {
      const from = cursor === "" ? "" : `&cursor=${cursor}`;
      const { body } = await ask(server, "GET", `/models/${id}/instances?limit=500&total=true${from}`);
      kept.push(body["items"]!);
      cursor = body["next"]!;
    }
  }
  const bytes = new TextEncoder().encode(JSON.stringify(kept));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
