/**
 * The demo: a hub, a child and a driver host, in a temporary folder, from start to stop in a few seconds.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { ServedHost } from "../host/serve_host.ts";
import { readInstancesFile } from "../instances/read_instances.ts";
import { FileSink } from "../publish/file_sink.ts";
import { Publisher } from "../publish/publisher.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const HUB = "11111111-1111-1111-1111-111111111111", CHILD = "22222222-2222-2222-2222-222222222222";
const ECHO = '{"child_ref":"child-001","endpoint_key":"power","payload":"true"}';
/** How long one step may take, in milliseconds. */
const STEP_MS = 60_000;
/** The exit code of a failed check. */
const CHECK_FAILED = 8;

/** One step: a line that says what has happened, or a failure. */
async function step(what: string, work: (signal: AbortSignal) => Promise<string>): Promise<void> {
  const startedAt = performance.now();
  const found = await work(AbortSignal.timeout(STEP_MS)).catch((error) => {
    throw new Error(`${what}: ${error instanceof Error ? error.message : error}`);
  });
  console.log(`${what}: ${found} (${Math.round(performance.now() - startedAt)} ms)`);
}

async function demo(folder: string): Promise<void> {
  const { instances } = await readInstancesFile(`${HERE}instances.demo.json`);
  const [socketPath, out] = [`${folder}/host.sock`, `${folder}/out`];
  const served = await ServedHost.listen(instances, {
    folders: { driversDir: `${HERE}drivers`, outDir: `${folder}/run` },
    socketPath,
    publisher: new Publisher([new FileSink(out)]),
    requireToken: true,
    logFolder: null,
    onNote: (level, text) => {
      if (level === "warn" || level === "error") console.log(`  ${level}: ${text}`);
    },
  });
  const { host } = served;
  try {
    await step(
      "The host listens",
      () => Promise.resolve(checked(Deno.lstatSync(socketPath).isSocket === true, socketPath)),
    );
    const starting = host.start();
    await step("The hub has registered", async (signal) => {
      const hasSession = await host.router.route(HUB)!.untilSession(STEP_MS, signal);
      return checked(hasSession, `hub-1 is process ${host.service("hub-1").running?.process.pid}`, "hub-1 has not");
    });
    await step("The child is ready", async (signal) => {
      await starting;
      const child = host.service("child-1");
      await child.launch?.untilStarted(signal);
      return checked(child.running !== null, `child-1 is process ${child.running?.process.pid}`, child.explain());
    });
    await step("A command went to the child, and by the host to the hub", async (signal) => {
      const { session } = host.service("child-1");
      if (session === null) throw new Error("child-1 has no driver session");
      const payload = new TextEncoder().encode("true");
      const result = await session.command("power", payload, { timeoutMs: STEP_MS, correlationId: "demo", signal });
      const text = new TextDecoder().decode(result?.data);
      return checked(text === ECHO, `the hub answers ${text}`, `the answer is ${text || result?.message}`);
    });
    await step("The drivers have published", () => {
      const names = [...Deno.readDirSync(out)].map(({ name }) => name).sort();
      const wanted = [`device_${CHILD}.json`, `device_${HUB}.json`, `endpoints_${CHILD}.json`, `state_${CHILD}.json`];
      const missing = wanted.filter((name) => !names.includes(name));
      return Promise.resolve(checked(missing.length === 0, `${names.length} files`, `missing ${missing.join(", ")}`));
    });
    await step("All is stopped", async () => {
      await served.stop();
      const isGone = !exists(socketPath) && host.services.every(({ running }) => running === null);
      return checked(isGone, "no process and no socket is left", "something is left");
    });
  } finally {
    await served.stop();
  }
}

function checked(isRight: boolean, found: string, otherwise: string = found): string {
  if (isRight) return found;
  throw new Error(otherwise);
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

if (import.meta.main) {
  const folder = Deno.makeTempDirSync({ prefix: "nx-demo-" });
  try {
    await demo(folder);
  } catch (error) {
    console.error(`The demo has failed: ${(error as Error).message}`);
    Deno.exitCode = CHECK_FAILED;
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
  Deno.exit();
}
