/**
 * The demo: a model with a hook, changes, a veto, a server killed with SIGKILL, its model storage made again from the log; in
 * a temporary folder. Ends with 8 if a step does not hold.
 *
 * @module
 */
import { EXIT } from "@fluxwire/command";
import { DemoServer } from "./demo_server.ts";
import { digestOf } from "./digest.ts";

/** A pre hook that changes what is stored, and refuses. */
const HOOK = `export function preCreate(ctx) {
  if (ctx.after.title === "") ctx.veto("A note needs a title");
  return { ...ctx.after, title: ctx.after.title.trim() };
}`;

/** One step: a line that says what has happened, or a failure. */
async function step<T>(what: string, work: () => Promise<[found: string, value: T]>): Promise<T> {
  const since = performance.now();
  const [found, value] = await work().catch((error) => {
    throw new Error(`${what}: ${error instanceof Error ? error.message : error}`);
  });
  console.log(`${what}: ${found} (${Math.round(performance.now() - since)} ms)`);
  return value;
}

async function demo(folder: string): Promise<void> {
  let server = await step("A server listens", async () => {
    const started = await DemoServer.start(folder);
    return [started.url, started];
  });
  try {
    await step("A model is defined, with a hook", async () => {
      const fields = { title: { type: "String", required: true }, done: { type: "Bool", default: false } };
      const hooks = { preCreate: { kind: "script", language: "js", source: HOOK } };
      const { version } = await server.call("POST", "/models", 201, { id: "note", fields, hooks });
      return [`note, version ${version}`, null];
    });
    const id = await step("An instance is made, and the hook changed it", async () => {
      const made = await server.call("POST", "/models/note/instances", 201, { title: "  buy milk " });
      return [JSON.stringify(made["data"]), made["id"] as string];
    });
    await step("It is changed", async () => {
      const { revision } = await server.call("PATCH", `/models/note/instances/${id}`, 200, { done: true });
      return [`revision ${revision}`, null];
    });
    await step("The hook vetoes another", async () => {
      const { error } = await server.call("POST", "/models/note/instances", 422, { title: "" });
      return [JSON.stringify(error), null];
    });
    const before = await step("The server is killed with SIGKILL", async () => {
      const digest = await digestOf(server);
      await server.kill();
      return [`its models had the digest ${digest.slice(0, 16)}`, digest];
    });
    server = await step("It starts again from the log, and makes its model storage anew", async () => {
      const started = await DemoServer.start(folder, ["--rebuild"]);
      return [started.url, started];
    });
    await step("Its models are the same", async () => {
      const after = await digestOf(server);
      if (after !== before) throw new Error(`the digest is ${after.slice(0, 16)}`);
      return [`digest ${after.slice(0, 16)}`, null];
    });
    await step("The history of the note", async () => {
      const { items } = await server.call("GET", `/models/note/instances/${id}/history`, 200);
      const events = items as readonly { readonly seq: number; readonly kind: string }[];
      return [events.map(({ seq, kind }) => `${seq} ${kind}`).join(", "), null];
    });
    await step("The server stops", async () => {
      const code = await server.stop();
      if (code !== EXIT.done) throw new Error(`its exit code is ${code}`);
      return [`exit code ${code}`, null];
    });
  } finally {
    await server.kill();
  }
}

const folder = await Deno.makeTempDir({ prefix: "fluxwire-apiplant-" });
try {
  await demo(folder);
} catch (error) {
  console.error(`The demo failed: ${error instanceof Error ? error.message : error}`);
  Deno.exitCode = EXIT.checkFailed;
} finally {
  await Deno.remove(folder, { recursive: true });
}
