/**
 * What the worker keeps for the page besides frames: results and schemas.
 *
 * @module
 */
import type { ResultAnswers, ResultAsk } from "./results/messages.ts";
import { Results } from "./results/results.ts";

/** A question about a result or a schema. */
export type DataAsk = ResultAsk;

/** The answer to each. */
export type DataAnswers = ResultAnswers;

/** The results and schemas. */
export class Data {
  readonly #results = new Results();

  /** The answer, or why there is none. */
  answer(ask: DataAsk): { answer: unknown; problem: string | null } {
    try {
      return { answer: this.#results.answer(ask), problem: null };
    } catch (error) {
      return { answer: null, problem: (error as Error).message };
    }
  }
}
