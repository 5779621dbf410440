import { deepEqual, equal } from "node:assert/strict";
import { KnownSecrets } from "./known_secrets.ts";

/** A process's masked secrets, with how often each was added. */
function placeOf() {
  const uses = new Map<string, number>();
  const count = (by: number) => (secret: string) => void uses.set(secret, (uses.get(secret) ?? 0) + by);
  return { uses, addSecret: count(1), deleteSecret: count(-1) };
}

Deno.test("KnownSecrets keeps the latest secrets, each once, and masks them in the process's output too", () => {
  const place = placeOf(), known = new KnownSecrets(place);
  known.add(["first-secret", null, undefined, "", "second-secret"]);
  known.add(["first-secret"]);
  deepEqual([...place.uses], [["first-secret", 1], ["second-secret", 1]]);
  equal(known.mask("a first-secret b second-secret"), "a [masked] b [masked]");
  known.add(Array.from({ length: 255 }, (_, i) => `later-secret-${i}-`));
  deepEqual([place.uses.get("first-secret"), place.uses.get("second-secret")], [1, 0]);
  equal(known.mask("first-secret second-secret later-secret-7-"), "[masked] second-secret [masked]");
  deepEqual([...place.uses.values()].reduce((sum, uses) => sum + uses, 0), 256);
});

Deno.test("KnownSecrets needs no process", () => {
  const known = new KnownSecrets(null);
  known.add(["first-secret"]);
  equal(known.mask("first-secret"), "[masked]");
});
