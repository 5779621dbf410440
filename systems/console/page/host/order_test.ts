import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { ShownService } from "@fluxwire/console/api";
import { countsOf, markOf, ordered } from "./order.ts";

function service(id: string, state: string, silent = false): ShownService {
  return { id, state, silent } as unknown as ShownService;
}

const SERVICES = [
  service("a", "ready"),
  service("b", "disabled"),
  service("c", "waiting"),
  service("d", "ready", true),
  service("e", "given-up"),
  service("f", "ready"),
];

Deno.test("ordered() has what needs a look first, and keeps the host's order otherwise", () => {
  strictEqual(ordered(SERVICES).map(({ id }) => id).join(""), "ecdafb");
});

Deno.test("countsOf() and markOf() name each state", () => {
  strictEqual(countsOf(SERVICES), "2 ready, 1 given-up, 1 waiting, 1 silent, 1 disabled");
  deepStrictEqual(SERVICES.map(markOf), ["●", "○", "◐", "◐", "✕", "●"]);
});
