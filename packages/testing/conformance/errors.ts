/**
 * Checks of errors: unknown requests, and unreadable ones.
 *
 * @module
 */
import { annotate, codecOf, describe, type DriverRequestBody, type Layout, METHOD_TABLE } from "@fluxwire/wire";
import type { CheckTable } from "./check.ts";
import { harmlessRequests } from "./harmless_requests.ts";
import type { Bench } from "./runner/bench.ts";
import type { HostEnd } from "./runner/host_end.ts";
import { expect, expectSame } from "./runner/violation.ts";

/** A request with a number that no release uses. */
function unknownRequest(end: HostEnd, requestId: bigint): Uint8Array {
  const payload = end.payload({ type: "Ping" }, { requestId });
  const { spans } = annotate("request", end.layout, payload);
  payload[spans.find(({ path }) => path === "body")!.offset] = 99;
  return payload;
}

/** A statement whose frame ends before its text does. */
function cutRequest(end: HostEnd, requestId: bigint): Uint8Array {
  const payload = end.payload({ type: "Execute", request: { sql: "SELECT 1, 2, 3", params: [] } }, { requestId });
  const { spans } = annotate("request", end.layout, payload);
  const { offset, length } = spans.find(({ path }) => path === "body.request.sql")!;
  return payload.subarray(0, offset + length - 6);
}

/** A statement whose text is not UTF-8. */
function brokenText(end: HostEnd, requestId: bigint): Uint8Array {
  const payload = end.payload({ type: "Execute", request: { sql: "SELECT 1", params: [] } }, { requestId });
  const { spans } = annotate("request", end.layout, payload);
  const { offset, length } = spans.find(({ path }) => path === "body.request.sql")!;
  payload[offset + length - 1] = 0xff;
  return payload;
}

type MakeRequest = (end: HostEnd, requestId: bigint) => Uint8Array;

/** A check that a request gets an error or ends the connection, and that the next connection is served. */
export const answersOrCloses = (make: MakeRequest) => async (bench: Bench): Promise<void> => {
  const end = await bench.greeted(), requestId = end.nextId();
  await end.send(make(end, requestId));
  await end.answersOrCloses(requestId);
  end.close();
  await bench.greeted();
};

/** A check that a request is answered with InvalidRequest, and that the connection lives. */
export const answersAndLives = (make: MakeRequest, code = "InvalidRequest") => async (bench: Bench): Promise<void> => {
  const end = await bench.greeted(), requestId = end.nextId();
  await end.send(make(end, requestId));
  const outcome = await end.answersOrCloses(requestId);
  expect(outcome !== "closed", `Expected error ${code}, the driver closed the connection`);
  expectSame("the error to be", outcome.code, code);
  await end.expectQuiet();
};

/** The checks of errors. */
export const ERROR_CHECKS: CheckTable = {
  "errors.every-request": {
    section: "methods",
    suite: "core",
    text: "Every request that can cross is answered, by its own answer or an error",
    needs: ["sessions.ping", "envelopes.answer-type"],
    async run(bench) {
      const end = await bench.session();
      for (const body of harmlessRequests(end.layout)) await end.ask(body);
    },
  },
  "errors.unsupported": {
    section: "errors",
    suite: "core",
    text: "A request that the driver lacks is answered with UnsupportedMethod, and the session lives",
    needs: ["errors.every-request"],
    async run(bench) {
      const end = await bench.session();
      for (const body of harmlessRequests(end.layout)) {
        const { envelope: { body: answer } } = await end.ask(body);
        if (answer.type !== "Error" || answer.code !== "UnsupportedMethod") continue;
        expect(
          answer.message.trim() !== "",
          `Expected a message with UnsupportedMethod for ${body.type}, found a blank one`,
        );
      }
      await end.expectQuiet();
    },
  },
  "errors.unknown-request": {
    section: "errors",
    suite: "core",
    text: "A request that no release has is answered with an error, or ends its own connection only",
    needs: ["envelopes.answer-type"],
    run: answersOrCloses(unknownRequest),
  },
  "errors.unknown-request-answered": {
    section: "errors",
    suite: "strict",
    text: "A request that no release has is answered with UnsupportedMethod, and the connection lives",
    needs: ["errors.unknown-request"],
    run: answersAndLives(unknownRequest, "UnsupportedMethod"),
  },
  "errors.cut-request": {
    section: "errors",
    suite: "core",
    text: "A request that ends too early is answered with an error, or ends its own connection only",
    needs: ["envelopes.answer-type"],
    run: answersOrCloses(cutRequest),
  },
  "errors.cut-request-answered": {
    section: "errors",
    suite: "strict",
    text: "A request that ends too early is answered with InvalidRequest, and the connection lives",
    needs: ["errors.cut-request"],
    run: answersAndLives(cutRequest),
  },
  "errors.broken-text": {
    section: "errors",
    suite: "core",
    text: "A text that is not UTF-8 is answered with an error, or ends its own connection only",
    needs: ["envelopes.answer-type"],
    run: answersOrCloses(brokenText),
  },
  "errors.broken-text-answered": {
    section: "errors",
    suite: "strict",
    text: "A text that is not UTF-8 is answered with InvalidRequest, and the connection lives",
    needs: ["errors.broken-text"],
    run: answersAndLives(brokenText),
  },
  "errors.capabilities-kept": {
    section: "methods",
    suite: "full",
    text: "The driver implements what its capabilities announce",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.session();
      const lacking: string[] = [];
      for (const body of promised(end.opened!.metadata.capabilities, end.layout)) {
        const { envelope: { body: answer } } = await end.ask(body);
        if (answer.type === "Error" && answer.code === "UnsupportedMethod") lacking.push(body.type);
      }
      expect(lacking.length === 0, `Expected everything that its capabilities promise, found no ${lacking.join(", ")}`);
    },
  },
  "errors.session-of-errors": {
    section: "envelopes",
    suite: "full",
    text: "An error of a session has that session in its envelope",
    needs: ["envelopes.session", "errors.every-request"],
    async run(bench) {
      const end = await bench.session();
      for (const body of harmlessRequests(end.layout)) {
        const { envelope } = await end.ask(body);
        if (envelope.body.type !== "Error") continue;
        expectSame(`the session of the error to ${body.type} to be`, envelope.sessionId ?? null, end.sessionId);
      }
    },
  },
  "errors.bincode-bool": {
    section: "primitives",
    suite: "core",
    text: "An option with an invalid tag is answered with an error, or ends the connection",
    needs: ["envelopes.answer-type"],
    run: answersOrCloses((end, requestId) => {
      const payload = end.payload({ type: "SetActiveDatabase", database: null }, { requestId });
      payload[payload.length - 1] = 7;
      return payload;
    }),
  },
  "errors.announced-text": {
    section: "limits",
    suite: "core",
    text: "A text that announces more bytes than follow is answered with an error, or ends the connection",
    needs: ["envelopes.answer-type"],
    run: answersOrCloses((end, requestId) => {
      const payload = end.payload({ type: "SchemaForDatabase", database: "abcdef" }, { requestId });
      const isBincode = codecOf(end.layout) === "bincode";
      payload[payload.length - (isBincode ? 14 : 7)] = 0x7f;
      return payload;
    }),
  },
};

/** Flags that a driver may have for another reason than the method that implies them. */
const NOT_PROMISED: ReadonlySet<string> = new Set(
  ["EXPORT_CSV", "EXPORT_JSON", "MULTIPLE_DATABASES", "VIEWS", "PAGINATION", "SORTING", "FILTERING", "KV_VALUE_SIZE"],
);

/** The requests that a driver's capabilities promise: those whose flags the host consults before it sends them. */
function promised(capabilities: bigint, layout: Layout): DriverRequestBody[] {
  const set = describe("DriverCapabilities");
  const flags = set?.kind === "flags" ? set.flags : [];
  const names = flags.filter(({ bit, name }) => capabilities >> BigInt(bit) & 1n && !NOT_PROMISED.has(name))
    .map(({ name }) => name);
  const types: readonly string[] = Object.values(METHOD_TABLE)
    .filter((method) => method.capabilities?.some((name) => names.includes(name)))
    .map(({ request }) => request);
  return harmlessRequests(layout).filter(({ type }) => types.includes(type));
}
