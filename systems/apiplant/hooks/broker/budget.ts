/** How much a call may ask, and how much it may get. */
import type { Json } from "../../json/json.ts";
import { stringifyExact } from "../../json/stringify.ts";
import { FrameError } from "../isolate/frame.ts";
import { notAllowed } from "./hook_error.ts";

/** How many questions a call may ask. */
const MAX_QUESTIONS = 100;
/** How many bytes the questions of a call may have together, and how many their answers. */
export const MAX_BYTES: number = 1 << 20;

/** What is left of a call's limits. */
export class Budget {
  #questions = 0;
  #askedBytes = 0;
  #answeredBytes = 0;

  /**
   * Counts a question.
   *
   * @throws {FrameError} beyond a limit: the isolate's own module keeps it, so that the question was forged.
   */
  ask(args: readonly Json[]): void {
    if (++this.#questions > MAX_QUESTIONS) throw new FrameError(`a call asked more than ${MAX_QUESTIONS} times`);
    this.#askedBytes += bytesOf(args);
    if (this.#askedBytes > MAX_BYTES) throw new FrameError(`the questions of a call exceed ${MAX_BYTES} bytes`);
  }

  /**
   * Counts an answer.
   *
   * @param bytes Its size, if that is not the size of its JSON.
   * @throws {HookError} `not_allowed` beyond the limit; the hook does not get the answer.
   */
  answer(answer: Json, bytes: number = bytesOf(answer)): void {
    this.#answeredBytes += bytes;
    if (this.#answeredBytes > MAX_BYTES) throw notAllowed(`The answers to a call may have ${MAX_BYTES} bytes together`);
  }
}

function bytesOf(value: Json): number {
  return new TextEncoder().encode(stringifyExact(value)).length;
}
