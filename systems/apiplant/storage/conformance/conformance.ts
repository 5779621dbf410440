/** What every kind of a storage role must do, as cases that run over any of them. */

/** What some kinds offer: an end and a new start, a killed process, turns, a log without its beginning. */
export type Offer = "reopen" | "crash" | "turn" | "trim";

/** A case: its name starts with the invariant that it holds to. */
export interface ConformanceCase<Make> {
  /** The invariant, in words. */
  readonly name: string;
  /** What a kind must offer for the case to say anything of it: kinds that do not are not asked. */
  readonly needs?: Offer;
  /** Rejects if the storage breaks the invariant. */
  run(make: Make): Promise<void>;
}

/** Registers each case as a test, those that need what the kind does not offer excepted. `name` is the kind's. */
export function testConformance<Make>(
  name: string,
  cases: readonly ConformanceCase<Make>[],
  make: Make,
  offers: readonly Offer[] = [],
): void {
  const asked = cases.filter(({ needs }) => needs === undefined || offers.includes(needs));
  for (const one of asked) Deno.test(`${name}: ${one.name}`, () => one.run(make));
}
