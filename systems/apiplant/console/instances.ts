/** Instances of a model: rows, and what can be done with one. */
import type { HistoryPage, ModelInfo, ModelInstance, ModelOutcome, Rows } from "@fluxwire/console/api";
import type { RowsRequest } from "@fluxwire/console";
import { UsageError } from "@fluxwire/command";
import { entryOf, instanceOf, listOf, membersOf, modelOf, textOrNull } from "./answers.ts";
import { changing, type Deed, membersAt, type Path, reading, revisionAt, textOrNullAt } from "./deed.ts";
import { listParameters } from "./list_words.ts";
import type { ModelServer } from "./model_server.ts";
import { outcomeOf, unsent } from "./outcome.ts";
import { dataOf, type FieldTypes } from "./values.ts";

/** The most instances of a page. */
const MAX_PAGE = 500;
/** How many events of a history come at once. */
const HISTORY_PAGE = 100;

/** The names that every instance has beside its fields. */
const OWN = [["id", "String"], ["revision", "Int"], ["createdAt", "DateTime"], ["updatedAt", "DateTime"]] as const;

const REVISION = { type: "integer", title: "revision", description: "The revision that the change is for" } as const;
const VALUES = { type: "object", title: "values", description: "The new values by their fields" } as const;

/** The instances of one server. */
export class Instances {
  readonly #server: ModelServer;

  /** Asks nothing yet. */
  constructor(server: ModelServer) {
    this.#server = server;
  }

  /** What can be done with an instance; the path is its model and its id. */
  readonly deeds: readonly Deed[] = [
    reading("read", "Read", [{ type: "string", title: "at", description: "A place in the log, or a time" }], (
      path,
      [at],
      signal,
    ) => this.read(path, textOrNullAt([at], 0, "at"), signal)),
    reading("history", "History", [{ type: "string", title: "from" }], (path, args, signal) => {
      return this.history(path, textOrNullAt(args, 0, "from"), signal);
    }),
    changing("change", "Change", [REVISION, VALUES], (path, args, signal) => {
      return this.change(path, revisionAt(args, 0), membersAt(args, 1, "values"), signal);
    }),
    changing("restore", "Restore", [REVISION], (path, args, signal) => {
      return this.restore(path, revisionAt(args, 0), signal);
    }),
    changing(
      "remove",
      "Delete",
      [REVISION],
      (path, args, signal) => this.remove(path, revisionAt(args, 0), signal),
      "Delete this instance? Its history stays, and it can be restored from there.",
    ),
    changing(
      "erase",
      "Erase personal data",
      [],
      (path, _args, signal) => this.erase(path, signal),
      "Erase the personal values of this instance, also from its history? This cannot be undone.",
    ),
  ];

  /** A page of a model's instances. */
  async rows(model: string, { query, at }: RowsRequest, signal: AbortSignal): Promise<Rows> {
    if (at !== null) throw new UsageError("Cannot list instances of the past: read one of them at a place");
    const parameters = listParameters(query.filter, query.order);
    parameters.set("limit", String(Math.min(query.limit, MAX_PAGE)));
    if (query.from !== null) parameters.set("cursor", query.from);
    const [info, page] = await Promise.all([
      this.model(model, signal),
      this.#server.ask(pathOf([model]), { query: parameters, signal }),
    ]);
    const own = OWN.map(([name, type]) => ({ name, title: name, type, schema: null }));
    const fields = info.fields.map(({ name, type }) => ({ name, title: name, type, schema: null }));
    const rows = listOf(page, "items").map((item) => {
      const { id, revision, createdAt, updatedAt, values } = instanceOf(item);
      return { node: `instance:${model}/${id}`, values: { ...values, id, revision, createdAt, updatedAt } };
    });
    return { columns: [own[0]!, ...fields, ...own.slice(1)], rows, next: textOrNull(membersOf(page).next) };
  }

  /** A model. */
  async model(id: string, signal: AbortSignal): Promise<ModelInfo> {
    return modelOf(await this.#server.ask(`/models/${id}`, { signal }));
  }

  /** An instance, now or at a place. */
  async read(path: Path, at: string | null, signal: AbortSignal): Promise<ModelInstance> {
    const query = new URLSearchParams(at === null ? {} : { at });
    return instanceOf(await this.#server.ask(pathOf(path), { query, signal }));
  }

  /** Creates one; the server chooses its id where `id` is null. */
  async create(
    model: string,
    id: string | null,
    values: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<ModelOutcome<ModelInstance>> {
    const sent = dataOf(values, await this.#types(model, signal));
    if ("problems" in sent) return unsent(sent.problems);
    const body = id === null ? sent.data : { ...sent.data, id };
    return await outcomeOf(async () =>
      instanceOf(await this.#server.ask(pathOf([model]), { method: "POST", body, signal }))
    );
  }

  /** Changes the values that are named, if the instance has this revision. */
  async change(
    path: Path,
    ifMatch: number,
    values: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<ModelOutcome<ModelInstance>> {
    const sent = dataOf(values, await this.#types(path[0]!, signal));
    if ("problems" in sent) return unsent(sent.problems);
    const ask = { method: "PATCH", body: sent.data, ifMatch, signal } as const;
    return await outcomeOf(
      async () => instanceOf(await this.#server.ask(pathOf(path), ask)),
      () => this.read(path, null, signal),
    );
  }

  /** Deletes it, if it has this revision. */
  async remove(path: Path, ifMatch: number, signal: AbortSignal): Promise<ModelOutcome<null>> {
    return await outcomeOf(async () => {
      await this.#server.ask(pathOf(path), { method: "DELETE", ifMatch, signal });
      return null;
    }, () => this.read(path, null, signal));
  }

  /** Erases its personal values at each revision, also of one that was deleted; the place of the event is given. */
  async erase(path: Path, signal: AbortSignal): Promise<ModelOutcome<number>> {
    return await outcomeOf(async () => {
      const { seq } = membersOf(await this.#server.ask(`${pathOf(path)}/erase`, { method: "POST", signal }));
      return seq as number;
    });
  }

  /** Its events, newest first, from a place on. */
  async history(path: Path, from: string | null, signal: AbortSignal): Promise<HistoryPage> {
    const query = new URLSearchParams({ limit: String(HISTORY_PAGE), ...from !== null && { cursor: from } });
    const page = await this.#server.ask(`${pathOf(path)}/history`, { query, signal });
    return { items: listOf(page, "items").map(entryOf), next: textOrNull(membersOf(page).next) };
  }

  /** Gives it the value that it had at a revision; one that was deleted comes back. */
  async restore(path: Path, revision: number, signal: AbortSignal): Promise<ModelOutcome<ModelInstance>> {
    const ask = { method: "POST", body: { revision }, signal } as const;
    return await outcomeOf(async () => instanceOf(await this.#server.ask(`${pathOf(path)}/restore`, ask)));
  }

  async #types(model: string, signal: AbortSignal): Promise<FieldTypes> {
    const { fields } = await this.model(model, signal);
    return Object.fromEntries(fields.map(({ name, type }) => [name, type]));
  }
}

/** The path of a model's instances, or of one. */
function pathOf([model, id]: Path): string {
  return `/models/${model}/instances${id === undefined ? "" : `/${id}`}`;
}
