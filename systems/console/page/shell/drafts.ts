/**
 * What was typed and is not sent yet, by source. It stays through a reload, and goes with the tab: it stands in the tab's
 * storage from the moment that the page goes until it is there again. Secrets never do.
 *
 * @module
 */
import { type Signal, signal } from "../signals.ts";

const KEY = "fluxwire-drafts";
/** The most characters of one draft, and of all: longer ones do not stay, and neither do the oldest. */
const MAX_CHARACTERS = 100_000, MAX_ALL_CHARACTERS = 1_000_000;

/** What is kept of a draft. */
export interface DraftForm<T> {
  /** What it is before anything was typed. */
  readonly none: T;
  /** What stays of it, as JSON; undefined for nothing. */
  keep(draft: T): unknown;
  /** The draft of what has stayed; null if it cannot be read. */
  read(kept: unknown): T | null;
}

/** Drafts, and what of them stands in a storage. */
export class Drafts {
  readonly #storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  readonly #made = new Map<string, { draft: Signal<unknown>; keep: (draft: never) => unknown }>();
  #stayed: Map<string, unknown> | null = null;

  /** @param storage Where they stay. */
  constructor(storage: Pick<Storage, "getItem" | "setItem" | "removeItem">) {
    this.#storage = storage;
  }

  /** A draft, which is what has stayed of it where it is asked for first. */
  of<T>(source: string, name: string, { none, keep, read }: DraftForm<T>): Signal<T> {
    const key = `${source} ${name}`, known = this.#made.get(key);
    if (known !== undefined) return known.draft as Signal<T>;
    const draft = signal((this.#stayed ??= this.#take()).has(key) ? read(this.#stayed.get(key)) ?? none : none);
    this.#stayed.delete(key);
    this.#made.set(key, { draft: draft as Signal<unknown>, keep });
    return draft;
  }

  /** Lets them stay while the page goes. */
  save(): void {
    const made = [...this.#made].map(([key, { draft, keep }]) => [key, keep(draft.peek() as never)] as const);
    const texts: string[] = [];
    let left = MAX_ALL_CHARACTERS;
    for (const entry of [...made, ...(this.#stayed ??= this.#take())].filter(([, kept]) => kept !== undefined)) {
      const text = JSON.stringify(entry);
      if (text.length > Math.min(MAX_CHARACTERS, left)) continue;
      left -= text.length;
      texts.push(text);
    }
    if (texts.length > 0) this.#storage.setItem(KEY, `[${texts.join(",")}]`);
  }

  /** Forgets what has stayed: it is of another console. */
  forget(): void {
    this.#storage.removeItem(KEY);
  }

  #take(): Map<string, unknown> {
    const text = this.#storage.getItem(KEY);
    this.#storage.removeItem(KEY);
    try {
      const entries: unknown = JSON.parse(text ?? "[]");
      return new Map(Array.isArray(entries) ? entries.filter(isEntry) : []);
    } catch {
      return new Map();
    }
  }
}

/** The drafts of this page. */
export const drafts: Drafts = new Drafts(sessionStorage);

addEventListener("pagehide", () => drafts.save());

function isEntry(value: unknown): value is [string, unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string";
}
