/**
 * `fluxwire probe` without a verb: a first use of a driver, step by step.
 *
 * @module
 */
import type { QueryResultDto } from "@fluxwire/wire";
import { type ClientSession, type DriverClient, formFields, RpcError, sessionRequest } from "@fluxwire/wire/client";
import { shownTree } from "@fluxwire/wire/shown-tree";
import { CheckError } from "../command/check_error.ts";
import type { Context } from "../command/context.ts";
import { Driver } from "../driver/driver.ts";
import { EXAMPLE_QUERIES, UNSUPPORTED_QUERY } from "../driver/example_statements.ts";
import { msSince, msText } from "../command/duration.ts";
import { EXIT, OutputClosed } from "@fluxwire/command";
import { failing } from "../command/failing.ts";
import { EMPTY_TREE, treeSummary } from "../render/shown_tree_lines.ts";
import { outcome, type StepOutcome, Steps } from "../render/steps.ts";
import { formText } from "./hello.ts";
import { outcomeText } from "../render/formats.ts";

/** Walks through the steps, shows each, and stops what it has started. */
export async function run(context: Context): Promise<number> {
  const { args, output } = context;
  const start = performance.now();
  await using driver = new Driver(context);
  const steps = new Steps(context);
  try {
    await walk(context, driver, steps);
  } catch (error) {
    if (error instanceof OutputClosed || steps.firstError === undefined) throw error;
  }
  await stop(driver, steps);
  const { firstError } = steps;
  const failed = firstError === undefined ? undefined : await failing(firstError, args.name);
  const failure = failed?.failure;
  if (output.isJson) {
    output.json({ steps: steps.all, error: failure });
  } else {
    output.line(output.paint(summary(steps, msSince(start)), failure === undefined ? "dim" : "red"));
    if (failure !== undefined) output.failure(failure);
  }
  return failed?.exitCode ?? EXIT.done;
}

async function walk(context: Context, driver: Driver, steps: Steps): Promise<void> {
  const { target } = driver;
  if (target.kind === "running") {
    steps.skip("launch", `socket ${target.socketId} is used as it is`);
  } else {
    await steps.run("launch", async () => {
      await driver.launch();
      const text = launchedText(driver);
      return outcome(undefined, text.includes(target.socketId) ? text : `${text} on socket ${target.socketId}`);
    });
  }
  const client = await steps.run("hello", async () => {
    const client = await driver.connect();
    const { hello: { serverName, serverVersion }, layout, version: { major, minor } } = client;
    return outcome(client, `${serverName} ${serverVersion}, layout ${layout}, version ${major}.${minor}`);
  });
  await steps.run("form", () => Promise.resolve(outcome(undefined, formText(client.hello))));
  const session = await steps.run("open", async () => {
    const session = await driver.openSession(client);
    return outcome(session, `session ${session.id}`);
  });
  await inspect(driver, session, steps);
  await query(context, driver, session, steps);
  await makeMistakes(driver, client, session, steps);
  await steps.runAlone(
    "close",
    () => driver.call((options) => session.close(options)).then(() => outcome(undefined, "")),
  );
}

/** What was started. It leaves out a service's command and arguments, which may hold secrets. */
function launchedText({ target, isLaunched }: Driver): string {
  if (target.kind === "command") return [target.command, ...target.args].join(" ");
  if (target.kind === "mock") return "mock driver";
  return isLaunched ? "configured service" : "running driver";
}

async function inspect(driver: Driver, session: ClientSession, steps: Steps): Promise<void> {
  await steps.runAlone(
    "ping",
    () => driver.call((options) => session.ping(options)).then(() => outcome(undefined, "pong")),
  );
  await steps.runAlone("schema", async () => {
    const { structure } = await driver.call((options) => session.schema(options));
    const tree = shownTree(structure, session.opened);
    return { ...outcome(undefined, treeSummary(tree)), tree };
  }, EMPTY_TREE);
  await steps.runAlone("databases", async () => {
    const databases = await driver.call((options) => session.listDatabases(options));
    const names = databases.map(({ name, isCurrent }) => isCurrent ? `${name} (current)` : name);
    return outcome(undefined, names.join(", ") || "none");
  });
}

async function query({ args }: Context, driver: Driver, session: ClientSession, steps: Steps): Promise<void> {
  const own = args.all("query");
  const queries = own.length === 0 && driver.target.kind === "mock" ? EXAMPLE_QUERIES : own;
  if (queries.length === 0) steps.skip("query", "--query was not given");
  for (const sql of queries) {
    await steps.runAlone("query", async () => {
      const result: QueryResultDto = await driver.call((options) => session.execute({ sql }, options));
      return { ...outcome(undefined, `${sql}: ${outcomeText(result)}`), result };
    });
  }
}

/** Steps that must fail with a certain error, which is known only for the mock driver. */
async function makeMistakes(driver: Driver, client: DriverClient, session: ClientSession, steps: Steps): Promise<void> {
  if (driver.target.kind !== "mock") {
    steps.skip("unsupported query", "only the mock driver's answer is known");
    steps.skip("wrong form", "only the mock driver's answer is known");
    return;
  }
  await steps.runAlone("unsupported query", () => {
    const call = driver.call((options) => session.execute({ sql: UNSUPPORTED_QUERY }, options));
    return expectError(call, "Driver", `Unsupported query: ${UNSUPPORTED_QUERY}`);
  });
  await steps.runAlone("wrong form", () => {
    const { hello, layout } = client;
    const values = Object.fromEntries(formFields(hello).map(({ id }) => [id, ""]));
    const request = sessionRequest({ hello, layout, socketId: driver.target.socketId, values });
    return expectError(
      driver.call((options) => client.openSession(request, options)),
      "InvalidRequest",
      "endpoint is required",
    );
  });
}

async function expectError(call: Promise<unknown>, code: string, message: string): Promise<StepOutcome<void>> {
  const expected = `${code}, ${message}`;
  const error = await call.then(() => null, (error) => error);
  if (error === null) throw new CheckError(`Expected an error, ${expected}; found a result`);
  if (!(error instanceof RpcError)) throw error;
  const found = `${error.code}, ${error.message}`;
  if (found !== expected) throw new CheckError(`Expected an error, ${expected}; found ${found}`);
  return outcome(undefined, `refused, as expected: ${found}`);
}

async function stop(driver: Driver, steps: Steps): Promise<void> {
  if (driver.target.kind === "running" || (driver.target.kind === "service" && !driver.isLaunched)) {
    await driver.stop();
    return steps.skip("stop", "it was not started here");
  }
  await steps.run("stop", async () => {
    const report = await driver.stop();
    return outcome(undefined, report === null ? "it was not running" : `ended after ${report.step}`);
  });
}

function summary({ all }: Steps, ms: number): string {
  const skipped = all.filter((step) => step.skipped).length, failed = all.filter((step) => !step.ok).length;
  return `${all.length} steps, ${skipped} skipped, ${failed} failed in ${msText(ms)}`;
}
