/**
 * The recordings that a console has: those of its files, and those that were switched on in the page.
 *
 * @module
 */
import { LineRing } from "@fluxwire/console";
import type { ReplayLine, ShownRecording } from "@fluxwire/console/api";
import type { Transport } from "@fluxwire/transport";
import { UsageError } from "@fluxwire/command";
import {
  IGNORED_BY_DEFAULT,
  IgnoredPaths,
  readRecording,
  RECORDING_FORMAT,
  RECORDING_VERSION,
  replayAsHost,
} from "@fluxwire/testing/recording";

/** How much of a recording is kept, in characters, and how many there are. */
const MAX_CHARACTERS = 64 << 20, MAX_RECORDINGS = 8;
/** How long a driver may take to answer in a replay, in milliseconds. */
const ANSWER_MS = 30_000;

const utf8 = new TextEncoder();

/** A recording. */
export interface KeptRecording {
  /** Its id, which is its stream's name. */
  readonly id: string;
  /** Its name for people. */
  readonly name: string;
  /** Its lines: a header, then an entry each. */
  readonly lines: LineRing;
}

/** What a replay needs. */
export interface ReplaySetup {
  /** Connects to the driver. */
  dial(): Promise<Transport>;
  /** The token that is sent in place of a masked one. */
  readonly token: string | null;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** The recordings of one driver. */
export class Recordings {
  readonly #wire: LineRing;
  readonly #kept: KeptRecording[];
  #on: { kept: KeptRecording; watching: Disposable } | null = null;
  #count = 0;

  /**
   * @param wire The lines between the page and the driver.
   * @param files Those of files.
   */
  constructor(wire: LineRing, files: readonly KeptRecording[]) {
    this.#wire = wire;
    this.#kept = [...files];
  }

  /** All of them, the newest last. */
  list(): ShownRecording[] {
    return this.#kept.map((one) => {
      const { id, name, lines } = one, { missed } = lines.read(0, 0);
      return { id, name, lines: lines.next, isOn: this.#on?.kept === one, isCut: missed > 0 };
    });
  }

  /** The lines of one; null if it is not known. */
  lines(id: string): LineRing | null {
    return this.#kept.find((one) => one.id === id)?.lines ?? null;
  }

  /** Begins one, with the connections that are opened from now on, or ends the one that goes on. */
  record(isOn: boolean): ShownRecording[] {
    if (this.#on !== null) {
      this.#on.watching[Symbol.dispose]();
      this.#on.kept.lines.finish();
      this.#on = null;
    }
    if (isOn) this.#begin();
    return this.list();
  }

  /** Sends what the host sent in a recording to the driver, and compares the answers. */
  async replay(id: string, { dial, token, signal }: ReplaySetup): Promise<ReplayLine> {
    const lines = this.lines(id);
    if (lines === null) throw new UsageError("Cannot replay: the recording is not there any more");
    if (lines.end === null) throw new UsageError("Cannot replay a recording that goes on: end it first");
    const { entries } = await readRecording(batchesOf(lines));
    const password = (isMasked: boolean) => {
      if (!isMasked) return null;
      const remedy = "use deno task probe replay with --password-env";
      throw new UsageError(`Cannot replay: a password is masked in the recording; ${remedy}`);
    };
    const secrets = { token, password, values: new Map<string, string>() };
    const ignored = new IgnoredPaths([...IGNORED_BY_DEFAULT], []);
    const report = await replayAsHost(entries, { dial, secrets, ignored, timeoutMs: ANSWER_MS, signal });
    const { compared, connections, omitted } = report;
    const differences = report.differences.map(({ recorded, found, ...place }) => {
      return { ...place, recorded: textOf(recorded), found: textOf(found) };
    });
    return { compared, connections, omitted, differences };
  }

  #begin(): void {
    if (this.#kept.length >= MAX_RECORDINGS) {
      const remedy = "save what you need, and start the console again";
      throw new UsageError(`Cannot record: this console has ${MAX_RECORDINGS} recordings already; ${remedy}`);
    }
    const lines = new LineRing(MAX_CHARACTERS), number = ++this.#count;
    const kept = { id: `recorded-${number}`, name: `recording ${number}`, lines };
    const start = { format: RECORDING_FORMAT, version: RECORDING_VERSION };
    const header = { ...start, startedAt: new Date().toISOString(), masked: true };
    lines.push(JSON.stringify(header));
    const connections = new Set<number>();
    let at = this.#wire.next;
    const take = () => {
      const batch = this.#wire.read(at, Infinity);
      at = batch.next;
      for (const line of batch.lines) {
        const { connection, event } = JSON.parse(line) as { connection?: number; event?: string };
        if (event === "connect") connections.add(connection!);
        if (connection !== undefined && connections.has(connection)) lines.push(line);
      }
    };
    this.#kept.push(kept);
    this.#on = { kept, watching: this.#wire.watch(take) };
  }
}

async function* batchesOf(lines: LineRing): AsyncGenerator<Uint8Array[]> {
  for (let at = 0;;) {
    const batch = lines.read(at, 1_000);
    if (batch.lines.length === 0) return;
    at = batch.next;
    yield batch.lines.map((line) => utf8.encode(line));
  }
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
