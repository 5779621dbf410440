/**
 * Numbered questions to a guard, and their answers: one that comes late is read late, and taken for no other.
 *
 * @module
 */
import { TIMED_OUT, within } from "@fluxwire/transport";

/** How long an answer may take, in milliseconds; a machine with thousands of processes needs some tens. */
const ANSWER_MS = 2_000;

/** An answer of a guard. */
export interface Answer {
  /** Its lines, without the last one. */
  lines: string[];
  /** The pages of this process in memory, as the guard sees it; 0 if the system has no `/proc`. */
  ownPages: number;
}

/** The conversation with one guard. */
export class Conversation {
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #output: ReadableStreamDefaultReader<string>;
  readonly #waiting = new Map<number, (answer: Answer | null) => void>();
  #number = 0;
  #late = 0;
  #isOver = false;
  /** Resolves when the guard's output has ended. */
  readonly ended: Promise<void>;

  /** Takes both ends of a guard's pipes. */
  constructor(child: Deno.ChildProcess) {
    this.#input = child.stdin.getWriter();
    this.#output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    this.ended = this.#read().catch(() => {}).finally(() => this.#settleAll());
  }

  /** How many questions in a row had no answer in time; 0 once any answer has come. */
  get late(): number {
    return this.#late;
  }

  /** Whether the guard has ended, so that no answer comes. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Sends a line; lines arrive in the order of the calls. A guard that has ended reads nothing. */
  send(line: string): void {
    this.#input.write(utf8.encode(`${line}\n`)).catch(() => {});
  }

  /**
   * Asks something.
   *
   * @param word The kind of question.
   * @param rest What follows its number.
   * @returns The answer; null if it does not come in time, or the guard has ended.
   */
  async ask(word: "?" | "!", rest = ""): Promise<Answer | null> {
    if (this.#isOver) return null;
    const number = ++this.#number;
    const { promise, resolve } = Promise.withResolvers<Answer | null>();
    this.#waiting.set(number, resolve);
    this.send(`${word} ${number} ${rest}`);
    const answer = await within(promise, ANSWER_MS);
    if (answer !== TIMED_OUT) return answer;
    this.#late++;
    return null;
  }

  /** Ends both pipes after the lines that were sent. */
  async close(): Promise<void> {
    await this.#input.close().catch(() => {});
    await this.#output.cancel().catch(() => {});
  }

  async #read(): Promise<void> {
    let unfinished = "";
    let lines: string[] = [];
    for (;;) {
      const { done, value } = await this.#output.read();
      if (done) return;
      const texts = (unfinished + value).split("\n");
      unfinished = texts.pop()!;
      for (const text of texts) {
        const [, number, pages] = /^\. (\d+) (\d*)$/.exec(text) ?? [];
        if (number === undefined) {
          lines.push(text);
          continue;
        }
        this.#late = 0;
        this.#waiting.get(Number(number))?.({ lines, ownPages: Number(pages) });
        this.#waiting.delete(Number(number));
        lines = [];
      }
    }
  }

  #settleAll(): void {
    this.#isOver = true;
    for (const resolve of this.#waiting.values()) resolve(null);
    this.#waiting.clear();
  }
}

const utf8 = new TextEncoder();
