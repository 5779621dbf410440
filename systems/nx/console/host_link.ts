/**
 * The console's eyes on a driver host: its status, what its drivers have published, and its log, for as long as it runs;
 * a host that does not run is looked for again and again.
 *
 * @module
 */
import { LineRing, type LogLine, ownPaths, programMask, type TreeChange } from "@fluxwire/console";
import { askHost } from "@fluxwire/supervise";
import { type Clock, pause, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { InstanceStatus, NxStatus } from "../host/status.ts";
import type { ShownDevice } from "../publish/last_published.ts";

/** How long it waits before it looks for the host again, in milliseconds. */
const LOOK_MS = 2_000;
/** What log and changes keep, in characters. */
const MAX_CHARACTERS = 2 << 20;
/** How many lines of the log it asks for at first. */
const FIRST_LINES = 500;

/** What `watch` gives: the status, then what has changed. */
type Watched =
  | { readonly status: NxStatus }
  | { readonly services: readonly InstanceStatus[]; readonly gone: readonly string[] };

/** One host. */
export class HostLink {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #masked: (text: string) => string;
  readonly #ended = new AbortController();
  readonly #running: Promise<void>;
  readonly #first = Promise.withResolvers<void>();
  #status: NxStatus | null = null;
  #error: unknown = null;
  #devices = new Map<string, ShownDevice>();
  /** Its log: a {@link LogLine} in each line. */
  readonly logs: LineRing = new LineRing(MAX_CHARACTERS);
  /** A {@link TreeChange} whenever something is otherwise. */
  readonly changes: LineRing = new LineRing(MAX_CHARACTERS);

  /** Looks for the host at once. */
  constructor(path: string, clock: Clock = SYSTEM_CLOCK) {
    this.#path = path;
    this.#clock = clock;
    this.#masked = programMask([path, ...ownPaths()]);
    this.#running = this.#run();
  }

  /** The status of the host, once it was looked for. @throws Why there is none. */
  async status(): Promise<NxStatus> {
    await this.#first.promise;
    if (this.#status === null) throw this.#error;
    return this.#status;
  }

  /** What a device has published; null for nothing. */
  device(deviceId: string): ShownDevice | null {
    return this.#devices.get(deviceId) ?? null;
  }

  /** Asks the host one thing. */
  ask(
    question: Parameters<typeof askHost>[1],
    options: { signal?: AbortSignal; onEvent?: (event: unknown) => void } = {},
  ): Promise<unknown> {
    return askHost(this.#path, question, options);
  }

  /** Looks no more. */
  async close(): Promise<void> {
    this.#ended.abort();
    await this.#running;
    this.logs.finish();
    this.changes.finish();
  }

  async #run(): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      await this.#look();
      if (signal.aborted) break;
      await pause(LOOK_MS, { signal, clock: this.#clock });
    }
  }

  /** Watches the host until it has gone. All that it watches ends together. */
  async #look(): Promise<void> {
    const ending = new AbortController(), signal = AbortSignal.any([ending.signal, this.#ended.signal]);
    const asked = (verb: string, more: object, onEvent: (event: unknown) => void) => {
      return askHost(this.#path, { verb, ...more }, { signal, onEvent }).finally(() => ending.abort());
    };
    const all = await Promise.allSettled([
      asked("watch", {}, (event) => this.#watched(event as Watched)),
      asked("published", {}, (event) => this.#published(event as { devices: readonly ShownDevice[] })),
      asked("logs", { lines: FIRST_LINES, follow: true }, (event) => this.#logged(event as SentLine)),
    ]);
    if (this.#ended.signal.aborted) return this.#first.resolve();
    const failed = all.find((one) => one.status === "rejected" && one.reason !== signal.reason);
    this.#lost(failed?.status === "rejected" ? failed.reason : new Error("Cannot watch the host: it has ended"));
  }

  #watched(event: Watched): void {
    const before = this.#status;
    if ("status" in event) {
      if (this.#status === null) this.#note("info", `The host runs: process ${event.status.pid}`);
      this.#status = event.status;
    } else if (this.#status !== null) {
      const changed = new Map(event.services.map((service) => [service.id, service]));
      const kept = this.#status.services.filter(({ id }) => !event.gone.includes(id));
      const known = new Set(kept.map(({ id }) => id)), added = event.services.filter(({ id }) => !known.has(id));
      this.#status = { ...this.#status, services: [...kept.map((one) => changed.get(one.id) ?? one), ...added] };
    }
    this.#first.resolve();
    if (shownOf(before) !== shownOf(this.#status)) this.#changed();
  }

  #published({ devices }: { devices: readonly ShownDevice[] }): void {
    for (const device of devices) this.#devices.set(device.deviceId, device);
    if (devices.length > 0) this.#changed();
  }

  #logged({ time, service, level, text }: SentLine): void {
    const line: LogLine = { time, from: service, level, text: this.#masked(text) };
    this.logs.push(JSON.stringify(line));
  }

  #lost(error: unknown): void {
    if (this.#status !== null) this.#note("warn", `The host has gone: ${(error as Error).message}`);
    // The first reason is often that the connection broke; the next look says whether the host runs.
    const isNew = this.#status !== null || String(error) !== String(this.#error);
    this.#status = null;
    this.#devices = new Map();
    this.#error = error;
    this.#first.resolve();
    if (isNew) this.#changed();
  }

  #changed(): void {
    this.changes.push(JSON.stringify({ changed: null } satisfies TreeChange));
  }

  #note(level: string, text: string): void {
    const time = new Date(this.#clock.now()).toISOString();
    this.logs.push(JSON.stringify({ time, from: "console", level, text: this.#masked(text) } satisfies LogLine));
  }
}

/** What a change is seen by. Memory and processor time are otherwise at each look: they come with the next change. */
function shownOf(status: NxStatus | null): string {
  return JSON.stringify(status?.services.map((service) => ({ ...service, memoryBytes: 0, cpuMs: 0 })) ?? null);
}

/** A line of a log, as the host sends it. */
interface SentLine {
  readonly time: string;
  readonly service: string;
  readonly level: string;
  readonly text: string;
}
