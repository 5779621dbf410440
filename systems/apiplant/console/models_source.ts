/** A model server as the console shows it: over HTTP, so any server of this kind. */
import {
  type ActRequest,
  type ConsoleSource,
  type LineRing,
  type Operation,
  type RowsRequest,
  type SentFile,
  systemOperations,
} from "@fluxwire/console";
import type { Acted, Action, ModelOutcome, Rows, TreeNode } from "@fluxwire/console/api";
import { UsageError } from "@fluxwire/command";
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import { actionOf, type Deed, type Path } from "./deed.ts";
import { Events } from "./events.ts";
import { Files } from "./files.ts";
import { Hooks } from "./hooks.ts";
import { Instances } from "./instances.ts";
import { Keys } from "./keys.ts";
import { Letters } from "./letters.ts";
import { ModelServer } from "./model_server.ts";
import { Models } from "./models.ts";
import { Reports } from "./reports.ts";
import { Service } from "./service.ts";
import { Webhooks } from "./webhooks.ts";

/** What a source is made of. */
export interface ModelsSourceOptions {
  /** Its id in the console. */
  readonly id: string;
  /** The server's address, with its mount-path. */
  readonly address: string;
  /** What each request carries; only this server gets it. `null` for none. */
  readonly key: string | null;
  /** The timers. @default {SYSTEM_CLOCK} */
  readonly clock?: Clock;
}

/** The source of a model server. */
export class ModelsSource implements ConsoleSource {
  readonly id: string;
  readonly kind = "models";
  readonly title: string;
  readonly panels = ["grid", "events"] as const;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #service: Service;
  readonly #models: Models;
  readonly #instances: Instances;
  readonly #files: Files;
  readonly #hooks: Hooks;
  readonly #keys: Keys;
  readonly #webhooks: Webhooks;
  readonly #letters: Letters;
  readonly #reports: Reports;
  readonly #events: Events;
  readonly #deeds: Readonly<Record<string, readonly Deed[]>>;

  /**
   * Asks nothing yet.
   *
   * @throws {RangeError} For an address that cannot be a model server's, or a key that no header can have.
   */
  constructor({ id, address, key, clock = SYSTEM_CLOCK }: ModelsSourceOptions) {
    const server = new ModelServer(address, key);
    this.id = id;
    this.title = server.title;
    this.#service = new Service(server);
    this.#instances = new Instances(server);
    this.#models = new Models(server, this.#instances);
    this.#files = new Files(server);
    this.#hooks = new Hooks(server);
    this.#keys = new Keys(server);
    this.#webhooks = new Webhooks(server);
    this.#letters = new Letters(server, this.#webhooks);
    this.#reports = new Reports(server);
    this.#events = new Events(server, clock);
    this.#deeds = {
      server: this.#service.deeds,
      models: this.#models.deeds,
      model: this.#models.oneDeeds,
      instance: this.#instances.deeds,
      hook: this.#hooks.deeds,
      keys: this.#keys.deeds,
      key: this.#keys.oneDeeds,
      webhooks: this.#webhooks.deeds,
      webhook: this.#webhooks.oneDeeds,
      letters: [],
      records: [],
      findings: [],
      letter: this.#letters.deeds,
      file: this.#files.deeds,
    };
    this.operations = systemOperations({
      tree: (under, signal) => this.#tree(under, signal),
      actions: (node) => Promise.resolve(this.#actions(node)),
      act: (request, signal) => this.#act(request, signal),
      stop: () => {/* No action of it goes on. */},
      rows: (request, signal) => this.#rows(request, signal),
    });
  }

  /** `events` has an `EventLine` in each line, `tree` says when models change. */
  stream(name: string): LineRing | null {
    if (name === "events") return this.#events.lines;
    return name === "tree" ? this.#events.tree : null;
  }

  /** Uploads a file: the outcome is the value of a field that takes files. */
  async take(file: SentFile, signal: AbortSignal): Promise<ModelOutcome<string>> {
    return await this.#files.take(file, signal);
  }

  /** Gives a file that a field has, by the id of its value. */
  async give(file: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    return await this.#files.give(placeOf(`file:${file}`).path, signal);
  }

  /** Ends its streams. */
  async close(): Promise<void> {
    await this.#events[Symbol.asyncDispose]();
  }

  async #tree(under: string | null, signal: AbortSignal): Promise<readonly TreeNode[]> {
    if (under === null) return [await this.#service.node(signal), ...FOLDERS];
    const { kind, path } = placeOf(under);
    if (kind === "models") return await this.#models.nodes(signal);
    return kind === "model" ? await this.#hooks.nodes(path[0]!, signal) : [];
  }

  #actions(node: string): Action[] {
    return this.#deedsOf(placeOf(node).kind).map(actionOf);
  }

  async #act({ node, action, args }: ActRequest, signal: AbortSignal): Promise<Acted> {
    const { kind, path } = placeOf(node), found = this.#deedsOf(kind).find(({ id }) => id === action);
    if (found === undefined) throw new UsageError(`Cannot do ${action} at ${node}`);
    return { result: await found.run(path, args, signal) };
  }

  async #rows(request: RowsRequest, signal: AbortSignal): Promise<Rows> {
    const { kind, path } = placeOf(request.node);
    if (kind === "models") return await this.#models.rows(signal);
    if (kind === "model") return await this.#instances.rows(path[0]!, request, signal);
    if (kind === "keys") return await this.#keys.rows(signal);
    if (kind === "webhooks") return await this.#webhooks.rows(signal);
    if (kind === "letters") return await this.#letters.rows(signal);
    if (kind === "records") return await this.#reports.records(request.query, signal);
    if (kind === "findings") return await this.#reports.findings(signal);
    throw new UsageError(`Cannot list the rows of ${request.node}`);
  }

  #deedsOf(kind: string): readonly Deed[] {
    if (Object.hasOwn(this.#deeds, kind)) return this.#deeds[kind]!;
    throw new UsageError(`Cannot find a node of the kind ${kind}`);
  }
}

/** The nodes that every server has. */
const FOLDERS: readonly TreeNode[] = [
  ["models", "Models"],
  ["letters", "Dead letters"],
  ["records", "Errors"],
  ["findings", "Findings"],
  ["keys", "Keys"],
  ["webhooks", "Webhooks"],
].map(
  ([id, title]) => ({
    id: id!,
    title: title!,
    kind: "folder",
    hasChildren: id === "models",
    hasRows: true,
    state: null,
    problem: null,
    facts: [],
  }),
);

/** The ids of models, instances, hooks, keys and events: none leads out of its route. */
const WORD = /^[A-Za-z0-9][A-Za-z0-9._~-]*$/;

/** The kind of a node's id, and the words behind it. */
function placeOf(node: string): { readonly kind: string; readonly path: Path } {
  const [kind = "", rest = ""] = node.split(":", 2), path = rest === "" ? [] : rest.split("/");
  if (!path.every((word) => WORD.test(word))) throw new UsageError(`Cannot find the node ${node}`);
  return { kind, path };
}
