import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { codecOf, HOST_RELEASES, type Layout, layoutOf, LAYOUTS, provisionalLayout } from "./layout.ts";

const KNOWN: readonly ["bincode" | "postcard", string, Layout][] = [
  ["bincode", "0.4.0-dev.11", "0.4"],
  ["bincode", "0.4.7", "0.4"],
  ["bincode", "0.5.0-dev.1", "0.4"],
  ["bincode", "0.5.0", "0.5"],
  ["bincode", "0.6.0-dev.2", "0.5"],
  ["bincode", "0.6.0-rc.4", "0.6"],
  ["bincode", "0.6.0", "0.6"],
  ["postcard", "0.7.0", "0.7.0"],
  ["postcard", "0.7.1", "0.7.1"],
  ["postcard", "0.7.7", "0.7.1"],
  ["postcard", "0.8.0-dev.0", "0.8"],
];

const NEAREST: readonly ["bincode" | "postcard", string, Layout][] = [
  ["bincode", "0.3.9", "0.4"],
  ["bincode", "0.4.0-dev.9", "0.4"],
  ["bincode", "0.5.0-dev.2", "0.5"],
  ["bincode", "0.6.0-dev.3", "0.6"],
  ["bincode", "0.6.0-dev.10", "0.6"],
  ["bincode", "0.6.1", "0.6"],
  ["bincode", "1.0.0", "0.6"],
  ["bincode", "dirty", "0.6"],
  ["bincode", "", "0.6"],
  ["postcard", "0.7.8", "0.7.1"],
  ["postcard", "0.8.0", "0.8"],
  ["postcard", "0.9.0-rc.1", "0.8"],
  ["postcard", "0.7", "0.7.1"],
  ["postcard", "unknown", "0.7.1"],
];

Deno.test("layoutOf() knows the releases of the table", () => {
  for (const [codec, release, layout] of KNOWN) {
    deepStrictEqual(layoutOf(codec, release), { layout, known: true }, release);
  }
});

Deno.test("layoutOf() gives unknown releases the nearest layout, marked as unknown", () => {
  for (const [codec, release, layout] of NEAREST) {
    deepStrictEqual(layoutOf(codec, release), { layout, known: false }, release);
  }
});

Deno.test("layoutOf() finds each layout from its host's Hello", () => {
  for (const layout of LAYOUTS) {
    deepStrictEqual(layoutOf(codecOf(layout), HOST_RELEASES[layout].clientVersion), { layout, known: true });
  }
});

Deno.test("provisionalLayout() goes by codec and version", () => {
  strictEqual(provisionalLayout("bincode", { major: 1, minor: 0 }), "0.5");
  strictEqual(provisionalLayout("bincode", { major: 1, minor: 1 }), "0.5");
  strictEqual(provisionalLayout("bincode", { major: 1, minor: 2 }), "0.6");
  strictEqual(provisionalLayout("postcard", { major: 1, minor: 0 }), "0.7.1");
});
