/**
 * A child's way to its hub, over the host.
 *
 * @module
 */
import type { Channel } from "@fluxwire/grpc";
import { ProxyCommandRequestSchema } from "../hostrpc.ts";
import { create } from "../protobuf.ts";
import { DRIVER_HOST, HOST_PROXY } from "../rpc/definitions.ts";
import { SubscribeHubRequestSchema } from "../generated/nx/driver/v1/driver_pb.ts";
import { dataOf } from "./command_result.ts";
import type { HubCommandOptions, HubProxy } from "./context.ts";
import type { HubEvent } from "./definition.ts";
import { type HostLink, nxErrorOf } from "./host_link.ts";
import { codeOf, NxError } from "./nx_error.ts";

/** The hub that a child is bound to. */
export interface Binding {
  readonly hubDeviceId: string;
  readonly childRef: string;
}

/** The binding that a configuration has; null without a hub. */
export function bindingOf(config: unknown): Binding | null {
  if (typeof config !== "object" || config === null) return null;
  const { hub_device_id: hubDeviceId, child_ref: childRef = "" } = config as Record<string, unknown>;
  if (typeof hubDeviceId !== "string" || hubDeviceId === "" || typeof childRef !== "string") return null;
  return { hubDeviceId, childRef };
}

/** The hub of a child. */
export class ChildLink implements HubProxy {
  readonly #link: HostLink;
  #binding: Binding | null;
  #isConnected = false;

  /** @param binding What the configuration says. */
  constructor(link: HostLink, binding: Binding | null) {
    this.#link = link;
    this.#binding = binding;
  }

  /** The hub; null for none. */
  get binding(): Binding | null {
    return this.#binding;
  }

  /** Whether the hub has a session. */
  get isConnected(): boolean {
    return this.#binding !== null && this.#isConnected && this.#link.isConnected;
  }

  set isConnected(value: boolean) {
    this.#isConnected = value;
  }

  /** The host says which hub it is; a name that it leaves open stays as configured. */
  bind({ hubDeviceId, childRef }: Binding): void {
    this.#binding = { hubDeviceId, childRef: childRef || (this.#binding?.childRef ?? "") };
  }

  /** As {@link HubProxy.command}. */
  async command(endpointKey: string, value: unknown, options: HubCommandOptions = {}): Promise<unknown> {
    if (this.#binding === null) throw new NxError("HubUnavailable", "hub not bound");
    const { hubDeviceId, childRef } = this.#binding,
      { timeoutMs, waitMs, signal, correlationId = crypto.randomUUID() } = options;
    const request = create(ProxyCommandRequestSchema, {
      ...{ hubDeviceId, childRef, endpointKey },
      payload: dataOf(value),
      correlationId,
    });
    const metadata = waitMs === undefined ? undefined : { "nx-wait-ms": String(Math.trunc(waitMs)) };
    const { success, message, data, code } = await this.#link.channel.client(HOST_PROXY)
      .proxyCommand(request, { timeoutMs, signal, metadata })
      .catch((error) => Promise.reject(nxErrorOf(error)));
    if (!success) throw new NxError(codeOf(code), message);
    return valueOf(data);
  }

  /** Gives the hub's events until the connection ends. @throws {GrpcError} why the host gives none. */
  async follow(channel: Channel, onEvent: (event: HubEvent) => Promise<void>): Promise<void> {
    if (this.#binding === null) return;
    const request = create(SubscribeHubRequestSchema, this.#binding);
    for await (const { type, payload, atUnixMs, missed } of channel.client(DRIVER_HOST).subscribeHub(request)) {
      await onEvent({ type, payload: valueOf(payload) ?? null, atMs: Number(atUnixMs), missed: Number(missed) });
    }
  }
}

/** The value of JSON; other bytes as they are; undefined for no bytes. */
function valueOf(data: Uint8Array): unknown {
  if (data.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(data));
  } catch {
    return data;
  }
}
