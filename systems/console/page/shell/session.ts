/**
 * What the page has for as long as it is open: its socket, and a worker for each source that has frames.
 *
 * @module
 */
import {
  type About,
  type CheckReport,
  isShownFrames,
  MAX_RECORDING_CHARACTERS,
  type SourceInfo,
} from "@fluxwire/console/api";
import { OpenedFiles } from "../files/opened_files.ts";
import { computed, type ReadonlySignal, type Signal, signal } from "../signals.ts";
import { Api } from "../server/api.ts";
import { Live } from "../server/live.ts";
import { aboutOf } from "../server/server.ts";
import { WorkerClient } from "../wire/worker_client.ts";
import { startWorker } from "./worker.ts";

/** How many rows are kept of a recording. */
const RECORDING_ROWS = 1_000_000;

/** What stands in a page without a server. */
export interface InsidePage {
  /** The recording. */
  readonly file: Blob;
  /** Its name. */
  readonly title: string;
  /** The version of what made the page. */
  readonly version: string;
  /** The run of checks that the recording is of; otherwise null. */
  readonly report: CheckReport | null;
}

/** A run of checks that stands in the page. */
export interface InsideReport {
  /** The id of the recording's source. */
  readonly source: string;
  /** The run. */
  readonly report: CheckReport;
}

/** The page's session with its server, or without one. */
export class Session {
  /** Gives streams. */
  readonly live: Live;
  /** Asks sources. */
  readonly api: Api;
  /** What can be shown. */
  readonly about: About;
  /** The run of checks of a page without a server; otherwise null. */
  readonly inside: InsideReport | null;
  readonly #frames = new Map<string, WorkerClient>();
  /** Grows when frames are read anew: what shows them takes the others then. */
  readonly #turn: Signal<number> = signal(0);
  readonly #files = new OpenedFiles((id) => this.#forget(keyOf(id, null)));
  /** Has started for the recording that comes next. */
  #spare: WorkerClient | null = null;
  /** What can be shown, with the recordings that were opened in the page. */
  readonly sources: ReadonlySignal<readonly SourceInfo[]> = computed(() => [
    ...this.about.sources,
    ...this.#files.all.value.map(({ source }) => source),
  ]);

  private constructor(token: string | null, about: About, inside: InsidePage | null = null) {
    this.about = about;
    this.api = new Api(token ?? "");
    this.live = new Live(token);
    if (inside === null) this.inside = null;
    else {
      const { file, title, report } = inside;
      const source = this.#files.add(file, title, report === null ? ["wire"] : ["wire", "checks"]);
      this.inside = report === null ? null : { source, report };
    }
  }

  /** @throws {PageError} `PassRefused` for a token that is not the server's. */
  static async open(token: string): Promise<Session> {
    return new Session(token, await aboutOf(token));
  }

  /** A page without a server, for the recording that stands in it. */
  static ofFile(inside: InsidePage): Session {
    return new Session(null, { build: "", version: inside.version, isView: true, sources: [] }, inside);
  }

  /** A recording is about to be given: what will read it starts, so that its first rows wait for nothing but the file. */
  expectFile(): void {
    this.#spare ??= new WorkerClient(startWorker());
  }

  /**
   * Opens a recording, which is read from now on; no server gets it.
   *
   * @returns The id of its source.
   */
  openFile(file: Blob, title: string): string {
    const id = this.#files.add(file, title);
    this.frames(id);
    return id;
  }

  /**
   * The frames of a source, which are read from the moment they are asked for first.
   *
   * @param part What they are of within the source, such as a host's service; null for the source's own.
   */
  frames(source: string, part: string | null = null): WorkerClient {
    void this.#turn.value;
    const key = keyOf(source, part), known = this.#frames.get(key);
    if (known !== undefined) return known;
    const worker = this.#spare ?? new WorkerClient(startWorker());
    this.#spare = null;
    this.#frames.set(key, worker);
    const opened = this.#files.all.value.find((one) => one.source.id === source);
    if (this.sources.value.find(({ id }) => id === source)?.kind === "recordings") {
      worker.say({ do: "keep", rows: RECORDING_ROWS, characters: MAX_RECORDING_CHARACTERS });
    }
    const say = (lines: readonly string[], missed: number): void => worker.say({ do: "lines", lines, missed });
    if (opened !== undefined) worker.say({ do: "file", file: opened.file });
    else if (part === null) this.live.read(source, "wire", { lines: say });
    else {
      this.live.read(source, `wire.${part}`, {
        lines: (batches, missed) => sayBatches(worker, batches, missed),
        end: () => worker.hasEnded.value = true,
      });
    }
    return worker;
  }

  /** Reads the frames of a part anew; those that were read before go. */
  readAgain(source: string, part: string): void {
    this.#forget(keyOf(source, part));
    this.#turn.value++;
  }

  #forget(key: string): void {
    this.#frames.get(key)?.end();
    this.#frames.delete(key);
  }
}

function keyOf(source: string, part: string | null): string {
  return JSON.stringify([source, part]);
}

/** Lines of recordings that came many at a time. */
function sayBatches(worker: WorkerClient, batches: readonly string[], missed: number): void {
  if (missed > 0) worker.say({ do: "lines", lines: [], missed });
  for (const { lines, missed, note = null } of batches.map((one): unknown => JSON.parse(one)).filter(isShownFrames)) {
    worker.say({ do: "lines", lines, missed });
    worker.note.value = note;
  }
}
