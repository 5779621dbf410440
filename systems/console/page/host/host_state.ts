/**
 * What the page keeps of a host while it is open: its status, what has happened, and the log of one service.
 *
 * @module
 */
import {
  type ErrorJson,
  type HostLine,
  isHostLine,
  isShownReason,
  type LogLine,
  type ShownHost,
  type ShownReason,
} from "@fluxwire/console/api";
import type { Api } from "../server/api.ts";
import type { Live, Reading } from "../server/live.ts";
import { perSource } from "../server/per_source.ts";
import { unknownAnswer } from "../server/server.ts";
import { batch, type ReadonlySignal, type Signal, signal } from "../signals.ts";
import { KeptLog } from "../system/kept_log.ts";
import { CallRate } from "./call_rate.ts";

/** What it reads and asks with. */
export interface HostSetup {
  /** Gives streams. */
  readonly live: Live;
  /** Asks. */
  readonly api: Api;
}

/** One host. */
export class HostState {
  readonly #setup: HostSetup;
  readonly #source: string;
  readonly #host: Signal<ShownHost | null> = signal(null);
  readonly #absent: Signal<ErrorJson | null> = signal(null);
  readonly #log = new KeptLog();
  #logged: { service: string; reading: Reading } | null = null;
  /** How many calls its services answered. */
  readonly rate: CallRate = new CallRate();

  /** Begins to read its status. */
  constructor(setup: HostSetup, source: string) {
    this.#setup = setup;
    this.#source = source;
    setup.live.read(source, "status", {
      lines: (lines, missed) => {
        // What changed in the lines that are missing is in the status, which follows them in the stream.
        if (missed > 0) void setup.api.ask(source, "status", null).catch(() => {});
        const known = lines.map((line): unknown => JSON.parse(line)).filter(isHostLine);
        batch(() => known.forEach((line) => this.#take(line)));
      },
    });
  }

  /** The host; null if none runs, or nothing has come yet. */
  get host(): ReadonlySignal<ShownHost | null> {
    return this.#host;
  }

  /** Why there is no host. */
  get absent(): ReadonlySignal<ErrorJson | null> {
    return this.#absent;
  }

  /** The lines of {@link follow}'s service, oldest first. */
  get log(): ReadonlySignal<readonly LogLine[]> {
    return this.#log.lines;
  }

  /** Reads the log of a service from now on; that of another one no more. */
  follow(service: string): void {
    if (this.#logged?.service === service) return;
    this.#logged?.reading[Symbol.dispose]();
    this.#log.clear();
    const reading = this.#setup.live.read(this.#source, `logs.${service}`, {
      lines: (lines, missed) => this.#log.take(lines, missed),
    });
    this.#logged = { service, reading };
  }

  /** Why a service does not run. @throws {PageError} What the host answers. */
  async explain(service: string): Promise<ShownReason> {
    const reason: unknown = await this.#setup.api.ask(this.#source, "explain", { service });
    if (isShownReason(reason)) return reason;
    throw unknownAnswer("explain");
  }

  /** Stops a service and starts it. @throws {PageError} If it does not become ready. */
  async restart(service: string): Promise<void> {
    await this.#setup.api.ask(this.#source, "restart", { service });
  }

  /** Stops a service, or the host by its name. @throws {PageError} What the host answers. */
  async stop(what: { service: string } | { service: null; name: string }): Promise<void> {
    await this.#setup.api.ask(this.#source, "stop", what);
  }

  #take(line: HostLine): void {
    if ("absent" in line) {
      this.#host.value = null;
      this.#absent.value = line.absent;
      return;
    }
    if ("status" in line) {
      this.#absent.value = null;
      this.#host.value = line.status;
    } else if (this.#host.value !== null) {
      this.#host.value = changed(this.#host.value, line);
    }
    const services = "status" in line ? line.status.services : line.services;
    for (const { id, calls } of services) this.rate.take(id, calls.total, Date.now());
  }
}

/** A host after a change: services that are new stand last. */
function changed(host: ShownHost, { services, gone }: Extract<HostLine, { gone: unknown }>): ShownHost {
  const others = new Map(services.map((one) => [one.id, one]));
  const kept = host.services.filter(({ id }) => !gone.includes(id));
  const added = services.filter(({ id }) => !kept.some((one) => one.id === id));
  return { ...host, services: [...kept.map((one) => others.get(one.id) ?? one), ...added] };
}

/** The state of a source; a page has one for as long as it is open. */
export const hostStateOf: (session: HostSetup, source: string) => HostState = perSource((session, source) => {
  return new HostState(session, source);
});
