/**
 * What the page keeps of a system while it is open, also while another screen is shown: its tree, what was done, its log.
 *
 * @module
 */
import type { Action, LogLine } from "@fluxwire/console/api";
import { pageErrorOf } from "../server/api.ts";
import { perSource } from "../server/per_source.ts";
import type { PageError } from "../server/server.ts";
import type { Session } from "../shell/session.ts";
import { effect, type ReadonlySignal, type Signal, signal } from "../signals.ts";
import type { Texts } from "../form/read_field.ts";
import { FileRun } from "./file_run.ts";
import { KeptLog } from "./kept_log.ts";
import { keepRuns, type KeptRun, keptRuns } from "./kept_runs.ts";
import { NodeTree } from "./node_tree.ts";
import { Run } from "./run.ts";
import { SystemClient } from "./system_client.ts";

/** What an action came to. */
export type Outcome =
  | { readonly is: "waiting" }
  | { readonly is: "done"; readonly value: unknown; readonly ms: number }
  | { readonly is: "failed"; readonly error: PageError }
  | { readonly is: "run"; readonly run: Run }
  | { readonly is: "file"; readonly run: FileRun; readonly name: string };

/** An action that was done. */
export interface Done {
  /** Sets it apart from others. */
  readonly id: number;
  /** What was done, and where. */
  readonly title: string;
  /** What it came to. */
  readonly outcome: Signal<Outcome>;
}

/** An action to be done. */
export interface Doing {
  readonly node: string;
  readonly action: string;
  readonly args: readonly unknown[];
  readonly kind: Action["kind"];
  readonly title: string;
  /** Which way the bytes of a file go; absent for none. */
  readonly way?: Action["file"];
  /** The file that is sent; null for none. */
  readonly file: File | null;
  /** The name of a file that comes. */
  readonly name: string;
}

/** How many outcomes are kept; the runs of those that go are stopped. */
const MAX_DONE = 12;
/** The forms whose texts are kept. */
const MAX_FORMS = 100;

/** One source. */
export class SystemState {
  readonly #session: Session;
  readonly #source: string;
  readonly #done: Signal<readonly Done[]> = signal([]);
  readonly #log = new KeptLog();
  readonly #texts = new Map<string, Signal<Texts>>();
  #ids = 0;
  /** What it answers. */
  readonly client: SystemClient;
  /** Its tree. */
  readonly tree: NodeTree;

  /** Asks for the tree, and reads the log, at once. */
  constructor(session: Session, source: string) {
    this.#session = session;
    this.#source = source;
    this.client = new SystemClient(session.api, source);
    this.tree = new NodeTree((under) => this.client.tree(under));
    void this.tree.load();
    this.#done.value = keptRuns(source).slice(0, MAX_DONE).map((kept) => this.#again(kept));
    effect(() => this.#keep());
    session.live.read(source, "tree", { lines: () => void this.tree.load() });
    session.live.read(source, "logs", { lines: (lines, missed) => this.#log.take(lines, missed) });
  }

  /** What was done, the latest first. */
  get done(): ReadonlySignal<readonly Done[]> {
    return this.#done;
  }

  /** The log's latest lines, oldest first. */
  get log(): ReadonlySignal<readonly LogLine[]> {
    return this.#log.lines;
  }

  /**
   * What stands in a form, also while its node is away or another is chosen: a node that is made anew has the same id.
   *
   * @param form The node, the action and its schema.
   * @param first What a new form begins with.
   */
  texts(form: string, first: () => Texts): Signal<Texts> {
    const texts = this.#texts.get(form) ?? signal(first());
    this.#texts.delete(form);
    this.#texts.set(form, texts);
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= MAX_FORMS) break;
      this.#texts.delete(oldest);
    }
    return texts;
  }

  /** Does something, and keeps what it came to. */
  async act({ node, action, args, kind, title, way, file, name }: Doing): Promise<void> {
    const outcome: Signal<Outcome> = signal({ is: "waiting" }), start = performance.now();
    const done = { id: ++this.#ids, title, outcome }, all = [done, ...this.#done.value];
    for (const gone of all.slice(MAX_DONE)) this.#stop(gone);
    this.#done.value = all.slice(0, MAX_DONE);
    try {
      const acted = await this.client.act(node, action, args);
      if (!("run" in acted)) outcome.value = { is: "done", value: acted.result, ms: performance.now() - start };
      else if (way !== undefined) {
        const stop = () => this.#end(acted.run), setup = { source: this.#source, run: acted.run, file, stop };
        outcome.value = { is: "file", run: new FileRun(this.#session.live, setup), name };
        if (!this.#done.value.includes(done)) this.#stop(done);
      } else {
        const setup = { source: this.#source, run: acted.run, kind: kind === "bytes" ? "bytes" : "stream" } as const;
        outcome.value = { is: "run", run: new Run(this.#session.live, setup) };
        if (!this.#done.value.includes(done)) this.#stop(done);
      }
    } catch (error) {
      outcome.value = { is: "failed", error: pageErrorOf(error) };
    }
  }

  /** Stops a run; what came stays. */
  stop(run: Run | FileRun): void {
    this.#end(run.id);
  }

  #end(run: string): void {
    this.client.stop(run).catch(() => {/* The server has gone, and the run with it. */});
  }

  /** Forgets what an action came to, and stops its run. */
  forget(done: Done): void {
    this.#stop(done);
    this.#done.value = this.#done.value.filter((one) => one !== done);
  }

  /** A run that another page of this tab has begun. If it has gone, so has its place in the list. */
  #again({ run, kind, title }: KeptRun): Done {
    const going = new Run(this.#session.live, { source: this.#source, run, kind });
    const done: Done = { id: ++this.#ids, title, outcome: signal<Outcome>({ is: "run", run: going }) };
    effect(() => {
      if (going.end.value?.error?.code === "SourceUnknown") queueMicrotask(() => this.forget(done));
    });
    return done;
  }

  #keep(): void {
    keepRuns(
      this.#source,
      this.#done.value.flatMap(({ title, outcome: { value } }) => {
        if (value.is !== "run" || value.run.end.value !== null) return [];
        return [{ run: value.run.id, kind: value.run.kind, title }];
      }),
    );
  }

  #stop({ outcome: { value } }: Done): void {
    if (value.is !== "run" && value.is !== "file") return;
    if (value.run.end.value === null) this.stop(value.run);
    value.run[Symbol.dispose]();
  }
}

/** The state of a source, which is made when it is asked for first. */
export const stateOf: (session: Session, source: string) => SystemState = perSource((session, source) => {
  return new SystemState(session, source);
});
