/**
 * Messages of the tables that fast-check generates and shrinks.
 *
 * @module
 */
import { fc } from "./fast_check.ts";
import { type Envelopes, type Layout, LAYOUTS, type Role } from "@fluxwire/wire";
import { ROLES } from "../../packages/wire/codec.ts";
import { bodiesOf, messageOf } from "../../packages/testing/generate/message_of.ts";

/** A message, with its role and layout. */
export interface Drawn {
  role: Role;
  layout: Layout;
  body: string;
  envelope: Envelopes[Role];
}

/** Every body of every role in every layout. */
export const PLACES: readonly Omit<Drawn, "envelope">[] = ROLES.flatMap((role) =>
  LAYOUTS.filter((layout) => !(role.startsWith("auth-") && layout === "0.4"))
    .flatMap((layout) => bodiesOf(role, layout).map((body) => ({ role, layout, body })))
);

/** Any message: its choices are fast-check's, so that a failing one shrinks. */
export function anyMessage(): fc.Arbitrary<Drawn> {
  return fc.gen().map((choose) => {
    const place = PLACES[choose(fc.nat, { max: PLACES.length - 1 })]!;
    const draw = { integer: (min: number, max: number) => choose(fc.integer, { min, max }) };
    return { ...place, envelope: messageOf(draw, place.role, place.layout, place.body) };
  });
}

/** Any role and layout. */
export function anyPlace(): fc.Arbitrary<{ role: Role; layout: Layout }> {
  return fc.record({ role: fc.constantFrom(...ROLES), layout: fc.constantFrom(...LAYOUTS) });
}

/** How often a property is tried, and from which seed: `SEED=N deno task test:properties` sets another. */
export const RUNS: { numRuns: number; seed: number } = {
  numRuns: 5_000,
  seed: Number(Deno.env.get("SEED") ?? 20_261_121),
};
