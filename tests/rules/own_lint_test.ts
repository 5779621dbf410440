import { deepEqual } from "node:assert/strict";
import { ownLint } from "./own_lint.ts";

const OWN = `error[private-type-ref]: public type 'A' references private type 'B'
  --> /home/me/tree/packages/a/mod.ts:12:1
   |
12 | export type A = B;
   | ^

`;
const FOREIGN = `error[missing-jsdoc]: exported symbol is missing JSDoc documentation
 --> /home/me/.cache/npm/box/1.0.0/index.d.mts:7:8

`;
const NOWHERE = "error[missing-jsdoc]: a finding without a place\n\n";

Deno.test("ownLint() keeps what is found in the tree, or has no place, and not what is found in packages", () => {
  const text = `Check a.ts\n${OWN}${FOREIGN}${NOWHERE}`;
  deepEqual(ownLint(text, "/home/me/tree"), [OWN, NOWHERE]);
});
