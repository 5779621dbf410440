/**
 * What the worker keeps for the page besides frames: results and schemas.
 *
 * @module
 */
import type { ResultAnswers, ResultAsk } from "./results/messages.ts";
import { Results } from "./results/results.ts";
import type { TreeAnswers, TreeAsk } from "./tree/messages.ts";
import { Trees } from "./tree/trees.ts";

/** A question about a result or a schema. */
export type DataAsk = ResultAsk | TreeAsk;

/** The answer to each. */
export type DataAnswers = ResultAnswers & TreeAnswers;

/** The results and schemas. */
export class Data {
  readonly #results = new Results();
  readonly #trees = new Trees();

  /** The answer, or why there is none. */
  answer(ask: DataAsk): { answer: unknown; problem: string | null } {
    try {
      const answer = isTree(ask) ? this.#trees.answer(ask) : this.#results.answer(ask);
      return { answer, problem: null };
    } catch (error) {
      return { answer: null, problem: (error as Error).message };
    }
  }
}

function isTree(ask: DataAsk): ask is TreeAsk {
  return ask.op === "plain" || ask.op.startsWith("tree-");
}
