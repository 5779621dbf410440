/**
 * Checks of Hello: the token, requests before it, and how the driver describes itself.
 *
 * @module
 */
import type { DriverRequestBody, FormFieldDef } from "@fluxwire/wire";
import { formFields } from "@fluxwire/wire/client";
import { type CheckTable, SINCE_0_5 } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import { expect, expectSame, NotApplicable, rendered } from "./runner/violation.ts";

/** Sends a Hello with a wrong token, or none. */
async function refusedToken(bench: Bench, authToken: string | null): Promise<void> {
  if (!bench.subject.isTokenItsOwn) throw new NotApplicable("its token was not set by this run");
  const end = await bench.connect();
  await end.send(end.payload(end.helloBody(null, { authToken })));
  const { envelope: { body } } = await end.receiveEnvelope("an answer to Hello");
  expect(body.type === "Error", `Expected error InvalidRequest as the answer to Hello, found ${body.type}`);
  expectSame("the error to be", body.code, "InvalidRequest");
}

/** A check that a request before Hello is refused. */
const refusesBeforeHello = (body: DriverRequestBody) => async (bench: Bench): Promise<void> => {
  const end = await bench.connect();
  const { code } = await end.refuses(body);
  expectSame("the error to be", code, "InvalidRequest");
};

const OPEN_SESSION: DriverRequestBody = { type: "OpenSession", profileJson: "{}" };

async function fieldsOf(bench: Bench): Promise<FormFieldDef[]> {
  return formFields((await bench.session()).hello!);
}

/** The checks of Hello. */
export const HANDSHAKE_CHECKS: CheckTable = {
  "handshake.hello": {
    section: "handshake",
    suite: "core",
    text: "Hello is answered with Hello",
    needs: ["sockets.accepts"],
    run: async (bench) => void await bench.greeted(),
  },
  "handshake.header": {
    section: "handshake",
    suite: "core",
    text: "The answer to Hello is done and belongs to no session",
    needs: ["handshake.hello"],
    async run(bench) {
      const end = await bench.connect();
      await end.send(end.payload(end.helloBody(bench.subject.token)));
      const { envelope } = await end.receiveEnvelope("an answer to Hello");
      expect(envelope.done, "Expected the answer to Hello to be done, found one that is not");
      expectSame("the session of the answer to Hello to be", envelope.sessionId ?? null, null);
    },
  },
  "handshake.again": {
    section: "handshake",
    suite: "full",
    text: "Hello may be sent twice",
    needs: ["handshake.hello"],
    async run(bench) {
      const end = await bench.greeted();
      await end.greet(bench.subject.token);
    },
  },
  "handshake.same-answer": {
    section: "handshake",
    suite: "full",
    text: "Two connections get the same description of the driver",
    needs: ["handshake.hello"],
    async run(bench) {
      const first = await bench.greeted();
      first.close();
      const second = await bench.greeted();
      expectSame("the second answer to Hello to be", rendered(second.hello), rendered(first.hello));
    },
  },
  "handshake.other-client": {
    section: "handshake",
    suite: "core",
    text: "The name of the host does not matter",
    needs: ["handshake.hello"],
    run: async (bench) => void await bench.greeted({ clientName: "another host" }),
  },
  "handshake.nothing-requested": {
    section: "handshake",
    suite: "full",
    text: "A Hello that requests no capabilities is answered",
    needs: ["handshake.hello"],
    run: async (bench) => void await bench.greeted({ requestedCapabilities: [] }),
  },
  "handshake.token-wrong": {
    section: "handshake",
    suite: "full",
    text: "A Hello with a wrong token is refused with InvalidRequest",
    needs: ["handshake.hello"],
    run: (bench) => refusedToken(bench, "not the token"),
  },
  "handshake.token-missing": {
    section: "handshake",
    suite: "full",
    text: "A Hello without the token is refused with InvalidRequest",
    needs: ["handshake.hello"],
    run: (bench) => refusedToken(bench, null),
  },
  "handshake.token-part": {
    section: "handshake",
    suite: "full",
    text: "A Hello with the beginning of the token is refused with InvalidRequest",
    needs: ["handshake.hello"],
    run: (bench) => refusedToken(bench, bench.subject.token?.slice(0, -1) ?? null),
  },
  "handshake.token-longer": {
    section: "handshake",
    suite: "full",
    text: "A Hello with more than the token is refused with InvalidRequest",
    needs: ["handshake.hello"],
    run: (bench) => refusedToken(bench, `${bench.subject.token}0`),
  },
  "handshake.refused-stays-out": {
    section: "handshake",
    suite: "full",
    text: "After a wrong token, only Hello is accepted",
    needs: ["handshake.token-wrong"],
    layouts: SINCE_0_5,
    async run(bench) {
      const end = await bench.connect();
      await end.send(end.payload(end.helloBody("not the token")));
      await end.receiveEnvelope("an answer to Hello");
      await end.refuses(OPEN_SESSION);
    },
  },
  "handshake.token-unsaid": {
    section: "handshake",
    suite: "full",
    text: "The answer to Hello does not contain the token",
    needs: ["handshake.hello"],
    async run(bench) {
      const { token } = bench.subject;
      if (token === null) throw new NotApplicable("the driver's token is unknown");
      const end = await bench.connect();
      await end.send(end.payload(end.helloBody(token)));
      const payload = await end.receive();
      const text = new TextDecoder("latin1").decode(payload ?? new Uint8Array());
      expect(!text.includes(token), "Expected the answer to Hello to be without the token, found it there");
    },
  },
  "handshake.open-before-hello": {
    section: "handshake",
    suite: "core",
    text: "OpenSession before Hello is refused with InvalidRequest",
    needs: ["handshake.hello"],
    run: refusesBeforeHello(OPEN_SESSION),
  },
  "handshake.ping-before-hello": {
    section: "handshake",
    suite: "core",
    text: "Ping before Hello is refused with InvalidRequest",
    needs: ["handshake.open-before-hello", "envelopes.answer-type"],
    layouts: SINCE_0_5,
    run: refusesBeforeHello({ type: "Ping" }),
  },
  "handshake.execute-before-hello": {
    section: "handshake",
    suite: "core",
    text: "Execute before Hello is refused with InvalidRequest",
    needs: ["handshake.open-before-hello", "envelopes.answer-type"],
    layouts: SINCE_0_5,
    run: refusesBeforeHello({ type: "Execute", request: { sql: "SELECT 1", params: [] } }),
  },
  "handshake.before-hello-words": {
    section: "handshake",
    suite: "strict",
    text: "The error to a request before Hello says that Hello is required",
    needs: ["handshake.open-before-hello"],
    async run(bench) {
      const { message } = await (await bench.connect()).refuses(OPEN_SESSION);
      expectSame("the message to be", message, "Hello handshake required before OpenSession");
    },
  },
  "handshake.hello-after-refusal": {
    section: "handshake",
    suite: "core",
    text: "After a request before Hello the connection lives, and Hello is answered",
    needs: ["handshake.open-before-hello"],
    async run(bench) {
      const end = await bench.connect();
      await end.refuses(OPEN_SESSION);
      await end.greet(bench.subject.token);
    },
  },
  "handshake.capabilities": {
    section: "handshake",
    suite: "core",
    text: "Audit events are announced only to hosts that know them",
    needs: ["handshake.hello"],
    layouts: ["0.4", "0.5"],
    async run(bench) {
      const { hello } = await bench.greeted();
      expect(!hello!.capabilities.includes("AuditEmit"), "Expected no AuditEmit, found it among the capabilities");
    },
  },
  "handshake.no-chunks": {
    section: "envelopes",
    suite: "full",
    text: "ChunkedResults is not announced: no host reassembles chunks",
    needs: ["handshake.hello"],
    async run(bench) {
      const { hello } = await bench.greeted();
      expect(
        !hello!.capabilities.includes("ChunkedResults"),
        "Expected no ChunkedResults, found it among the capabilities",
      );
    },
  },
  "handshake.server-name": {
    section: "handshake",
    suite: "core",
    text: "The driver names itself",
    needs: ["handshake.hello"],
    async run(bench) {
      const { hello } = await bench.greeted();
      expect(hello!.serverName.trim() !== "", "Expected a server name, found a blank one");
      expect(hello!.serverVersion.trim() !== "", "Expected a server version, found a blank one");
    },
  },
  "handshake.driver-name": {
    section: "handshake",
    suite: "core",
    text: "The driver has an id and a display name",
    needs: ["handshake.hello"],
    async run(bench) {
      const { driverMetadata: { id, displayName } } = (await bench.greeted()).hello!;
      expect(id.trim() !== "", "Expected an id, found a blank one");
      expect(displayName.trim() !== "", "Expected a display name, found a blank one");
    },
  },
  "handshake.uri-scheme": {
    section: "handshake",
    suite: "full",
    text: "The URI scheme is valid in a URI",
    needs: ["handshake.hello"],
    async run(bench) {
      const { uriScheme } = (await bench.greeted()).hello!.driverMetadata;
      expect(/^[A-Za-z][A-Za-z0-9+.-]*$/.test(uriScheme), `Expected a URI scheme, found ${rendered(uriScheme)}`);
    },
  },
  "handshake.form-ids": {
    section: "sessions",
    suite: "core",
    text: "The form's fields have unique ids",
    needs: ["sessions.open"],
    async run(bench) {
      const ids = (await fieldsOf(bench)).map(({ id }) => id);
      expect(ids.every((id) => id.trim() !== ""), "Expected every field to have an id, found a blank one");
      expectSame("the number of different ids to be", new Set(ids).size, ids.length);
    },
  },
  "handshake.form-labels": {
    section: "sessions",
    suite: "full",
    text: "The form's fields have labels",
    needs: ["sessions.open"],
    async run(bench) {
      const blank = (await fieldsOf(bench)).find(({ label }) => label.trim() === "");
      expect(blank === undefined, `Expected every field to have a label, found none at ${rendered(blank?.id)}`);
    },
  },
  "handshake.form-selects": {
    section: "sessions",
    suite: "full",
    text: "A Select has its default among its options: hosts send nothing else",
    needs: ["sessions.open"],
    async run(bench) {
      for (const { id, kind, defaultValue } of await fieldsOf(bench)) {
        if (kind.type !== "Select") continue;
        const values = kind.options.map(({ value }) => value);
        expect(
          values.includes(defaultValue),
          `Expected the default of ${id} among ${rendered(values)}, found ${rendered(defaultValue)}`,
        );
      }
    },
  },
  "handshake.form-numbers": {
    section: "sessions",
    suite: "full",
    text: "The default of a Number is empty, or one that the host's form accepts: 0 to 65535",
    needs: ["sessions.open"],
    async run(bench) {
      for (const { id, kind, defaultValue } of await fieldsOf(bench)) {
        if (kind.type !== "Number" || defaultValue === "") continue;
        const isFit = /^\d{1,5}$/.test(defaultValue) && Number(defaultValue) <= 65_535;
        expect(isFit, `Expected the default of ${id} from 0 to 65535, found ${rendered(defaultValue)}`);
      }
    },
  },
  "handshake.form-conditions": {
    section: "sessions",
    suite: "full",
    text: "A field depends only on fields of the form",
    needs: ["sessions.open"],
    async run(bench) {
      const fields = await fieldsOf(bench), ids = fields.map(({ id }) => id);
      for (const { id, enabledWhenChecked, enabledWhenUnchecked, disabledWhenFieldSet } of fields) {
        for (const other of [enabledWhenChecked, enabledWhenUnchecked, disabledWhenFieldSet]) {
          expect(other == null || ids.includes(other), `Expected ${id} to depend on a field, found ${rendered(other)}`);
        }
      }
    },
  },
};
