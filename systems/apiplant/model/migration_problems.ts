/** Why a model cannot change. */
import { Refusal } from "../commit/refusal.ts";
import type { Json } from "../json/json.ts";
import type { ProblemCode } from "./problem.ts";

const MAX_IDS = 10;

interface MigrationProblem {
  readonly path: string;
  readonly code: ProblemCode;
  readonly message: string;
  readonly instances: string[];
}

/** Problems by field, each with the ids of at most ten instances. */
export class MigrationProblems {
  readonly #problems = new Map<string, MigrationProblem>();

  /** Adds a problem of a field, or an instance to it. The message goes on behind the field's name. */
  add(field: string, code: ProblemCode, message: string, instance?: string): void {
    this.put(`/fields/${field}`, code, `\`${field}\` ${message}`, instance);
  }

  /** Adds a problem of any place of the definition. */
  put(path: string, code: ProblemCode, message: string, instance?: string): void {
    const key = `${path} ${code}`;
    const problem = this.#problems.get(key) ?? { path, code, message, instances: [] };
    this.#problems.set(key, problem);
    if (instance === undefined || problem.instances.length >= MAX_IDS || problem.instances.includes(instance)) return;
    problem.instances.push(instance);
  }

  /** Throws the refusal (422 `migration`) if a problem was added. */
  refuse(): void {
    const [first, ...more] = this.#problems.values();
    if (first === undefined) return;
    const count = more.length === 0 ? "" : ` (and ${more.length} more)`;
    throw new Refusal("migration", `${first.message}${count}`, [first, ...more] as unknown as Json);
  }
}
