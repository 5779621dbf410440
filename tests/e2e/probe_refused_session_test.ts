import { deepEqual, equal, match } from "node:assert/strict";
import type { DriverResponseBody } from "@fluxwire/wire";
import { probe, probeJson } from "./run_probe.ts";
import { answer, HELLO, ScriptedSocket } from "./scripted_socket.ts";

type Form = Extract<DriverResponseBody, { type: "Hello" }>["formDefinition"];

const PATH = (HELLO as { formDefinition: Form }).formDefinition.tabs[0]!.sections[0]!.fields[0]!;
/** A form with a field that a user must fill in. */
const FORM: Form = {
  tabs: [{ id: "main", label: "Main", sections: [{ title: "Connection", fields: [{ ...PATH, defaultValue: "" }] }] }],
};

/** A driver that runs already, and answers OpenSession with such an error. */
function refusing(error: { code: "InvalidRequest" | "Transport"; message: string; retriable: boolean }) {
  return ScriptedSocket.open((request, layout) => {
    if (request.body.type === "Hello") {
      return answer(request, layout, { ...HELLO, formDefinition: FORM } as DriverResponseBody);
    }
    return answer(request, layout, { type: "Error", ...error });
  });
}

const VERBS: readonly string[][] = [["fuzz", "--runs", "3"], ["open"], ["query", "SELECT 1"], ["call", "schema"], [
  "schema",
]];

Deno.test("a verb that needs a session says why it cannot open one, and which value to give", async () => {
  await using driver = await refusing({ code: "InvalidRequest", message: "path is required", retriable: false });
  for (const args of VERBS) {
    const { code, json } = await probeJson([...args, "--socket", driver.socket]);
    equal(code, 6, args[0]);
    deepEqual(json.error, {
      code: "InvalidRequest",
      message: "Cannot open a session: path is required",
      hint: "give --value path=...",
    });
  }
  const { code, stdout, stderr } = await probe(["fuzz", "--socket", driver.socket]);
  deepEqual([code, stdout], [6, ""]);
  equal(stderr, "error[InvalidRequest]: Cannot open a session: path is required (give --value path=...)\n");
});

Deno.test("a verb that is refused a session for another reason does not ask for values", async () => {
  await using driver = await refusing({ code: "Transport", message: "No database", retriable: true });
  const given = ["--value", "path=/x"];
  const { code, json } = await probeJson(["fuzz", ...given, "--socket", driver.socket]);
  equal(code, 6);
  deepEqual(json.error, {
    code: "Transport",
    message: "Cannot open a session: No database",
    hint: "the driver says that trying again may help",
  });
});

Deno.test("probe fuzz says what is wrong with a driver that is lost, and not that it is gone where it answers", async () => {
  let sessions = 0;
  await using driver = await ScriptedSocket.open((request, layout) => {
    const { body } = request;
    if (body.type === "Hello") return answer(request, layout, HELLO);
    if (body.type === "CloseSession") return answer(request, layout, { type: "SessionClosed" });
    if (body.type === "OpenSession" && ++sessions === 1) return answer(request, layout, opened(HELLO));
    return answer(request, layout, { type: "Error", code: "Transport", message: "Too many clients", retriable: true });
  });
  const args = ["fuzz", "--seed", "1", "--runs", "20", "--socket", driver.socket];
  const { code, stdout } = await probe(args);
  equal(code, 2);
  match(
    stdout,
    /: A new connection got Transport, Too many clients to OpenSession; the driver was not started here, so it cannot be started again\n$/,
  );
});

function opened(hello: DriverResponseBody): DriverResponseBody {
  const { driverKind, driverMetadata } = hello as Extract<DriverResponseBody, { type: "Hello" }>;
  return {
    type: "SessionOpened",
    sessionId: "11111111-1111-4111-8111-111111111111",
    kind: driverKind,
    metadata: driverMetadata,
    schemaLoadingStrategy: "SingleDatabase",
    schemaFeatures: 0,
    codeGenCapabilities: 0,
  };
}
