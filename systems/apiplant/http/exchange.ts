/** One request, as the routes see it. */
import { ANONYMOUS, type Caller } from "../auth/caller.ts";
import { notAllowed, permitOf } from "../auth/permit.ts";
import { allowance, holds, seesHidden } from "../auth/rules.ts";
import type { Command, Committed, Operation } from "../commit/command.ts";
import { Refusal } from "../commit/refusal.ts";
import type { Idempotency } from "../event/event.ts";
import type { Json, JsonObject } from "../json/json.ts";
import type { ModelDefinition, StoredModel } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import { nearest } from "../model/nearest.ts";
import { ACTIONS } from "../model/rule.ts";
import { type Visibility, wrongQuery } from "../model/query_fields.ts";
import { shortened } from "../model/validate.ts";
import { isPersonal } from "../personal/personal_fields.ts";
import { JSON_ONLY, type JsonBody, parseBody, readBody } from "./body.ts";
import type { View } from "../stream/view.ts";
import { idempotencyOf } from "./conditions.ts";
import { mayGiveFile } from "./file_access.ts";
import { type Arrival, isLocalPeer, isOwnPage } from "./origin.ts";
import { presentInstance } from "./present.ts";
import { clientOf } from "./rate.ts";
import { report } from "./report.ts";
import { RequestAddress } from "./request_address.ts";
import { RequestHeaders } from "./request_headers.ts";
import type { Route } from "./route.ts";
import type { Running } from "./running.ts";
import type { Server } from "./server.ts";
import { withoutOthers } from "./without_others.ts";

/** What a wrong Idempotency-Key is refused with. */
const KEY_REFUSALS: ReadonlySet<string> = new Set(["idempotency_mismatch", "validation"]);

/** Parameters of every route. */
const COMMON_PARAMETERS = ["min-seq"];

/** Headers that say who asks, and from where. */
const CALLERS_HEADERS = ["authorization", "x-forwarded-for", "forwarded"];

const NO_NAMES: ReadonlySet<string> = new Set();

/** A request with what its route needs to answer it. */
export class Exchange {
  /** Segments of the path by the names of the route's parameters. */
  params: Readonly<Record<string, string>> = {};
  /** The route that was found. */
  route: Route | null = null;
  /** Who asks, as the request's credentials say. */
  caller: Caller = ANONYMOUS;
  #body: JsonBody | null = null;

  /** Made when a request has arrived and may be answered. */
  constructor(
    readonly server: Server,
    readonly request: Request,
    readonly headers: RequestHeaders,
    readonly address: RequestAddress,
    readonly requestId: string,
    readonly arrival: Arrival,
    /** Ends when the client goes, the server stops or the time is over. */
    readonly running: Running,
  ) {}

  /** Aborts when the request ends before its answer. */
  get signal(): AbortSignal {
    return this.running.signal;
  }

  /** Whether it comes from a program of this machine, and not from a page of another origin. */
  get local(): boolean {
    return isLocalPeer(this.arrival.peer, this.headers) && isOwnPage(this.arrival, this.server.config.server);
  }

  /** The name of the caller in events. */
  get actor(): string {
    return this.caller.actor;
  }

  /** Whether the caller may see and define code, and erase: while the server is open, programs of its machine; else admins. */
  get isOperator(): boolean {
    return this.caller.kind === "open" ? this.local : this.caller.isAdmin;
  }

  /** The client that streams and waiting pages are counted for. */
  get client(): string {
    return clientOf(this.caller, () => this.arrival.peer ?? "");
  }

  /** How much of events the caller sees. */
  get view(): View {
    if (seesHidden(this.caller)) return "all";
    return this.isOperator ? "whole" : this.caller.isAdmin ? "without code" : "plain";
  }

  /** Which fields the caller may name. */
  get visibility(): Visibility {
    return seesHidden(this.caller) ? "all" : "not hidden";
  }

  /**
   * An instance as the caller sees it, with data of this version of its model: without its data if that definition has not been learned
   * yet, or is not the present one any more. Throws `query` for a wrong `bigint`.
   */
  present(definition: ModelDefinition, instance: Instance, version: number = definition.version): JsonObject {
    const hidden = seesHidden(this.caller) ? NO_NAMES : this.server.hidden.of(definition, version);
    return presentInstance(
      definition,
      instance,
      this.parameter("bigint"),
      hidden ?? new Set(Object.keys(instance.data)),
    );
  }

  /** A request of the same caller that is answered within this one. */
  within(request: Request): Exchange {
    const { server, requestId, arrival, running } = this;
    for (const name of CALLERS_HEADERS) {
      const value = this.headers.get(name);
      if (value !== null) request.headers.set(name, value);
    }
    const headers = new RequestHeaders(request.headers), address = new RequestAddress(request.url);
    return new Exchange(server, request, headers, address, requestId, arrival, running);
  }

  /** The value of a parameter, or `null`. */
  parameter(name: string): string | null {
    return this.address.parameter(name);
  }

  /** A parameter that is `true` or `false`; `false` if it is left out. */
  flag(name: string): boolean {
    const value = this.parameter(name);
    if (value === null || value === "false") return false;
    if (value === "true" || value === "") return true;
    throw wrongQuery(`\`${name}\` must be true or false`, { parameter: name });
  }

  /** A parameter that is an integer. */
  integer(name: string, fallback: number, min: number, max: number): number {
    const text = this.parameter(name);
    if (text === null) return fallback;
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw wrongQuery(`\`${name}\` must be an integer from ${min} to ${max}`, { parameter: name });
  }

  /** Refuses parameters that the route does not have, and those that are there twice: nothing is ignored. */
  checkParameters(known: readonly string[]): void {
    if (this.address.search === "") return;
    const seen = new Set<string>();
    for (const name of this.address.parameters.keys()) {
      const all = [...known, ...COMMON_PARAMETERS];
      if (!all.some((one) => one === name || one.endsWith("[") && name.startsWith(one))) {
        const close = nearest(name, all.filter((one) => !one.endsWith("[")));
        const hint = close === null ? "" : `: did you mean ${close}?`;
        throw wrongQuery(`\`${shortened(name)}\` is not a parameter of this route${hint}`, {
          parameter: shortened(name),
        });
      }
      if (seen.has(name)) {
        throw wrongQuery(`\`${shortened(name)}\` must stand in the address once`, { parameter: shortened(name) });
      }
      seen.add(name);
    }
  }

  /** The body, read once. */
  async body(types: readonly string[] = JSON_ONLY): Promise<Json> {
    if (this.#body === null) {
      const bytes = await readBody(this, types, this.server.config.server.maxBody);
      this.#body = { bytes, value: parseBody(bytes) };
    }
    return this.#body.value;
  }

  /** How many bytes the body has that was read. */
  get bodySize(): number {
    return this.#body?.bytes.length ?? 0;
  }

  /** The model that the path names. Throws `not_found`. */
  model(): StoredModel {
    const id = this.params.id!, model = this.server.core.state.model(id);
    if (model !== null) return model;
    // Without credentials, a model that does not exist is like one that is not public.
    if (this.caller.kind === "anonymous") throw notAllowed(this.caller, shortened(id));
    throw new Refusal("not_found", `There is no model ${shortened(id)}`, { model: shortened(id) });
  }

  /** The definition of the model that the path names. */
  definition(): ModelDefinition {
    return this.model().definition;
  }

  /** An instance as the answer of a change has it: without its data if the caller may not read it. */
  changed(definition: ModelDefinition, instance: Instance): Instance {
    const allowed = allowance(this.caller, definition, "read");
    return holds(definition, allowed, instance) ? instance : { ...instance, data: {} };
  }

  /** Makes changes through the write path, which holds them to the rules of models. */
  async write(operations: readonly Operation[], batch = false): Promise<Committed> {
    const key = this.headers.has("idempotency-key") ? await this.#idempotency(operations) : undefined;
    try {
      const committed = await this.server.core.writer.write(this.#command(operations, batch, key));
      if (operations.some((one) => this.#isUnlearned(one))) await this.#learn(operations);
      return committed;
    } catch (error) {
      throw this.caller.isAdmin ? error : withoutOthers(error, (model) => this.#knows(model));
    }
  }

  async #idempotency(operations: readonly Operation[]): Promise<Idempotency | undefined> {
    const { actor, address } = this, path = address.pathname + address.search;
    const given = await idempotencyOf(this.request.method, this.headers, path, actor, this.#body?.bytes ?? null);
    return given && this.#hasPersonal(operations) ? await this.#keyed(given) : given;
  }

  #command(operations: readonly Operation[], batch: boolean, idempotency: Idempotency | undefined): Command {
    const { requestId, actor, running: signal, caller } = this;
    return {
      operations,
      batch,
      actor,
      ...(caller.kind === "open" ? {} : { permit: permitOf(caller, (file) => mayGiveFile(this.server, caller, file)) }),
      requestId,
      signal,
      ...(idempotency === undefined ? {} : { idempotency }),
    };
  }

  /**
   * Notes in the log what was changed beside it. The change stands already, and the answer can be the only place of a secret: so what
   * keeps the note from the log is an error record, and the request goes on. Rejects with a `Refusal` of the Idempotency-Key alone.
   */
  async note(what: string, name: string, payload: JsonObject): Promise<void> {
    try {
      await this.write([{ op: "configure", what, name, payload }]);
    } catch (error) {
      if (error instanceof Refusal && KEY_REFUSALS.has(error.code)) throw error;
      report(this.server, error, this.requestId);
    }
  }

  /** Whether the caller may do anything with instances of a model. */
  #knows(id: string): boolean {
    const model = this.server.core.state.model(id);
    return model !== null && ACTIONS.some((action) => allowance(this.caller, model.definition, action) !== "none");
  }

  /** Learns the definitions by which the answer to a change shows instances. What is committed stays so if they cannot be read. */
  async #learn(operations: readonly Operation[]): Promise<void> {
    const { hidden } = this.server;
    for (const one of operations) if ("model" in one) await hidden.learn(one.model).catch(() => {});
  }

  #isUnlearned(one: Operation): boolean {
    return "model" in one && !this.server.hidden.knows(one.model);
  }

  #hasPersonal(operations: readonly Operation[]): boolean {
    const { state } = this.server.core;
    return operations.some((one) => {
      const model = "model" in one ? state.model(one.model) : null;
      return model !== null && isPersonal(model.definition);
    });
  }

  /** A digest of a request with personal data could be guessed, and stays in the log: the servers' key hides it. */
  async #keyed({ key, hash }: Idempotency): Promise<Idempotency> {
    return { key, hash: `hmac-sha256:${await this.server.core.hmac(hash)}` };
  }
}
