import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { DriverResponseBody } from "@fluxwire/wire";
import { schemaOf, violations } from "../schemas/schema.ts";
import { PROBE_COMMAND, type ProbeRun } from "./run_probe.ts";
import { answer, HELLO, ScriptedSocket } from "./scripted_socket.ts";

const SESSION = "11111111-1111-4111-8111-111111111111";
/** The exit codes that shells expect. */
const EXITS = { SIGINT: 130, SIGTERM: 143 } as const;

type Signal = keyof typeof EXITS;

function opened(): DriverResponseBody {
  const { driverKind, driverMetadata } = HELLO as Extract<DriverResponseBody, { type: "Hello" }>;
  return {
    type: "SessionOpened",
    sessionId: SESSION,
    kind: driverKind,
    metadata: driverMetadata,
    schemaLoadingStrategy: "SingleDatabase",
    schemaFeatures: 0,
    codeGenCapabilities: 0,
  };
}

/** A driver that answers until such a request comes, from when on it says nothing. */
async function untilRequest(
  type: string,
): Promise<{ driver: ScriptedSocket; reached: Promise<void> }> {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const driver = await ScriptedSocket.open((request, layout) => {
    const { body } = request;
    if (body.type === type) return resolve(), "silence";
    if (body.type === "Hello") return answer(request, layout, HELLO);
    if (body.type === "OpenSession") return answer(request, layout, opened());
    return answer(request, layout, body.type === "Ping" ? { type: "Pong" } : { type: "SessionClosed" });
  });
  return { driver, reached };
}

/** Sends a signal to a verb as soon as the driver has got such a request. */
async function interrupted(args: readonly string[], type: string, signal: Signal = "SIGINT"): Promise<ProbeRun> {
  const { driver, reached } = await untilRequest(type);
  await using _driver = driver;
  const child = new Deno.Command(Deno.execPath(), {
    args: [...PROBE_COMMAND, ...args, "--socket", driver.socket],
    env: { DBFLUX_DRIVER_IPC_TOKEN: "" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = child.output();
  await Promise.race([reached, output]);
  child.kill(signal);
  const { code, stdout: bytes, stderr } = await output;
  const [stdout, errors] = [bytes, stderr].map((text) => new TextDecoder().decode(text));
  return { code, bytes, stdout: stdout!, stderr: errors! };
}

/** The one document of a verb that was interrupted, held against its schema. */
// deno-lint-ignore no-explicit-any
async function documentOf(args: readonly string[], type: string, schema: string, signal: Signal): Promise<any> {
  const { code, stdout, stderr } = await interrupted(["--json", ...args], type, signal);
  deepEqual([code, stderr], [EXITS[signal], ""], stdout);
  equal(stdout.trimEnd().split("\n").length, 1, stdout);
  const json = JSON.parse(stdout);
  deepEqual(violations(json, await schemaOf(schema)), []);
  return json;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`conformance shows what it has found when ${signal} ends it, as one document`, async () => {
    const { checks, summary } = await documentOf(["conformance"], "OpenSession", "conformance", signal);
    equal(summary.interrupted, true);
    equal(summary.runs, checks.length);
    ok(
      checks.some(({ id, verdict }: { id: string; verdict: string }) =>
        id === "handshake.hello" && verdict === "passed"
      ),
    );
  });

  Deno.test(`query says when ${signal} ends it whether the statement may have run`, async () => {
    const { error } = await documentOf(["query", "SELECT 1"], "Execute", "failure", signal);
    equal(error.code, "Interrupted");
    match(
      error.message,
      new RegExp(`^Interrupted by ${signal}: the statement had no answer after [\\d.]+ s; it was cancelled`),
    );
  });

  Deno.test(`a verb that has nothing to show yet says as one document that ${signal} has ended it`, async () => {
    for (const verb of ["fuzz", "ping", "open"]) {
      const type = verb === "fuzz" ? "OpenSession" : "Hello";
      const { error } = await documentOf([verb], type, "failure", signal);
      deepEqual(error, { code: "Interrupted", message: `Interrupted by ${signal}`, hint: "run it again" }, verb);
    }
  });

  Deno.test(`the tour and client show the steps so far when ${signal} ends them`, async () => {
    for (const [args, schema] of [[[], "tour"], [["client"], "client"]] as const) {
      const { steps, error } = await documentOf(args, "OpenSession", schema, signal);
      ok(
        steps.some(({ name, ok }: { name: string; ok: boolean }) => /^hello$/i.test(name) && ok),
        JSON.stringify(steps),
      );
      equal(error.code, "Interrupted");
    }
  });
}

Deno.test("conformance shows a person what it has found when it is interrupted, and that checks are missing", async () => {
  const { code, stdout, stderr } = await interrupted(["conformance"], "OpenSession");
  deepEqual([code, stderr], [130, ""]);
  match(stdout, /\d+ checks: \d+ passed.*; interrupted, so checks are missing, in [\d.]+ ms\n$/);
});

Deno.test("conformance writes the reports of what it has found when it is interrupted", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { code } = await interrupted(
      ["conformance", "--html", `${folder}/a.html`, "--junit", `${folder}/a.xml`],
      "OpenSession",
    );
    equal(code, 130);
    match(await Deno.readTextFile(`${folder}/a.html`), /interrupted, so checks are missing/);
    match(await Deno.readTextFile(`${folder}/a.xml`), /<property name="driver" value="/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("query says on stderr whether the statement may have run when it is interrupted", async () => {
  const { code, stdout, stderr } = await interrupted(["query", "SELECT 1"], "Execute");
  deepEqual([code, stdout], [130, ""]);
  match(
    stderr,
    /^error\[Interrupted\]: Interrupted by SIGINT: the statement had no answer after .*\(see what it has done before you run it again\)\n$/,
  );
});
