/** What every kind of a storage role must do, as cases that run over any of them. */

/** A case: its name starts with the invariant that it holds to. */
export interface ConformanceCase<Make> {
  readonly name: string;
  /** Rejects if the storage breaks the invariant. */
  run(make: Make): Promise<void>;
}

/** Registers each case as a test: `name` is the kind's. */
export function testConformance<Make>(name: string, cases: readonly ConformanceCase<Make>[], make: Make): void {
  for (const one of cases) Deno.test(`${name}: ${one.name}`, () => one.run(make));
}
