/**
 * `DriverHostService`: driver sessions, and events of hubs.
 *
 * @module
 */
import { type CallContext, GrpcError, implement, type ServiceImplementation } from "@fluxwire/grpc";
import { onAbort, TIMED_OUT, within } from "@fluxwire/transport";
import type { DriverMessage, Hello, HostMessage, SubscribeHubRequest } from "../generated/nx/driver/v1/driver_pb.ts";
import { type HubEvent, HubEventSchema } from "../hostrpc.ts";
import { DriverSession } from "../host/driver_session.ts";
import type { NxHost } from "../host/nx_host.ts";
import type { NxService } from "../host/nx_service.ts";
import { HOST_NAME } from "../host/version.ts";
import { create } from "../protobuf.ts";
import { ProxyError } from "../routing/failures.ts";
import { checkPermission } from "../routing/permission.ts";
import { grpcErrorOf, tokenOf } from "./call_facts.ts";
import { DRIVER_HOST } from "./definitions.ts";
import { Outbox } from "./outbox.ts";

/** How long a driver has for its hello, in milliseconds. */
const HELLO_MS = 5_000;
/** From one look at a driver's health to the next, in milliseconds. */
const HEALTH_MS = 10_000;

/** The service of a host. */
export function driverHost(host: NxHost): ServiceImplementation {
  return implement(DRIVER_HOST, {
    openDriverSession: (messages, context) => session(host, messages, context),
    subscribeHub: (request, context) => subscription(host, request, context),
  });
}

async function* session(
  host: NxHost,
  messages: AsyncIterableIterator<DriverMessage>,
  context: CallContext,
): AsyncGenerator<HostMessage> {
  const launch = host.launches.find(tokenOf(context));
  if (launch === null) throw new GrpcError("UNAUTHENTICATED", "a driver session needs the token of its launch");
  const first = await within(messages.next(), HELLO_MS, host.clock);
  if (first === TIMED_OUT) throw new GrpcError("DEADLINE_EXCEEDED", "no hello within 5 s");
  if (first.done || first.value.kind.case !== "hello") {
    throw new GrpcError("FAILED_PRECONDITION", "the first message must be a hello");
  }
  if (launch.session !== null) throw new GrpcError("ALREADY_EXISTS", "this launch has a driver session already");
  const hello = first.value.kind.value, service = host.service(launch.instance.instanceId);
  const otherwise = differenceOf(hello, service);
  if (otherwise !== null) {
    service.running?.refuse(otherwise);
    throw new GrpcError("PERMISSION_DENIED", otherwise);
  }
  const outbox = new Outbox<HostMessage>();
  using stream = launch.stream();
  const session = new DriverSession(hello, {
    send: (message) => outbox.push(message),
    clock: host.clock,
    events: {
      started: () => launch.changed(),
      health: () => {},
      log: (level, message, fields) => host.log(service, level, message, fields),
    },
  });
  const end = () => outbox.close();
  for (const signal of [context.signal, stream.signal]) onAbort(signal, end);
  const { instanceId, hubDeviceId, childRef } = launch.instance;
  const features = ["cancel", "events", "publisher"];
  session.send({ case: "welcome", value: { host: HOST_NAME, instanceId, features, healthIntervalMs: HEALTH_MS } });
  launch.session = session;
  if (hubDeviceId !== null) {
    session.send({ case: "bindHub", value: { hubDeviceId, childRef: childRef ?? "" } });
    session.send({ case: "hubState", value: host.hubState(hubDeviceId) });
  }
  read(session, messages).then(end, end);
  try {
    yield* outbox;
  } finally {
    session.end();
    if (launch.session === session) launch.session = null;
  }
}

async function read(session: DriverSession, messages: AsyncIterable<DriverMessage>): Promise<void> {
  for await (const message of messages) session.receive(message);
}

/** What a driver says of itself that is not so in the instances file; null for nothing. */
function differenceOf({ deviceId, driverId, driverType }: Hello, { instance }: NxService): string | null {
  if (deviceId !== instance.deviceId) return `it says it is device ${deviceId}, not ${instance.deviceId}`;
  if (driverId !== instance.driverId) return `it says it is ${driverId}, not ${instance.driverId}`;
  if (driverType === instance.driverType || (driverType === "DEVICE" && instance.driverType === "UI")) return null;
  return `it says it is a ${driverType}, not a ${instance.driverType}`;
}

async function* subscription(
  host: NxHost,
  { hubDeviceId, childRef }: SubscribeHubRequest,
  context: CallContext,
): AsyncGenerator<HubEvent> {
  const caller = host.launches.callerOf(tokenOf(context));
  try {
    const isOwnHub = caller.kind === "instance" && caller.deviceId === hubDeviceId;
    if (!isOwnHub) checkPermission(caller, { hubDeviceId, childRef }, host.requireToken);
    if (childRef === "*" && caller.kind === "instance" && !isOwnHub) {
      throw new ProxyError("Forbidden", "all events are for the hub itself and for operators");
    }
    if (host.router.route(hubDeviceId) === null) {
      throw new ProxyError("HubUnknown", `no HUB instance has the device id ${JSON.stringify(hubDeviceId)}`);
    }
  } catch (error) {
    throw grpcErrorOf(error);
  }
  context.sendHeaders();
  for await (const event of host.events.subscribe({ hubDeviceId, childRef }, context.signal)) {
    const { atMs, missed, ...rest } = event;
    yield create(HubEventSchema, { ...rest, atUnixMs: BigInt(Math.trunc(atMs)), missed: BigInt(missed) });
  }
}
