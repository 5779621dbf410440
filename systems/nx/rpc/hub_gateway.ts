/**
 * `HubGatewayService`: the sessions of hubs.
 *
 * @module
 */
import { type CallContext, implement, type ServiceImplementation } from "@fluxwire/grpc";
import { onAbort, TIMED_OUT, within } from "@fluxwire/transport";
import { Control, type ProxyCommandRequest, ProxyCommandRequestSchema, type ProxyCommandResponse } from "../hostrpc.ts";
import type { NxHost } from "../host/nx_host.ts";
import { HOST_NAME } from "../host/version.ts";
import { create } from "../protobuf.ts";
import type { HubRequest, HubSession } from "../routing/hub_session.ts";
import {
  type Accepted,
  judgeRegistration,
  maxInFlightOf,
  NO_REGISTRATION,
  type Refusal,
  REGISTRATION_MS,
  REPLACED,
} from "../routing/registration.ts";
import { headerText, refused, tokenOf } from "./call_facts.ts";
import { HUB_GATEWAY } from "./definitions.ts";
import { MAX_MESSAGE_BYTES, tooLarge } from "./host_proxy.ts";
import { Outbox } from "./outbox.ts";

const CONTROLS = { COMMAND: Control.COMMAND, CANCEL: Control.CANCEL, DISCOVER: Control.DISCOVER };

/** The service of a host. */
export function hubGateway(host: NxHost): ServiceImplementation {
  return implement(HUB_GATEWAY, { openHubSession: (answers, context) => session(host, answers, context) });
}

/** A session that is open, on its way to the hub. */
export class OpenSession implements HubSession {
  readonly #outbox: Outbox<ProxyCommandRequest>;
  readonly #hubDeviceId: string;
  readonly isSure: boolean;
  readonly features: ReadonlySet<string>;
  readonly maxInFlight: number;
  readonly sinceMs: number = Date.now();

  constructor(
    first: ProxyCommandResponse,
    { isSure, maxInFlight, onTaken }: { isSure: boolean; maxInFlight: number; onTaken: () => void },
  ) {
    this.#outbox = new Outbox(onTaken);
    this.#hubDeviceId = first.hubDeviceId;
    this.isSure = isSure;
    this.features = new Set(first.features);
    this.maxInFlight = maxInFlight;
  }

  /** What goes to the hub. */
  get requests(): AsyncIterable<ProxyCommandRequest> {
    return this.#outbox;
  }

  get unreadBytes(): number {
    return this.#outbox.byteLength;
  }

  send(request: HubRequest): void {
    const { id, correlationId: callerCorrelationId, childRef, endpointKey, payload, timeoutMs, control } = request;
    const message = create(ProxyCommandRequestSchema, {
      ...{ childRef, endpointKey, payload, timeoutMs, callerCorrelationId },
      hubDeviceId: this.#hubDeviceId,
      correlationId: id,
      callerDeviceId: request.callerDeviceId,
      control: CONTROLS[control],
    });
    this.#outbox.push(message, payload.length);
  }

  /** Ends the stream. */
  close(why: Refusal | null): void {
    this.#outbox.close(why && refused(why));
  }
}

async function* session(
  host: NxHost,
  answers: AsyncIterableIterator<ProxyCommandResponse>,
  context: CallContext,
): AsyncGenerator<ProxyCommandRequest> {
  const { launches } = host;
  const token = tokenOf(context), launch = launches.find(token);
  if (launch !== null) launch.hasOpenedHubSession = true;
  const first = await within(answers.next(), REGISTRATION_MS, host.clock);
  if (first === TIMED_OUT) end(host, null, NO_REGISTRATION);
  const registration = first.done ? UNREGISTERED : first.value;
  const verdict = judgeRegistration(registration, {
    caller: launches.callerOf(token),
    requireToken: host.requireToken,
    isHub: (id) => host.router.route(id) !== null,
    sessionOf: (id) => host.router.route(id)!.session,
  });
  if ("status" in verdict) end(host, registration.hubDeviceId, verdict);
  yield* registered(host, first.value as ProxyCommandResponse, verdict, { answers, context });
}

/** Ends a stream that is no session. */
function end(host: NxHost, deviceId: string | null, refusal: Refusal): never {
  host.noteRefusal(deviceId, refusal);
  throw refused(refusal);
}

const UNREGISTERED = { endpointKey: "", hubDeviceId: "", correlationId: "", features: [], maxInFlight: 0 };

async function* registered(
  host: NxHost,
  first: ProxyCommandResponse,
  { isSure, replaces }: Accepted,
  { answers, context }: { answers: AsyncIterableIterator<ProxyCommandResponse>; context: CallContext },
): AsyncGenerator<ProxyCommandRequest> {
  const id = first.hubDeviceId, route = host.router.route(id)!;
  const launch = host.launches.find(tokenOf(context));
  using stream = launch?.stream() ?? { signal: new AbortController().signal, [Symbol.dispose]: () => {} };
  const maxInFlight = maxInFlightOf(first, host.maxInFlightOf(id));
  const session = new OpenSession(first, { isSure, maxInFlight, onTaken: () => route.pump() });
  const end = () => session.close(null);
  for (const signal of [context.signal, stream.signal]) onAbort(signal, end);
  if (replaces) (route.session as OpenSession).close(REPLACED);
  context.sendHeaders({
    "nx-correlation-id": headerText(first.correlationId),
    "nx-host": HOST_NAME,
    "nx-max-in-flight": String(maxInFlight),
  });
  route.begin(session);
  host.hubSessionChanged(id, true);
  read(host, session, { id, answers }).then(end, end);
  try {
    yield* session.requests;
  } finally {
    const wasOpen = route.session === session;
    route.end(session);
    if (wasOpen) host.hubSessionChanged(id, false);
  }
}

/** Takes answers and events until the hub says no more. */
async function read(
  host: NxHost,
  session: OpenSession,
  { id, answers }: { id: string; answers: AsyncIterable<ProxyCommandResponse> },
): Promise<void> {
  const route = host.router.route(id)!;
  for await (const answer of answers) {
    if (answer.event !== undefined) {
      const { childRef, type, payload, atUnixMs } = answer.event;
      if (!session.features.has("events")) continue;
      host.events.publish({ hubDeviceId: id, childRef, type, payload, atMs: Number(atUnixMs) });
    } else if (answer.data.length > MAX_MESSAGE_BYTES) {
      route.fail(session, answer.correlationId, tooLarge(answer.data.length));
    } else route.answer(session, answer);
  }
}
