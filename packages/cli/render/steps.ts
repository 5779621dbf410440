/**
 * The steps of the tour: each is timed, shown as it ends, and kept for the JSON document.
 *
 * @module
 */
import type { QueryResultDto, ShownTree } from "@fluxwire/wire";
import { RpcError } from "@fluxwire/wire/client";
import { CheckError } from "../command/check_error.ts";
import { msSince, msText } from "../command/duration.ts";
import type { Context } from "../command/context.ts";
import { failing } from "../command/failing.ts";
import { type Colour, type Failure, oneLine, type Output } from "@fluxwire/command";
import { plainResult } from "./plain_json.ts";
import { treeLines } from "./shown_tree_lines.ts";
import { fittedTable } from "./table.ts";
import { verticalLines } from "./vertical.ts";

const NAME_WIDTH = 17;
/** What stands before the lines of a step's result. */
const INDENT = "      ";

/** The outcome of a step that succeeded. */
export interface StepOutcome<T> {
  /** What the next steps need. */
  value: T;
  /** One line about it. */
  detail: string;
  /** Rows to show. */
  result?: QueryResultDto;
  /** DBFlux's tree, to show. */
  tree?: ShownTree;
}

/** The outcome of a step with one line of detail. */
export function outcome<T>(value: T, detail: string): StepOutcome<T> {
  return { value, detail };
}

/** A step of the JSON document. */
export interface Step {
  /** What was done. */
  name: string;
  /** Whether it succeeded or was skipped. */
  ok: boolean;
  /** Whether it was skipped, possibly because the driver does not support it. */
  skipped: boolean;
  /** How long it took, in milliseconds. */
  ms: number;
  /** One line about it. */
  detail: string;
  /** The rows, as `query --json` has them. */
  result?: Record<string, unknown>;
  /** DBFlux's tree, as `schema --json` has it. */
  tree?: ShownTree;
  /** What went wrong. */
  error?: Failure;
}

/** Runs steps one after the other. */
export class Steps {
  readonly #output: Output;
  readonly #command: string;
  readonly #steps: Step[] = [];
  #firstError: unknown = undefined;

  /** @param context The run that has these steps. */
  constructor({ args, output }: Pick<Context, "args" | "output">) {
    this.#output = output;
    this.#command = args.name;
  }

  /** The steps so far. */
  get all(): readonly Step[] {
    return this.#steps;
  }

  /** The first failure; undefined if there was none. */
  get firstError(): unknown {
    return this.#firstError;
  }

  /**
   * Runs a step that later steps need.
   *
   * @throws What the step throws, after showing it.
   */
  async run<T>(name: string, action: () => Promise<StepOutcome<T>>): Promise<T> {
    const start = performance.now();
    try {
      const { value, ...outcome } = await action();
      this.#add({ name, ok: true, skipped: false, ms: msSince(start), detail: outcome.detail }, outcome);
      return value;
    } catch (error) {
      await this.#fail(name, error, msSince(start));
      throw error;
    }
  }

  /**
   * Runs a step that later steps do not need: an error answer is shown, and an unsupported method is skipped.
   *
   * @param otherwise The consequence for the user if the driver does not support it.
   * @throws What ends the conversation, after showing it.
   */
  async runAlone(name: string, action: () => Promise<StepOutcome<void>>, otherwise?: string): Promise<void> {
    const start = performance.now();
    try {
      const outcome = await action();
      this.#add({ name, ok: true, skipped: false, ms: msSince(start), detail: outcome.detail }, outcome);
    } catch (error) {
      const ms = msSince(start);
      if (error instanceof RpcError && error.code === "UnsupportedMethod") {
        const consequence = otherwise === undefined ? "" : `; ${otherwise}`;
        return this.skip(name, `not supported: ${error.message}${consequence}`, ms);
      }
      await this.#fail(name, error, ms);
      if (!(error instanceof RpcError || error instanceof CheckError)) throw error;
    }
  }

  /** Records a skipped step. */
  skip(name: string, why: string, ms = 0): void {
    this.#add({ name, ok: true, skipped: true, ms, detail: why });
  }

  async #fail(name: string, error: unknown, ms: number): Promise<void> {
    this.#firstError ??= error;
    const { failure } = await failing(error, this.#command);
    this.#add({ name, ok: false, skipped: false, ms, detail: failure.message, error: failure });
  }

  #add(step: Step, { result, tree }: Pick<StepOutcome<unknown>, "result" | "tree"> = {}): void {
    this.#steps.push({
      ...step,
      ...(result !== undefined && { result: plainResult(result) }),
      ...(tree !== undefined && { tree }),
    });
    if (this.#output.isJson) return;
    const [word, colour] = verdict(step);
    const time = msText(step.ms).padStart(9);
    const head = `${this.#output.paint(word.padEnd(4), colour)}  ${step.name.padEnd(NAME_WIDTH)}${time}`;
    this.#output.line(`${head}  ${oneLine(step.detail)}`.trimEnd());
    const rows = result === undefined || result.columns.length === 0 ? [] : this.#tableLines(result);
    for (const line of [...rows, ...tree === undefined ? [] : treeLines(tree)]) this.#output.line(`${INDENT}${line}`);
  }

  #tableLines(result: QueryResultDto): string[] {
    const { columns } = this.#output;
    const options = { maxWidth: columns === null ? null : columns - INDENT.length };
    return fittedTable(result, options) ?? verticalLines(result, options);
  }
}

function verdict({ ok, skipped }: Step): [string, Colour] {
  if (!ok) return ["FAIL", "red"];
  return skipped ? ["skip", "yellow"] : ["ok", "green"];
}
