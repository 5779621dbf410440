/**
 * Recordings that were opened in the page: they stand beside the server's sources, and no server gets them.
 *
 * @module
 */
import type { Panel, SourceInfo } from "@fluxwire/console/api";
import { type ReadonlySignal, type Signal, signal } from "../signals.ts";

/** The most files at once; the oldest one is closed for another. */
const MAX_FILES = 8;

/** What the ids of such recordings begin with; they begin anew with each page. */
const START = "opened-";

/** Whether a source is a recording that was opened in the page. */
export function isOpened(source: string): boolean {
  return source.startsWith(START);
}

/** A recording that was opened in the page. */
export interface OpenedRecording {
  /** How the page knows it. */
  readonly source: SourceInfo;
  /** The file. */
  readonly file: Blob;
}

/** The files. */
export class OpenedFiles {
  readonly #all: Signal<readonly OpenedRecording[]> = signal([]);
  readonly #onClosed: (id: string) => void;
  #ids = 0;

  /** @param onClosed Called with the id of a file that made room for another. */
  constructor(onClosed: (id: string) => void) {
    this.#onClosed = onClosed;
  }

  /** All files, oldest first. */
  get all(): ReadonlySignal<readonly OpenedRecording[]> {
    return this.#all;
  }

  /**
   * Opens a file.
   *
   * @param panels What the page can show of it.
   * @returns The id of its source.
   */
  add(file: Blob, title: string, panels: readonly Panel[] = ["wire"]): string {
    const id = `${START}${++this.#ids}`, source = { id, kind: "recordings", title, panels } as const;
    const all = [...this.#all.value, { source, file }];
    for (const { source } of all.splice(0, Math.max(0, all.length - MAX_FILES))) this.#onClosed(source.id);
    this.#all.value = all;
    return id;
  }
}
