import { deepEqual, ok } from "node:assert/strict";
import { SUITES, SUITES_OF } from "../../packages/testing/conformance/check.ts";
import { CHECKS, checksOf, withNeeds } from "../../packages/testing/conformance/checks.ts";
import { pathOf } from "../e2e/running_driver.ts";

const ALL = Object.entries(CHECKS);

Deno.test("there are at least 150 checks, each named for its group and subject", () => {
  ok(ALL.length >= 150, `${ALL.length} checks`);
  deepEqual(ALL.map(([id]) => id).filter((id) => !/^[a-z-]+\.[a-z0-9-]+$/.test(id)), []);
});

Deno.test("every check names a section of PROTOCOL.md", async () => {
  const headings = (await Deno.readTextFile(pathOf("PROTOCOL.md"))).matchAll(/^##+ (.+)$/gm);
  const anchors = new Set([...headings].map(([, heading]) => heading!.toLowerCase().replaceAll(" ", "-")));
  deepEqual(ALL.filter(([, { section }]) => !anchors.has(section)).map(([id, { section }]) => [id, section]), []);
});

Deno.test("every check states its expectation in a sentence of its own", () => {
  const texts = ALL.map(([, { text }]) => text);
  deepEqual(texts.filter((text) => !/^[A-Z].*[^.]$/s.test(text)), []);
  ok(new Set(texts).size === texts.length);
});

Deno.test("the needs of checks are checks, and none needs itself", () => {
  const depth = (id: string, above: readonly string[]): void => {
    ok(Object.hasOwn(CHECKS, id), `${above.at(-1)} needs ${id}`);
    ok(!above.includes(id), `${[...above, id].join(" needs ")}`);
    for (const need of CHECKS[id]!.needs ?? []) depth(need, [...above, id]);
  };
  for (const [id] of ALL) depth(id, []);
});

Deno.test("no suite needs checks of a greater one", () => {
  for (const suite of SUITES.filter((suite) => suite !== "hostile")) {
    const foreign = Object.entries(checksOf(suite)).filter(([, check]) => !SUITES_OF[suite].includes(check.suite));
    deepEqual(foreign.map(([id]) => id), [], suite);
  }
});

Deno.test("withNeeds() adds needed checks, in the order of all, and refuses unknown ids", () => {
  const ids = Object.keys(withNeeds(["sessions.ping"]));
  ok(ids.includes("handshake.hello") && ids.includes("sessions.open") && ids.at(-1) === "sessions.ping");
  let message = "";
  try {
    withNeeds(["sessions.pong"]);
  } catch (error) {
    message = (error as Error).message;
  }
  ok(message === "Unknown check: sessions.pong");
});
