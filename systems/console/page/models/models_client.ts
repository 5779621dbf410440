/**
 * What the page asks of a model server; each answer is checked.
 *
 * @module
 */
import {
  type HistoryPage,
  type HookInfo,
  isHistoryPage,
  isHookInfo,
  isModelInfo,
  isModelInstance,
  isNewKey,
  isOutcome,
  type ModelInfo,
  type ModelInstance,
  type ModelOutcome,
  type ModelValues,
  type NewKey,
  type Rows,
  type TreeNode,
} from "@fluxwire/console/api";
import type { Api } from "../server/api.ts";
import { PageError, unknownAnswer } from "../server/server.ts";
import type { StoredFile } from "./listed_files.ts";
import { SystemClient } from "../system/system_client.ts";

/** How many rows are shown at once. */
export const PAGE_ROWS = 200;

const isText = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => typeof value === "number";
const isPicture = (value: unknown): value is string | null =>
  value === null || /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*$/.test(String(value));
const isNothing = (value: unknown): value is null => value === null;

/** One server. All of it throws a `PageError`; what the server refuses of a change is in its outcome. */
export class ModelsClient {
  readonly #system: SystemClient;
  readonly #api: Api;
  readonly #source: string;

  /** @param source The source's id. */
  constructor(api: Api, source: string) {
    this.#api = api;
    this.#source = source;
    this.#system = new SystemClient(api, source);
  }

  /** The server's own node, then its folders; or the nodes below one. */
  async tree(under: string | null): Promise<readonly TreeNode[]> {
    return await this.#system.tree(under);
  }

  /** A page of rows. */
  async rows(node: string, filter = "", order = "", from: string | null = null): Promise<Rows> {
    return await this.#system.rows(node, { filter, order, limit: PAGE_ROWS, from });
  }

  /** A model. */
  async model(id: string): Promise<ModelInfo> {
    return await this.#act(`model:${id}`, "describe", [], isModelInfo);
  }

  /** Defines a model, or changes the definition of one that has this revision. */
  async define(definition: string, before: ModelInfo | null): Promise<ModelOutcome<ModelInfo>> {
    if (before === null) return await this.#change("models", "define", [definition], isModelInfo);
    return await this.#change(`model:${before.id}`, "redefine", [before.revision, definition], isModelInfo);
  }

  /** Deletes a model with its instances. */
  async drop(model: string): Promise<ModelOutcome<null>> {
    return await this.#change(`model:${model}`, "drop", [], isNothing);
  }

  /** An instance, now or at a place of the log. */
  async read(model: string, id: string, at: number | null = null): Promise<ModelInstance> {
    const args = at === null ? [] : [String(at)];
    return await this.#act(`instance:${model}/${id}`, "read", args, isModelInstance);
  }

  /** Creates an instance; the server chooses its id if it is empty. */
  async create(model: string, id: string, values: ModelValues): Promise<ModelOutcome<ModelInstance>> {
    return await this.#change(`model:${model}`, "create", [values, id], isModelInstance);
  }

  /** Changes some values of an instance that has this revision. */
  async change(model: string, { id, revision }: Version, values: ModelValues): Promise<ModelOutcome<ModelInstance>> {
    return await this.#change(`instance:${model}/${id}`, "change", [revision, values], isModelInstance);
  }

  /** Deletes an instance that has this revision. */
  async remove(model: string, { id, revision }: Version): Promise<ModelOutcome<null>> {
    return await this.#change(`instance:${model}/${id}`, "remove", [revision], isNothing);
  }

  /** Erases the personal values of an instance, also from its history; the event's place is given. */
  async erase(model: string, id: string): Promise<ModelOutcome<number>> {
    return await this.#change(`instance:${model}/${id}`, "erase", [], isNumber);
  }

  /** Uploads a file, and gives the value of a field that has it. */
  async upload(file: File): Promise<ModelOutcome<string>> {
    const outcome = await this.#api.send(this.#source, file);
    if (isOutcome(outcome, isText)) return outcome;
    throw unknownAnswer("upload");
  }

  /** The bytes of a file, which must be as many as its value says. */
  async *bytes({ id, size }: StoredFile, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    let came = 0;
    for await (const piece of this.#api.bytes(this.#source, id, signal)) {
      came += piece.length;
      yield piece;
    }
    if (came === size) return;
    const message = `The file has ended after ${came} of ${size} bytes`;
    throw new PageError({ code: "SocketUnreachable", message, remedy: "Save it again" });
  }

  /** The address of a small picture, which has all of it; null for any other file. */
  async picture({ id }: StoredFile): Promise<string | null> {
    return await this.#act(`file:${id}`, "picture", [], isPicture);
  }

  /** A part of an instance's history, newest first. */
  async history(model: string, id: string, from: string | null): Promise<HistoryPage> {
    return await this.#act(`instance:${model}/${id}`, "history", [from ?? ""], isHistoryPage);
  }

  /** Gives an instance the value of a revision. */
  async restore(model: string, { id, revision }: Version): Promise<ModelOutcome<ModelInstance>> {
    return await this.#change(`instance:${model}/${id}`, "restore", [revision], isModelInstance);
  }

  /** A hook. */
  async hook(model: string, hook: string): Promise<HookInfo> {
    return await this.#act(`hook:${model}/${hook}`, "source", [], isHookInfo);
  }

  /** Sets a hook; one that is set already must have the revision of `before`. */
  async setHook(
    model: string,
    hook: string,
    { source, language, options }: Pick<HookInfo, "source" | "language" | "options">,
    before: HookInfo | null,
  ): Promise<ModelOutcome<HookInfo>> {
    const args = [source, language ?? "js", options, ...before === null ? [] : [before.revision]];
    return await this.#change(`hook:${model}/${hook}`, "set", args, isHookInfo);
  }

  /** Takes a hook away. */
  async unsetHook(model: string, { hook, revision }: HookInfo): Promise<ModelOutcome<null>> {
    return await this.#change(`hook:${model}/${hook}`, "unset", [revision], isNothing);
  }

  /** Runs what has failed again. */
  async retry(letter: string): Promise<ModelOutcome<null>> {
    return await this.#change(letter, "retry", [], isNothing);
  }

  /** Makes a key. The answer alone has its secret. */
  async makeKey(id: string, scopes: string, expiresAt: string): Promise<ModelOutcome<NewKey>> {
    return await this.#change("keys", "make", [id, scopes, expiresAt], isNewKey);
  }

  /** Gives a key a new secret. */
  async rotateKey(key: string, grace: string): Promise<ModelOutcome<NewKey>> {
    return await this.#change(key, "rotate", [grace], isNewKey);
  }

  /** Revokes a key. */
  async revokeKey(key: string): Promise<ModelOutcome<null>> {
    return await this.#change(key, "revoke", [], isNothing);
  }

  /** Makes a webhook, of these models and kinds of events. The answer alone has its secret. */
  async makeWebhook({ url, models, kinds, description }: WebhookTexts): Promise<ModelOutcome<NewKey>> {
    return await this.#change("webhooks", "make", [url, models, kinds, description], isNewKey);
  }

  /** Gives a webhook a new secret; the old one signs as well for a day. */
  async rotateWebhook(webhook: string): Promise<ModelOutcome<NewKey>> {
    return await this.#change(webhook, "rotate", [], isNewKey);
  }

  /** Switches a webhook on or off, or removes it. */
  async changeWebhook(webhook: string, to: "on" | "off" | "remove"): Promise<ModelOutcome<null>> {
    return await this.#change(webhook, to, [], isNothing);
  }

  async #change<T>(
    node: string,
    action: string,
    args: readonly unknown[],
    isIt: (value: unknown) => value is T,
  ): Promise<ModelOutcome<T>> {
    return await this.#act(node, action, args, (value): value is ModelOutcome<T> => isOutcome(value, isIt));
  }

  async #act<T>(
    node: string,
    action: string,
    args: readonly unknown[],
    isIt: (value: unknown) => value is T,
  ): Promise<T> {
    const acted = await this.#system.act(node, action, args);
    if ("result" in acted && isIt(acted.result)) return acted.result;
    throw unknownAnswer(action);
  }
}

/** What a new webhook has; lists with spaces between, empty for all. */
export type WebhookTexts = Readonly<Record<"url" | "models" | "kinds" | "description", string>>;

/** An instance at one of its revisions. */
export type Version = Pick<ModelInstance, "id" | "revision">;
