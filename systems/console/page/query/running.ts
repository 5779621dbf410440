/**
 * What a query screen has asked its driver, by source: the statement, its answer, and those before.
 *
 * @module
 */
import type { CancelAnswer } from "@fluxwire/console/api";
import { attempt, type Failed } from "../failure/attempt.ts";
import { lookAtSession, sessionOf } from "../connect/sessions.ts";
import { ShownResult } from "../grid/shown_result.ts";
import { counted } from "../list/counted.ts";
import { drafts } from "../shell/drafts.ts";
import type { Session } from "../shell/session.ts";
import { TEXT } from "../shell/typed_secrets.ts";
import { type Signal, signal } from "../signals.ts";

/** The most statements that are kept of a source. */
const MAX_HISTORY = 200;

/** How long a cancel waits before it is sent again, in milliseconds. */
const AGAIN_MS = 50;

/** A statement that was asked. */
export interface Asked {
  /** The statement. */
  readonly statement: string;
  /** How many rows were wanted; null for all. */
  readonly limit: number | null;
  /** How many rows were skipped. */
  readonly offset: number;
}

/** An answer. */
export interface Shown {
  /** What was asked. */
  readonly asked: Asked;
  /** The answer. */
  readonly result: ShownResult;
  /** How long the driver took, and all of it, in milliseconds. */
  readonly ms: number;
  /** From the page's question to the last byte. */
  readonly wireMs: number;
}

/** A statement that has been answered, or has failed. */
export interface Remembered {
  /** The statement. */
  readonly statement: string;
  /** Its answer or its error, in a few words. */
  readonly outcome: string;
}

/** The statements of one source. */
export class Running {
  /** The answer that is shown; null before the first. */
  readonly shown: Signal<Shown | null> = signal(null);
  /** What failed last; null after an answer. */
  readonly failed: Signal<(Failed & { statement: string }) | null> = signal(null);
  /** When the statement that runs was sent, as `performance.now()`; null while none runs. */
  readonly since: Signal<number | null> = signal(null);
  /** What was typed. */
  readonly text: Signal<string>;
  /** How many rows are wanted; null for all. */
  readonly limit: Signal<number | null> = signal(1_000);
  /** The statements before, the latest first; they are forgotten with the page, unless the console keeps them. */
  readonly history: Signal<readonly Remembered[]> = signal([]);
  readonly #source: string;
  #call: string | null = null;
  #isKept: Promise<boolean> | null = null;

  /** @param source The source's id. */
  constructor(source: string) {
    this.#source = source;
    this.text = drafts.of(source, "statement", TEXT);
  }

  /** Asks for what the console keeps of pages before, at the first time. */
  recall({ api }: Session): void {
    this.#isKept ??= api.ask<unknown>(this.#source, "statements", null).then((kept) => {
      if (!Array.isArray(kept)) return false;
      const known = new Set(this.history.value.map(({ statement }) => statement));
      const before = kept.filter((one): one is string => typeof one === "string" && !known.has(one));
      const older = before.map((statement) => ({ statement, outcome: "before this page" }));
      this.history.value = [...this.history.value, ...older].slice(0, MAX_HISTORY);
      return true;
    }, () => false);
  }

  /** Asks a statement; one that runs goes on alone. */
  async run(session: Session, asked: Asked): Promise<void> {
    const open = sessionOf(this.#source).value;
    if (open === null || this.since.value !== null) return;
    const { statement, limit, offset } = asked, call = this.#call = crypto.randomUUID();
    this.since.value = performance.now();
    const request = { sql: statement, limit, offset: offset === 0 ? null : offset };
    const failed = await attempt(session.frames(this.#source), async () => {
      const options = { session: open.session, call };
      const { payload, layout, ms, wireMs } = await session.api.call(this.#source, "Execute", { request }, options);
      const result = await ShownResult.of(payload, layout);
      this.shown.value?.result.close();
      this.shown.value = { asked, result, ms, wireMs };
    });
    if (failed !== null) await lookAtSession(session, this.#source);
    this.since.value = this.#call = null;
    this.failed.value = failed === null ? null : { ...failed, statement };
    this.#remember(statement, failed === null ? outcomeOf(this.shown.value!) : failed.error.code);
    // A history that cannot be kept is no reason for a statement to fail.
    if (await this.#isKept) await session.api.ask(this.#source, "remember", { statement }).catch(() => {});
  }

  /** Asks the driver to end the statement that runs; again while the statement is still on its way to the server. */
  async cancel({ api }: Session): Promise<void> {
    for (const call = this.#call; call !== null && call === this.#call;) {
      const { isKnown } = await api.ask<CancelAnswer>(this.#source, "cancel", { call });
      if (isKnown) return;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }

  #remember(statement: string, outcome: string): void {
    const others = this.history.value.filter((one) => one.statement !== statement);
    this.history.value = [{ statement, outcome }, ...others].slice(0, MAX_HISTORY);
  }
}

const running = new Map<string, Running>();

/** The statements of a source. */
export function runningOf(source: string): Running {
  const known = running.get(source) ?? new Running(source);
  running.set(source, known);
  return known;
}

/** What an answer is, in a few words. */
export function outcomeOf({ result: { head } }: Shown): string {
  if (head.shape !== "Table") return head.shape;
  if (head.columns.length > 0) return counted(head.rows, "row");
  return affectedText(head.affectedRows);
}

/** Changed rows as a sentence. */
export function affectedText(affected: string | null): string {
  if (affected === null) return "Done; the driver does not say how many rows were changed";
  return affected === "1" ? "1 row was changed" : `${BigInt(affected).toLocaleString("en")} rows were changed`;
}
