/**
 * A driver host, as the console shows it: hubs and their children as a tree, what they have published, commands that are
 * followed, its log.
 *
 * @module
 */
import { SYSTEM_CLOCK } from "@fluxwire/transport";
import {
  type Acted,
  type Action,
  type ActRequest,
  type ConsoleSource,
  type ErrorJson,
  explained,
  type LineRing,
  type Operation,
  Runs,
  systemOperations,
  type TreeNode,
  withoutPaths,
} from "@fluxwire/console";
import { failing } from "@fluxwire/command/failing";
import { RULES } from "../cli/error_rules.ts";
import type { NxStatus } from "../host/status.ts";
import type { ShownEndpoint } from "../publish/last_published.ts";
import { commandSteps, type SentStep } from "./command_run.ts";
import { HostLink } from "./host_link.ts";
import { hubEvents, type SentHubEvent } from "./hub_event_run.ts";
import { endpointActions, instanceActions, payloadOf, topicOf } from "./instance_actions.ts";
import { type House, nodesBelow, type Place, placeOf, rootsOf } from "./instance_node.ts";

/** The source of a driver host, which need not run yet. */
export class NxSource implements ConsoleSource {
  readonly id: string;
  readonly kind = "nx";
  readonly title: string;
  readonly panels = ["map", "logs"] as const;
  readonly #link: HostLink;
  readonly #runs = new Runs(SYSTEM_CLOCK, shownError);
  readonly operations: Readonly<Record<string, Operation>> = systemOperations({
    tree: (under) => explained(() => this.#tree(under), shownError),
    actions: (node) => explained(() => this.#actions(node), shownError),
    act: (request, signal) => explained(() => this.#act(request, signal), shownError),
    stop: (run) => this.#runs.stop(run),
  });

  /** @param path The host's control socket. */
  constructor(id: string, title: string, path: string) {
    this.id = id;
    this.title = title;
    this.#link = new HostLink(path);
  }

  /** `logs`, `tree` and the runs of commands. */
  stream(name: string): LineRing | null {
    if (name === "logs") return this.#link.logs;
    return name === "tree" ? this.#link.changes : this.#runs.stream(name);
  }

  /** Ends runs, and looks no more. */
  async close(): Promise<void> {
    await Promise.all([this.#runs.close(), this.#link.close()]);
  }

  async #tree(under: string | null): Promise<readonly TreeNode[]> {
    const status = await this.#link.status(), house = this.#house(status);
    if (under === null) return rootsOf(house);
    const place = placeOf(under);
    return place?.is === "instance" ? nodesBelow(place.id, house) : [];
  }

  async #actions(node: string): Promise<readonly Action[]> {
    const status = await this.#link.status(), place = placeOf(node);
    if (place === null || place.is === "variable") return [];
    if (place.is === "endpoint") return endpointActions(this.#endpoint(status, place));
    return instanceActions(serviceOf(status, place.id));
  }

  async #act({ node, action, args }: ActRequest, signal: AbortSignal): Promise<Acted> {
    const status = await this.#link.status(), place = placeOf(node);
    const isKnown = (await this.#actions(node)).some(({ id }) => id === action);
    if (place === null || !isKnown) throw new RangeError(`Cannot do ${action} here`);
    const { id } = place;
    if (place.is === "endpoint") {
      const json = payloadOf(this.#endpoint(status, place), args[0]);
      return this.#followed(status, `${id}.${place.key}`, { verb: "command", service: id, args: [place.key, json] });
    }
    switch (action) {
      case "command":
        return this.#followed(status, id, { verb: "command", service: id, args: textsOf(args) });
      case "ask the hub": {
        const { hubDeviceId, childRef } = serviceOf(status, id).child!;
        const names = [hubDeviceId ?? "", childRef ?? ""];
        return this.#followed(status, id, { verb: "proxy", service: null, args: [...names, ...textsOf(args)] });
      }
      case "events": {
        const asked = { verb: "events", service: null, args: [...topicOf(serviceOf(status, id))!, "begun"] };
        return {
          run: this.#runs.values((signal) =>
            hubEvents((onEvent) =>
              this.#link.ask(asked, { signal, onEvent: (event) => onEvent(event as SentHubEvent) })
            )
          ),
        };
      }
      default:
        return { result: await this.#link.ask({ verb: action, service: id }, { signal }) };
    }
  }

  /** A run with each step of a command. */
  #followed(
    status: NxStatus,
    target: string,
    question: { verb: string; service: string | null; args: readonly string[] },
  ): Acted {
    const names = new Map(status.services.map(({ deviceId, id }) => [deviceId, id]));
    const asked = { ...question, args: [...question.args, "steps"] };
    const send = (signal: AbortSignal, onStep: (step: SentStep) => void) => {
      return this.#link.ask(asked, { signal, onEvent: (event) => onStep(event as SentStep) });
    };
    return { run: this.#runs.values((signal) => commandSteps(send, { target, names, signal })) };
  }

  #house({ services }: NxStatus): House {
    return { services, device: (deviceId) => this.#link.device(deviceId) };
  }

  #endpoint(status: NxStatus, { id, key }: Place & { key: string }): ShownEndpoint {
    const device = this.#link.device(serviceOf(status, id).deviceId);
    const found = device?.endpoints.find((endpoint) => endpoint.key === key);
    if (found === undefined) throw new RangeError(`Cannot find the endpoint ${key} of ${id}`);
    return found;
  }
}

function serviceOf({ services }: NxStatus, id: string): NxStatus["services"][number] {
  const service = services.find((one) => one.id === id);
  if (service === undefined) throw new RangeError(`Cannot find the instance ${id}`);
  return service;
}

function textsOf(args: readonly unknown[]): string[] {
  return args.map((value) => typeof value === "string" ? value : JSON.stringify(value));
}

/** What failed, with a code and a remedy. */
function shownError(error: unknown): ErrorJson {
  const { failure: { code, message, hint } } = failing(error, { command: "fluxwire nx", rules: RULES });
  return { code, message: withoutPaths(message), remedy: hint };
}
