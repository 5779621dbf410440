/** A server in memory that listens on a free port, for tests. */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { Config } from "../../config/config.ts";
import { readConfig } from "../../config/read.ts";
import { textOf } from "../../config/secrets.ts";
import { idMaker } from "../../event/new_id.ts";
import type { Event } from "../../event/event.ts";
import { fileChecks } from "../../files/file_checks.ts";
import { FileStore } from "../../files/file_store.ts";
import { Files } from "../../files/files.ts";
import type { PreCall } from "../../hooks/runner.ts";
import type { HookDefinition } from "../../model/definition.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import { parseExact } from "../../json/parse.ts";
import { stringifyExact } from "../../json/stringify.ts";
import { modelRules } from "../../model/rules.ts";
import { type RunningCore, type RunningHooks, startCore } from "../../server/start_core.ts";
import { MemoryEventStorage } from "../../storage/memory/event_storage.ts";
import { MemoryModelStorage } from "../../storage/memory/model_storage.ts";
import { MemorySecureStorage } from "../../storage/memory/secure_storage.ts";
import type { ErrorRecord, EventStorage, ModelStorage, SecureStorage } from "../../storage/roles.ts";
import { messageView } from "../../webhooks/message_view.ts";
import { Webhooks, type WebhooksOptions } from "../../webhooks/webhooks.ts";
import { serveHttp, type Serving } from "../serve.ts";
import type { ServerExtras } from "../server.ts";

/** What a test's pre hooks do. */
export type PreHook = (call: PreCall) => Promise<Json | undefined> | Json | undefined;

/** What a test changes. */
export interface ServedOptions extends Pick<ServerExtras, "dead" | "maintenance"> {
  /** Lines of TOML. */
  readonly config?: string;
  /** Where it listens; a free port of 127.0.0.1 if it is left out. */
  readonly address?: string;
  /** The folder of static files. */
  readonly public?: string;
  readonly pre?: PreHook;
  /** Gets the events whose post hooks would run. */
  readonly post?: (events: readonly Event[]) => void;
  readonly check?: (hook: Omit<HookDefinition, "revision">) => Promise<void>;
  readonly log?: EventStorage;
  readonly models?: ModelStorage;
  /** Where keys of personal data are, and whether they outlive the process. */
  readonly secure?: SecureStorage;
  readonly keepsSecrets?: boolean;
  readonly clock?: Clock;
  /** What its webhooks depend on. */
  readonly webhooks?: Partial<WebhooksOptions>;
  /** Changes the core before it is served. */
  readonly core?: (core: RunningCore) => RunningCore;
}

/** An answer with its body read. */
export interface Got {
  readonly status: number;
  readonly headers: Headers;
  /** The body as JSON; `null` without a body. */
  readonly body: JsonObject & { readonly error?: JsonObject };
  readonly text: string;
}

/** A request of a test. */
export interface Ask {
  readonly method?: string;
  /** Sent as JSON with its content type. */
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
  /** A body that is sent as it is. */
  readonly raw?: BodyInit;
  /** The key or token that it has. */
  readonly key?: string | null;
}

/** A server that a test uses. It must be disposed. */
export class Served implements AsyncDisposable {
  private constructor(
    readonly core: RunningCore,
    readonly serving: Serving,
    readonly config: Config,
    readonly records: readonly ErrorRecord[],
    readonly stop: AbortController,
    readonly files: Files,
    readonly webhooks: Webhooks,
    /** The key that may do everything, of a server that asks for credentials. */
    readonly adminKey: string | null,
  ) {}

  /** Starts one. */
  static async start(options: ServedOptions = {}): Promise<Served> {
    const { clock = SYSTEM_CLOCK, log = new MemoryEventStorage() } = options, records: ErrorRecord[] = [];
    const lines = `[server]\nmount-address = "${options.address ?? "127.0.0.1:0"}"\npublic = "${
      options.public ?? "/nonexistent"
    }"\n${options.config ?? ""}`;
    const { config } = readConfig(lines, "config.toml", () => undefined);
    const store = new FileStore(`${Deno.env.get("TMPDIR") ?? "/tmp"}/fluxwire-served-${crypto.randomUUID()}`);
    const hooks: RunningHooks = {
      check: (_model, hook) => options.check?.(hook) ?? Promise.resolve(),
      pre: async (call) => await options.pre?.(call),
      applied: () => {},
      post: (events) => Promise.resolve(options.post?.(events)),
      start: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    const started = await startCore({
      id: "server-a",
      log,
      models: options.models ?? new MemoryModelStorage(),
      ...options.secure && { secure: options.secure },
      keepsSecrets: options.keepsSecrets ?? false,
      errors: {
        log: (record) => void records.push(record),
        list: () => records,
        [Symbol.asyncDispose]: () => Promise.resolve(),
      },
      rules: modelRules(config.limits),
      hooks: () => hooks,
      files: fileChecks(store, () => clock.now()),
      newId: idMaker(SYSTEM_CLOCK),
      random: Math.random,
      patienceMs: config.server.requestTimeout,
      maxReferring: config.limits.batchMax,
      maxPayloadBytes: config.limits.payloadMax,
    });
    const core = options.core?.(started) ?? started, stop = new AbortController();
    const { dead, maintenance } = options;
    const files = new Files({ store, core, clock, keepMs: config.files.keep, warn: () => {} });
    const webhooks = await Webhooks.start({
      core,
      secure: options.secure ?? new MemorySecureStorage(),
      losesSecrets: false,
      allowPrivate: config.webhooks.allowPrivate,
      clock,
      random: () => 0,
      present: await messageView(core.state),
      ...options.webhooks,
    });
    let adminKey: string | null = null;
    const onFirstKey = (text: string) => void (adminKey = text);
    const extras = {
      clock,
      files,
      webhooks,
      samples: () => webhooks.samples(),
      ...options.secure && { secrets: textOf(options.secure) },
      onFirstKey,
      ...(dead && { dead }),
      ...(maintenance && { maintenance }),
    };
    const serving = await serveHttp(core, config, stop.signal, extras);
    return new Served(core, serving, config, records, stop, files, webhooks, adminKey);
  }

  /** Asks the server. */
  async ask(path: string, { method, body, headers = {}, raw, key }: Ask = {}): Promise<Got> {
    const sent = raw ?? (body === undefined ? undefined : stringifyExact(body));
    const type: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
    const response = await fetch(this.serving.url + path, {
      method: method ?? (sent === undefined ? "GET" : "POST"),
      headers: { ...type, ...(key == null ? {} : { authorization: `Bearer ${key}` }), ...headers },
      ...(sent === undefined ? {} : { body: sent }),
      redirect: "manual",
    });
    const text = await response.text(),
      isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson && text !== "" ? parseExact(text, 80) : null) as Got["body"],
    };
  }

  /** Defines a model. */
  async define(id: string, fields: JsonObject, others: JsonObject = {}): Promise<Got> {
    const got = await this.ask("/models", { body: { id, fields, ...others }, key: this.adminKey });
    if (got.status !== 201) throw new Error(got.text);
    return got;
  }

  /** Creates an instance. */
  async create(model: string, data: JsonObject): Promise<Got> {
    const got = await this.ask(`/models/${model}/instances`, { body: data, key: this.adminKey });
    if (got.status !== 201) throw new Error(got.text);
    return got;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop.abort();
    await this.serving.finished;
    await this.core.close(AbortSignal.timeout(5_000));
    await this.webhooks[Symbol.asyncDispose]();
    await this.files[Symbol.asyncDispose]();
    // It exists if a test has uploaded something.
    await Deno.remove(this.files.store.folder, { recursive: true }).catch(() => {});
  }
}
