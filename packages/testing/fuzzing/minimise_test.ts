import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { DriverRequestBody, Value } from "@fluxwire/wire";
import { findingOf } from "./finding.ts";
import { minimise } from "./minimise.ts";
import { OWN_SESSION, type Sequence, sequenceOf, type Step } from "./sequence.ts";

const VERSION = { major: 1, minor: 2 };
const VIOLATION = { oracle: "closed", method: null, detail: "" } as const;

function stepOf(body: DriverRequestBody, requestId = 5n): Step {
  const request = { protocolVersion: { major: 0, minor: 9 }, requestId, sessionId: OWN_SESSION, timeoutMs: 9n, body };
  return { request, splices: [{ at: 900, remove: 1, insert: Uint8Array.of(1) }], announced: null, isPipelined: true };
}

function execute(sql: string, params: Value[]): DriverRequestBody {
  return { type: "Execute", request: { sql, params, limit: 3, database: "x" } };
}

/** The smallest sequence with a frame that meets a condition. */
async function smallest(steps: Step[], holds: (body: DriverRequestBody) => boolean): Promise<Sequence> {
  const breaks = (sequence: Sequence) => Promise.resolve(sequence.steps.some(({ request }) => holds(request.body)));
  return await minimise({ layout: "0.7.1", opening: "session", steps }, {
    version: VERSION,
    breaks,
    mayGoOn: () => true,
  });
}

function sqlOf(body: DriverRequestBody): string {
  return body.type === "Execute" ? body.request.sql : "";
}

Deno.test("minimise() keeps one frame, and only the necessary parts of it", async () => {
  const steps = [
    stepOf({ type: "Schema" }),
    stepOf(execute(`${"x".repeat(300)};DROP${"y".repeat(99)}`, [1n, "a"])),
    stepOf({ type: "Ping" }),
  ];
  const { steps: [step, ...others] } = await smallest(steps, (body) => sqlOf(body).includes("DROP"));
  deepStrictEqual(others, []);
  deepStrictEqual(step, {
    request: {
      protocolVersion: VERSION,
      requestId: 0n,
      sessionId: null,
      timeoutMs: null,
      body: {
        type: "Execute",
        request: {
          ...(step!.request.body as { request: object }).request,
          sql: "DROP",
          params: [],
          limit: null,
          database: null,
        },
      },
    },
    splices: [],
    announced: null,
    isPipelined: false,
  });
});

Deno.test("minimise() keeps two frames if both are necessary", async () => {
  const steps = [
    stepOf({ type: "Schema" }),
    stepOf({ type: "Ping" }),
    stepOf({ type: "ListDatabases" }),
    stepOf({ type: "Schema" }),
  ];
  const breaks = ({ steps }: Sequence) => {
    const names = steps.map(({ request }) => request.body.type);
    return Promise.resolve(names.includes("Ping") && names.includes("ListDatabases"));
  };
  const small = await minimise({ layout: "0.5", opening: "session", steps }, {
    version: VERSION,
    breaks,
    mayGoOn: () => true,
  });
  deepStrictEqual(small.steps.map(({ request }) => request.body.type), ["Ping", "ListDatabases"]);
});

Deno.test("minimise() reduces values and lists until nothing is left to reduce", async () => {
  const params: Value[] = [
    null,
    [[[["deep"]]]],
    new Map<string, Value>([["k", NaN], ["l", 5n]]),
    ...Array(40).fill("x"),
  ];
  const hasNaN = (value: unknown): boolean =>
    Number.isNaN(value) || (value instanceof Map && [...value.values()].some(hasNaN)) ||
    (Array.isArray(value) && value.some(hasNaN));
  const nan = await smallest(
    [stepOf(execute("", params))],
    (body) => body.type === "Execute" && hasNaN(body.request.params),
  );
  const paramsOf = ({ steps }: Sequence) => (steps[0]!.request.body as { request: { params: Value[] } }).request.params;
  deepStrictEqual(paramsOf(nan), [NaN]);
  strictEqual(findingOf(VIOLATION, { sequence: nan, run: 0, isReproduced: true }).field, "body.request.params[]");
  const long = await smallest(
    [stepOf(execute("", params))],
    (body) => body.type === "Execute" && body.request.params.length > 16,
  );
  deepStrictEqual(paramsOf(long), Array(17).fill(null));
});

Deno.test("minimise() stops when its limit is reached", async () => {
  let attempts = 0;
  const sequence = sequenceOf({ seed: 1, run: 4, layout: "0.7.1", version: VERSION });
  const breaks = () => Promise.resolve(++attempts > 0);
  await minimise(sequence, { version: VERSION, breaks, mayGoOn: () => attempts < 3 });
  ok(attempts <= 3, String(attempts));
});

Deno.test("findingOf() gives equal ids to equal defects, and different ids to different ones", () => {
  const sequence = (body: DriverRequestBody): Sequence => ({
    layout: "0.7.1",
    opening: "session",
    steps: [{ ...stepOf(body), request: { ...stepOf(body).request, timeoutMs: null, requestId: 0n } }],
  });
  const id = (body: DriverRequestBody) =>
    findingOf(VIOLATION, { sequence: sequence(body), run: 1, isReproduced: true }).id;
  const bare = (sql: string): DriverRequestBody => ({ type: "Execute", request: { sql, params: [] } });
  strictEqual(id(bare("a")), id(bare("bb")));
  ok(id(bare("a")) !== id({ type: "Ping" }));
  ok(id(bare("a")) !== id({ type: "Execute", request: { sql: "", params: [], database: "x" } }));
});
