/**
 * Finds the hub of a command by its device id, and by nothing else.
 *
 * @module
 */
import type { Clock } from "@fluxwire/transport";
import type { CallStep, RouteStep } from "./call_steps.ts";
import { ProxyError } from "./failures.ts";
import { HubRoute } from "./hub_route.ts";
import type { CallOptions, CommandRequest, HubAnswer } from "./hub_session.ts";

/** A hub that commands can be for. */
export interface KnownHub {
  /** Its device id. */
  readonly deviceId: string;
  /** How long a command may take, in milliseconds. */
  readonly proxyTimeoutMs: number;
  /** Says why it has no session. */
  readonly explain: () => string;
}

/** How long a look for children may take, in milliseconds. */
const DISCOVERY_MS = 60_000;

/** The ways to all hubs of a host. */
export class Router {
  readonly #routes: ReadonlyMap<string, { hub: KnownHub; route: HubRoute }>;
  #lastId = 0;
  #isStopping = false;

  /** Routes to hubs, which have no sessions yet. */
  constructor(
    hubs: readonly KnownHub[],
    { clock, onStep = () => {} }: { clock: Clock; onStep?: (step: CallStep) => void },
  ) {
    const nextId = () => (++this.#lastId).toString(36);
    this.#routes = new Map(hubs.map((hub) => {
      const { deviceId: hubDeviceId, explain } = hub;
      const own = { clock, nextId, explain, onStep: (step: RouteStep) => onStep({ ...step, hubDeviceId }) };
      return [hubDeviceId, { hub, route: new HubRoute(own) }];
    }));
  }

  /** The way to a hub; null if no instance has this device id. */
  route(deviceId: string): HubRoute | null {
    return this.#routes.get(deviceId)?.route ?? null;
  }

  /** Refuses every call from now on. */
  stop(): void {
    this.#isStopping = true;
  }

  /**
   * Sends a command to its hub, and gives the answer.
   *
   * @throws {ProxyError} why there is none.
   */
  async call(
    hubDeviceId: string,
    request: CommandRequest,
    options: Omit<CallOptions, "limitMs">,
  ): Promise<HubAnswer> {
    if (this.#isStopping) throw new ProxyError("HostStopping", "the host stops");
    const found = this.#routes.get(hubDeviceId);
    if (found === undefined) {
      throw new ProxyError("HubUnknown", `no HUB instance has the device id ${JSON.stringify(hubDeviceId)}`);
    }
    const limitMs = request.control === "DISCOVER" ? DISCOVERY_MS : found.hub.proxyTimeoutMs;
    return await found.route.call(request, { ...options, limitMs });
  }
}
