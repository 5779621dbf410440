/**
 * `fluxwire probe client`: acts as a release of DBFlux.
 *
 * @module
 */
import { type DriverRequestBody, LAYOUTS } from "@fluxwire/wire";
import type { ClientSession, DriverClient } from "@fluxwire/wire/client";
import { helloText, lookForLife, type RealTarget, sayHello } from "../client/real_connection.ts";
import { RealSession } from "../client/real_session.ts";
import { readScript } from "../client/script.ts";
import type { Context } from "../command/context.ts";
import { Driver } from "../driver/driver.ts";
import { EXIT } from "@fluxwire/command";
import { exitCodeOf, failureOf } from "../command/failure.ts";
import { outcome, Steps } from "../render/steps.ts";

/** The statements that the mock driver answers. */
const MOCK_QUERY = "SELECT 1";

/** Plays the real client's part, or a script's, and shows each step. */
export async function run(context: Context): Promise<number> {
  const { args, output, signal } = context;
  const layout = args.choice("layout", LAYOUTS) ?? "0.7.1";
  const path = args.text("script");
  const script = path === null ? null : await readScript(path, layout, signal);
  const steps = new Steps(context);
  await using driver = new Driver(context);
  await driver.launch();
  const target: RealTarget = { context, driver, layout };
  try {
    if (script === null) await playReal(target, steps);
    else await playScript(target, script, steps);
  } catch (error) {
    if (steps.firstError !== error) throw error;
  }
  const { firstError } = steps;
  const failure = firstError === undefined ? undefined : failureOf(firstError, args.name);
  if (output.isJson) output.json({ layout, steps: steps.all, error: failure });
  else if (failure !== undefined) output.failure(failure);
  return firstError === undefined ? EXIT.done : exitCodeOf(firstError);
}

async function playReal(target: RealTarget, steps: Steps): Promise<void> {
  await steps.run("look for life", () => lookForLife(target).then(() => outcome(undefined, "connected and left")));
  await steps.run("Hello", async () => {
    const client = await sayHello(target);
    await left(client);
    return outcome(undefined, `${helloText(client)}; connected, asked and left`);
  });
  await steps.run("look for life", () => lookForLife(target).then(() => outcome(undefined, "connected and left")));
  const client = await steps.run("Hello", () => sayHello(target).then((client) => outcome(client, helloText(client))));
  try {
    const session = await open(target, client, steps);
    const { driver, context: { args } } = target;
    const real = new RealSession(target, session, steps);
    await real.browse();
    const queries = args.all("query");
    for (const sql of queries.length === 0 && driver.target.kind === "mock" ? [MOCK_QUERY] : queries) {
      await real.query(sql);
    }
    await real.leave();
  } finally {
    await left(client);
  }
}

async function playScript(target: RealTarget, script: readonly DriverRequestBody[], steps: Steps): Promise<void> {
  const { context: { signal } } = target;
  const client = await steps.run("Hello", () => sayHello(target).then((client) => outcome(client, helloText(client))));
  try {
    const opensItself = script.some(({ type }) => type === "OpenSession");
    let session: ClientSession | null = opensItself ? null : await open(target, client, steps);
    for (const body of script) {
      await steps.runAlone(body.type, async () => {
        if (body.type === "OpenSession") {
          session = await client.openSession(body, { signal });
          return outcome(undefined, `session ${session.id}`);
        }
        const answer = await (session ?? client).call(body, { signal });
        return outcome(undefined, "body" in answer ? answer.body.type : answer.type);
      });
    }
  } finally {
    await left(client);
  }
}

function open({ driver }: RealTarget, client: DriverClient, steps: Steps): Promise<ClientSession> {
  return steps.run("OpenSession", async () => {
    const session = await driver.openSession(client);
    return outcome(session, `session ${session.id}`);
  });
}

/** The real client closes a connection without a last message. */
async function left(client: DriverClient): Promise<void> {
  client.close();
  await client.closed;
}
