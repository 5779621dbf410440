/**
 * The services of a session.
 *
 * @module
 */
import { type CallContext, GrpcError, implement, type MessageStream, type ServiceImplementation } from "@fluxwire/grpc";
import { statusOf } from "../device/device_error.ts";
import type { Method, MethodContext } from "../device/method.ts";
import { ExporterStatus } from "../generated/jumpstarter/v1/common_pb.ts";
import {
  type DriverCallRequest,
  type DriverCallResponse,
  DriverCallResponseSchema,
  EndSessionResponseSchema,
  GetReportResponseSchema,
  GetStatusResponseSchema,
  type LogStreamResponse,
  LogStreamResponseSchema,
  ResetResponseSchema,
  type StreamingDriverCallRequest,
  type StreamingDriverCallResponse,
  StreamingDriverCallResponseSchema,
} from "../generated/jumpstarter/v1/jumpstarter_pb.ts";
import type { StreamRequest, StreamResponse } from "../generated/jumpstarter/v1/router_pb.ts";
import { create } from "../protobuf.ts";
import { EXPORTER, ROUTER } from "../wire/services.ts";
import { fromValue, toValue } from "../wire/value.ts";
import { driverStream } from "./driver_stream.ts";
import { checkedArguments, contextOf, methodOf } from "./invoke.ts";
import { reportsOf } from "./report.ts";
import type { Lent } from "./lent.ts";
import type { Session } from "./session.ts";
import { statusName } from "./status.ts";
import { streamTarget } from "./stream_target.ts";
import type { Node } from "./tree.ts";

/** What a session serves. */
export function servicesOf(session: Session): ServiceImplementation[] {
  const exporter = implement(EXPORTER, {
    getReport() {
      const { uuid, labels, motd, tree } = session;
      return create(GetReportResponseSchema, { uuid, labels: { ...labels }, motd, reports: reportsOf(tree.root) });
    },
    driverCall(request, context) {
      checkCallable(session);
      return driverCall(session, request, context);
    },
    streamingDriverCall(request, context) {
      checkCallable(session);
      return streamingCall(session, request, context);
    },
    logStream(_, context) {
      context.sendHeaders();
      return logRecords(session, context);
    },
    async reset() {
      await session.tree.reset();
      return create(ResetResponseSchema);
    },
    getStatus() {
      const { status, message, version, previous } = session.status;
      const previousStatus = previous ?? undefined;
      return create(GetStatusResponseSchema, { status, message, statusVersion: BigInt(version), previousStatus });
    },
    endSession() {
      return create(EndSessionResponseSchema, session.endSession());
    },
  });
  const router = implement(ROUTER, {
    stream(requests, context) {
      checkCallable(session);
      return byteStream(session, requests, context);
    },
  });
  return [exporter, router];
}

/** The states in which devices are not for clients: no session, or one that has failed. */
const NOT_CALLABLE: ReadonlySet<ExporterStatus> = new Set([
  ExporterStatus.OFFLINE,
  ExporterStatus.AVAILABLE,
  ExporterStatus.BEFORE_LEASE_HOOK_FAILED,
]);

function checkCallable({ status: { status } }: Session): void {
  if (!NOT_CALLABLE.has(status)) return;
  throw new GrpcError("FAILED_PRECONDITION", `Exporter not ready for driver calls (status: ${statusName(status)})`);
}

function nodeOf(session: Session, uuid: string): Node {
  const node = session.tree.find(uuid);
  if (node === null) throw new GrpcError("UNKNOWN", `no driver has the uuid ${JSON.stringify(uuid)}`);
  return node;
}

/** Aborts when a call ends before its method, and when the session ends. */
function signalOf(session: Session, { signal }: CallContext): AbortSignal {
  return AbortSignal.any([signal, session.signal]);
}

/** A call of a method. */
interface MethodCall {
  readonly session: Session;
  readonly node: Node;
  readonly name: string;
  readonly context: CallContext;
  /** Gets the loans of the call, which end with it. */
  readonly lent: Lent[];
}

/** The arguments of a call, with resources in place of their handles, and the context behind them. */
function argumentsOf(
  { session, node, name, context, lent }: MethodCall,
  { schemas }: Method,
  args: unknown[],
): [...unknown[], MethodContext] {
  const checked = checkedArguments(name, schemas, args);
  const values = checked.map((value, index) => {
    const { resource } = schemas[index]!.facts;
    if (resource === undefined || value === undefined) return value;
    const taker = { method: name, signal: signalOf(session, context) };
    const loan = session.resources.take(value, resource, node.uuid, taker);
    lent.push(loan);
    return loan.stream;
  });
  return [...values, contextOf(node, name, () => signalOf(session, context), session.log)];
}

async function driverCall(
  session: Session,
  { uuid, method: name, args }: DriverCallRequest,
  context: CallContext,
): Promise<DriverCallResponse> {
  const node = nodeOf(session, uuid), method = methodOf(node, name, "call"), lent: Lent[] = [];
  const call = { session, node, name, context, lent };
  try {
    const value = await method.run(...argumentsOf(call, method, args.map(fromValue)));
    for (const loan of lent.splice(0)) await loan.release(null);
    return create(DriverCallResponseSchema, { uuid: crypto.randomUUID(), result: toValue(value) });
  } catch (error) {
    for (const loan of lent) await loan.release(error);
    throw logged(session, node, name, error);
  }
}

async function* streamingCall(
  session: Session,
  { uuid, method: name, args }: StreamingDriverCallRequest,
  context: CallContext,
): AsyncGenerator<StreamingDriverCallResponse> {
  const node = nodeOf(session, uuid), method = methodOf(node, name, "stream"), lent: Lent[] = [];
  const call = { session, node, name, context, lent };
  let failure: unknown = null;
  try {
    for await (const item of method.run(...argumentsOf(call, method, args.map(fromValue)))) {
      yield create(StreamingDriverCallResponseSchema, { uuid: crypto.randomUUID(), result: toValue(item, "item") });
    }
  } catch (error) {
    failure = error;
    throw logged(session, node, name, error);
  } finally {
    for (const loan of lent) await loan.release(failure);
  }
}

function byteStream(
  session: Session,
  requests: MessageStream<StreamRequest>,
  context: CallContext,
): AsyncGenerator<StreamResponse> {
  const target = streamTarget(context.metadata);
  const node = nodeOf(session, target.uuid);
  if (target.kind === "resource") return session.resources.serve(node.uuid, target.encoding, requests, context);
  const method = methodOf(node, target.method, "bytes");
  const own = contextOf(node, target.method, () => signalOf(session, context), session.log);
  return driverStream(() => method.run(own), requests, context);
}

async function* logRecords({ log }: Session, { signal }: CallContext): AsyncGenerator<LogStreamResponse> {
  for await (const record of log.read(signal)) yield create(LogStreamResponseSchema, { uuid: "", ...record });
}

/** The status for what a method has thrown; what the client did not cause is logged. */
function logged(session: Session, { path }: Node, name: string, error: unknown): GrpcError {
  const status = statusOf(error);
  const place = path === "" ? name : `${path}.${name}`;
  session.log.add("WARNING", `${place} failed with ${status.code}: ${status.details}`);
  return status;
}
