import { ok } from "node:assert/strict";
import { testEffect } from "../testing/effect.ts";

Deno.test("the fault burns-cpu delays requests while it computes, and is counted", () =>
  testEffect("burns-cpu", {
    n: 30,
    async see(mock) {
      const start = performance.now();
      await mock.greeted();
      ok(performance.now() - start >= 30);
    },
  }));
