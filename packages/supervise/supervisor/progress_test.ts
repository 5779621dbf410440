import { equal } from "node:assert/strict";
import { signOf } from "./progress.ts";

const BEFORE = { atMs: 1_000, cpuMs: 500, receivedBytes: 10 };
const AFTER = { atMs: 6_000, cpuMs: 500, receivedBytes: 10 };

Deno.test("signOf() takes bytes on another connection for an answer", () => {
  equal(signOf(BEFORE, { ...AFTER, receivedBytes: 11 }, 1), "answered");
});

Deno.test("signOf() takes a tenth of a core for work", () => {
  equal(signOf(BEFORE, { ...AFTER, cpuMs: 1_000 }, 1), "serving");
  equal(signOf(BEFORE, { ...AFTER, cpuMs: 1_000 }, 0), "computing");
  equal(signOf(BEFORE, { ...AFTER, cpuMs: 990 }, 1), "silent");
});

Deno.test("signOf() finds silence if processor times are unknown", () => {
  equal(signOf({ ...BEFORE, cpuMs: null }, AFTER, 1), "silent");
  equal(signOf(BEFORE, { ...AFTER, cpuMs: null }, 1), "silent");
});
