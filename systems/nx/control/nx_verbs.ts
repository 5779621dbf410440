/**
 * What a driver host answers on its control socket besides what every host does.
 *
 * @module
 */
import type { ControlVerbs } from "@fluxwire/supervise";
import { childrenWithDrivers } from "./children_with_drivers.ts";
import type { NxHost } from "../host/nx_host.ts";
import { ProxyError } from "../routing/failures.ts";
import type { LastPublished } from "../publish/last_published.ts";
import type { CommandRequest } from "../routing/hub_session.ts";

/** How long a command of an operator may take at the driver, in milliseconds. */
const COMMAND_MS = 10_000;
const utf8 = new TextEncoder();

/** Why a command got no answer. */
interface Failure {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
}

/**
 * The verbs `command`, `proxy`, `discover` and `events` of a host, and `published`, which gives what drivers have published.
 * With `steps` behind their other arguments, `command` and `proxy` give each step of the command's way as an event; with
 * `begun`, the first that `events` gives is that it listens.
 */
export function nxVerbs(host: NxHost, published: LastPublished): ControlVerbs {
  return {
    command: async ({ service, args: [endpointKey = "", json = "", way = ""] }, emit, signal) => {
      await using steps = followed(host, way, emit);
      const { correlationId } = steps;
      return await command(host, { id: service ?? "", endpointKey, json, correlationId, signal });
    },
    proxy: async ({ args: [hubDeviceId = "", childRef = "", endpointKey = "", json = "", way = ""] }, emit, signal) => {
      await using steps = followed(host, way, emit);
      const { correlationId } = steps;
      return await failing(() => proxied(host, hubDeviceId, { childRef, endpointKey, json, correlationId, signal }));
    },
    discover: async ({ service }, _emit, signal) => {
      const { instance: { deviceId } } = host.service(service ?? "");
      return await failing(() => discovered(host, deviceId, signal));
    },
    events: async ({ args: [hubDeviceId = "", childRef = "*", way = ""] }, emit, signal) => {
      const events = host.events.subscribe({ hubDeviceId, childRef }, signal);
      let next = events.next();
      // The subscription is there now: no later event is missed.
      if (way === "begun") await emit({ begun: true });
      for (let one = await next; one.done !== true; one = await next) {
        const { atMs, payload, ...event } = one.value;
        await emit({ at: new Date(atMs).toISOString(), ...event, payload: textOf(payload) });
        next = events.next();
      }
      return null;
    },
    published: async (_, emit, signal) => {
      for await (const devices of published.changes(signal)) await emit({ devices });
      return null;
    },
  };
}

/** A command to an instance's own endpoint, by its driver session. */
async function command(
  host: NxHost,
  { id, endpointKey, json, correlationId, signal }: {
    id: string;
    endpointKey: string;
    json: string;
    correlationId: string;
    signal: AbortSignal;
  },
): Promise<unknown> {
  const { session } = host.service(id);
  if (session === null) {
    return { failure: { code: "NoSession", message: "driver not connected", detail: `${id} has no driver session` } };
  }
  try {
    const result = await session.command(endpointKey, utf8.encode(json), {
      timeoutMs: COMMAND_MS,
      correlationId,
      signal,
    });
    if (result === null) {
      const what = session.isStarted ? "no result" : "its driver has not said that it is ready";
      const detail = `${what} within ${COMMAND_MS} ms`;
      return { failure: { code: "Timeout", message: "driver timeout", detail } };
    }
    const { success, message, data, code } = result;
    return { success, message, code, data: textOf(data) };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { failure: { code: "Disconnected", message: "driver disconnected", detail } };
  }
}

async function proxied(
  host: NxHost,
  hubDeviceId: string,
  { json, signal, ...names }: {
    childRef: string;
    endpointKey: string;
    json: string;
    correlationId: string;
    signal: AbortSignal;
  },
): Promise<unknown> {
  const request = requestOf({ ...names, payload: utf8.encode(json), control: "COMMAND" });
  const answer = await host.router.call(hubDeviceId, request, { timeoutMs: null, waitMs: 0, signal });
  const { success, message, data, code } = answer;
  return { success, message, code, data: textOf(data) };
}

/** The children that a hub finds, each with the instance that is bound to it. */
async function discovered(host: NxHost, hubDeviceId: string, signal: AbortSignal): Promise<unknown> {
  const route = host.router.route(hubDeviceId);
  if (route === null) throw new ProxyError("HubUnknown", "the instance is no HUB");
  if (route.session !== null && !route.session.features.has("discover")) {
    throw new ProxyError("BadRequest", "the hub cannot look for children: it has not the feature discover");
  }
  const names = { childRef: "", endpointKey: "", correlationId: crypto.randomUUID() };
  const request = requestOf({ ...names, payload: new Uint8Array(0), control: "DISCOVER" });
  const { success, message, data } = await host.router.call(hubDeviceId, request, {
    timeoutMs: null,
    waitMs: 0,
    signal,
  });
  if (!success) return { failure: { code: "Failed", message: "the hub found nothing", detail: message } };
  const found: unknown = JSON.parse(textOf(data));
  const children = childrenWithDrivers(
    Array.isArray(found) ? found : [],
    host.childrenOf(hubDeviceId).map(({ instance }) => instance),
  );
  return { hubDeviceId, children, instanceIds: host.services.map(({ id }) => id) };
}

function requestOf(request: Omit<CommandRequest, "callerDeviceId">): CommandRequest {
  return { ...request, callerDeviceId: "" };
}

/** A command's id. If its way is wanted, each step is sent as an event, and disposing waits until all are. */
function followed(
  host: NxHost,
  way: string,
  emit: (event: unknown) => Promise<void>,
): AsyncDisposable & { readonly correlationId: string } {
  const correlationId = crypto.randomUUID();
  if (way !== "steps") return { correlationId, [Symbol.asyncDispose]: () => Promise.resolve() };
  let sent = Promise.resolve();
  const send = (step: object) =>
    sent = sent.then(() => emit({ at: new Date(host.clock.now()).toISOString(), ...step }));
  const following = host.calls.follow(correlationId, send);
  send({ correlationId, step: "begun" });
  return {
    correlationId,
    [Symbol.asyncDispose]: async () => {
      following[Symbol.dispose]();
      await sent;
    },
  };
}

/** The result, or why there is none. */
async function failing(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProxyError)) throw error;
    const failure: Failure = { code: error.code, message: error.message, detail: error.detail };
    return { failure };
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
