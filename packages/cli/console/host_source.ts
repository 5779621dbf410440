/**
 * A host, as the console shows it: its services, why one of them does not run, and their logs.
 *
 * @module
 */
import { basename } from "node:path";
import type { ConsoleSource, LineRing, Operation } from "@fluxwire/console";
import { UsageError } from "@fluxwire/command";
import { controlPath } from "../verbs/host/ask.ts";
import { HostAsker } from "./host/host_asker.ts";
import type { Followed } from "./host/followed.ts";
import { hostFrames, hostLogs } from "./host/host_logs.ts";
import { reasonOf } from "./host/reason.ts";
import { WatchedHost } from "./host/watched_host.ts";
import type { SourceRequest } from "./source_kinds.ts";

/** The source of the host of one control socket; it need not run. */
export class HostSource implements ConsoleSource {
  readonly id: string;
  readonly kind = "host";
  readonly title: string;
  readonly panels = ["status", "logs"] as const;
  readonly #asker: HostAsker;
  readonly #watched: WatchedHost;
  readonly #logs: Followed;
  readonly #frames: Followed;
  readonly operations: Readonly<Record<string, Operation>> = {
    status: { changes: false, run: () => Promise.resolve(this.#watched.refresh()) },
    explain: { changes: false, run: (input, signal) => reasonOf(this.#asker, serviceOf(input), signal) },
    restart: { changes: true, run: (input, signal) => this.#change("restart", serviceOf(input), signal) },
    stop: { changes: true, run: (input, signal) => this.#stop(input, signal) },
  };

  /**
   * @param path The control socket, whose folders no answer names.
   * @param isOwn Whether it is the one of the user, which commands find without its name.
   */
  constructor(id: string, title: string, path: string, isOwn: boolean = false) {
    this.id = id;
    this.title = title;
    this.#asker = new HostAsker(path, isOwn);
    this.#watched = new WatchedHost(this.#asker, title);
    this.#logs = hostLogs(this.#asker);
    this.#frames = hostFrames(this.#asker);
  }

  /** Its status is the stream `status`, the log of a service `logs.ID`, and its frames `wire.ID`. */
  stream(name: string): LineRing | null {
    if (name.startsWith("logs.")) return this.#logs.of(name.slice("logs.".length));
    if (name.startsWith("wire.")) return this.#frames.of(name.slice("wire.".length));
    if (name !== "status") return null;
    this.#watched.start();
    return this.#watched.lines;
  }

  /** Ends what it reads; the host goes on. */
  async close(): Promise<void> {
    await Promise.all([this.#watched, this.#logs, this.#frames].map((one) => one[Symbol.asyncDispose]()));
  }

  async #change(verb: "restart" | "stop", service: string, signal: AbortSignal): Promise<null> {
    await this.#asker.ask({ verb, service }, { signal });
    return null;
  }

  /** Stops a service, or the host if its name is given. */
  async #stop(input: unknown, signal: AbortSignal): Promise<null> {
    const { service, name } = (input ?? {}) as { service?: unknown; name?: unknown };
    if (service !== null) return await this.#change("stop", serviceOf(input), signal);
    if (name !== this.title) throw new UsageError("Cannot stop the host: its name was not typed");
    await this.#asker.ask({ verb: "stop", service: null }, { signal });
    return null;
  }
}

function serviceOf(input: unknown): string {
  const { service } = (input ?? {}) as { service?: unknown };
  if (typeof service !== "string") throw new UsageError("Cannot do that: no service is named");
  return service;
}

/** The source of `--host [CONTROL]`. */
export function openSource({ id, value }: SourceRequest): Promise<ConsoleSource> {
  const path = controlPath("host", value === "" ? null : value);
  const title = value === "" ? "host" : basename(path).replace(/\.sock$/, "");
  return Promise.resolve(new HostSource(id, title, path, value === ""));
}
