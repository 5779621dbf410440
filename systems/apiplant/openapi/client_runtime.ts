/** The part of the client that is the same for all models. */

/** A text of TypeScript. `MOUNT_PATH` stands for the prefix of the paths. */
export const CLIENT_RUNTIME: string = String.raw`
/** An instance. */
export interface Instance<T> {
  id: string;
  revision: number;
  modelVersion: number;
  createdAt: string;
  updatedAt: string;
  data: T;
  /** Whether values of personal fields were erased; they are null. */
  erased?: true;
}

/** A page of a list. */
export interface Page<T> {
  items: Instance<T>[];
  next: string | null;
  total?: number;
}

/** An event of the log. */
export interface Event {
  seq: number;
  id: string;
  at: string;
  kind: string;
  model: string;
  modelVersion?: number;
  instance?: string;
  payload?: unknown;
  prev?: number;
  actor: string;
}

/** The value of a field of type File, as an upload gives it. */
export interface StoredFile {
  id: string;
  name: string;
  size: number;
  type: string;
  sha256: string;
}

/** What an upload is. */
export interface UploadOptions {
  /** The name of the file; that of a File if it is left out. */
  name?: string;
  /** Its content type; that of a Blob if it is left out. */
  type?: string;
  signal?: AbortSignal;
}

/** A refused request. */
export class Refused extends Error {
  override readonly name = "Refused";
  constructor(readonly status: number, readonly code: string, message: string, readonly details: unknown, readonly requestId: string) {
    super(message);
  }
}

/** What may be asked of a list. */
export interface ListOptions {
  limit?: number;
  cursor?: string;
  offset?: number;
  sort?: string;
  search?: string;
  total?: boolean;
  /** An object as {"views": {"gt": 5}}. */
  filter?: Record<string, unknown>;
}

/** What goes with a change. */
export interface ChangeOptions {
  ifMatch?: number | "*";
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** What every request of a client gets. */
export interface ClientOptions {
  /** An API key or a token; a function is asked for it before each request, so that it can be renewed. */
  token?: string | (() => string | Promise<string>);
  headers?: Record<string, string>;
}

/** The instances of a model. */
export class Collection<T, I> {
  constructor(private readonly connection: Connection, private readonly model: string, private readonly bigints: readonly string[]) {}

  async list(options: ListOptions = {}): Promise<Page<T>> {
    const query = new URLSearchParams({ bigint: "string" });
    for (const [name, value] of Object.entries(options)) {
      if (value !== undefined) query.set(name, name === "filter" ? write(value) : String(value));
    }
    const page = await this.connection.ask("GET", this.path() + "?" + query) as Page<T>;
    page.items.forEach((item) => this.read(item));
    return page;
  }

  /** Every instance of a list, page after page. */
  async *all(options: ListOptions = {}): AsyncGenerator<Instance<T>> {
    let cursor: string | undefined = options.cursor;
    do {
      const page: Page<T> = await this.list({ ...options, ...(cursor === undefined ? {} : { cursor }) });
      yield* page.items;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }

  async get(id: string, at?: number | string): Promise<Instance<T>> {
    return this.read(await this.connection.ask("GET", this.path(id) + "?bigint=string" + (at === undefined ? "" : "&at=" + encodeURIComponent(at))));
  }

  async create(data: I, options: ChangeOptions = {}): Promise<Instance<T>> {
    return this.read(await this.connection.ask("POST", this.path() + "?bigint=string", data, options));
  }

  async replace(id: string, data: I, options: ChangeOptions = {}): Promise<Instance<T>> {
    return this.read(await this.connection.ask("PUT", this.path(id) + "?bigint=string", data, options));
  }

  async patch(id: string, data: { [K in keyof I]?: I[K] | null }, options: ChangeOptions = {}): Promise<Instance<T>> {
    return this.read(await this.connection.ask("PATCH", this.path(id) + "?bigint=string", data, options));
  }

  async delete(id: string, options: ChangeOptions = {}): Promise<void> {
    await this.connection.ask("DELETE", this.path(id), undefined, options);
  }

  async history(id: string, cursor?: string): Promise<{ items: Event[]; next: string | null }> {
    const query = cursor === undefined ? "" : "?cursor=" + encodeURIComponent(cursor);
    return await this.connection.ask("GET", this.path(id) + "/history" + query) as { items: Event[]; next: string | null };
  }

  async restore(id: string, revision: number, options: ChangeOptions = {}): Promise<Instance<T>> {
    return this.read(await this.connection.ask("POST", this.path(id) + "/restore?bigint=string", { revision }, options));
  }

  private path(id?: string): string {
    return "/models/" + this.model + "/instances" + (id === undefined ? "" : "/" + encodeURIComponent(id));
  }

  private read(value: unknown): Instance<T> {
    const instance = value as Instance<T>, data = instance.data as Record<string, unknown>;
    const digits = (one: unknown): unknown => Array.isArray(one) ? one.map(digits) : typeof one === "string" ? BigInt(one) : one;
    for (const name of this.bigints) if (name in data) data[name] = digits(data[name]);
    return instance;
  }
}

/** A server. */
export class Connection {
  readonly #options: ClientOptions;

  /** The address, such as http://127.0.0.1:1337, and what every request gets. */
  constructor(readonly url: string, options: ClientOptions = {}) {
    this.#options = options;
  }

  /** Asks any route; resolves to its value, or rejects with Refused. */
  async ask(method: string, path: string, body?: unknown, { ifMatch, idempotencyKey, signal }: ChangeOptions = {}): Promise<unknown> {
    const headers = {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(ifMatch === undefined ? {} : { "if-match": ifMatch === "*" ? "*" : '"' + ifMatch + '"' }),
      ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
    };
    const response = await this.#send(method, path, headers, body === undefined ? null : write(body), signal);
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  }

  /** Uploads a file; its answer is the value of a field of type File. */
  async upload(content: Blob | ArrayBuffer | Uint8Array<ArrayBuffer>, { name, type, signal }: UploadOptions = {}): Promise<StoredFile> {
    const blob = content instanceof Blob ? content : new Blob([content]);
    const called = name ?? (blob instanceof File ? blob.name : undefined);
    const query = called === undefined ? "" : "?name=" + encodeURIComponent(called);
    const headers = { "content-type": type ?? (blob.type || "application/octet-stream") };
    return await (await this.#send("POST", "/files" + query, headers, blob, signal)).json() as StoredFile;
  }

  /** The bytes of a file. */
  async download(file: Pick<StoredFile, "id">, { signal }: Pick<UploadOptions, "signal"> = {}): Promise<Blob> {
    return await (await this.#send("GET", "/files/" + encodeURIComponent(file.id), {}, null, signal)).blob();
  }

  /** The answer to a request; rejects with Refused if it is no success. */
  async #send(method: string, path: string, own: Record<string, string>, body: string | Blob | null, signal: AbortSignal | undefined): Promise<Response> {
    const { headers, token } = this.#options, credentials = typeof token === "function" ? await token() : token;
    const authorization: Record<string, string> = credentials === undefined ? {} : { authorization: "Bearer " + credentials };
    const response = await fetch(this.url + MOUNT_PATH + path, {
      method,
      headers: { ...headers, ...authorization, ...own },
      ...(body === null ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.ok) return response;
    const text = await response.text();
    const { error } = JSON.parse(text) as { error: { code: string; message: string; details: unknown; requestId: string } };
    throw new Refused(response.status, error.code, error.message, error.details, error.requestId);
  }

  /** Events from behind a place on, without end. It waits for each page, and needs no open stream. */
  async *events(since: number, options: { models?: string; kinds?: string; instance?: string; signal?: AbortSignal } = {}): AsyncGenerator<Event> {
    const { signal, ...choice } = options;
    for (let next = since;;) {
      const query = new URLSearchParams({ since: String(next), wait: "20s", ...choice });
      const page = await this.ask("GET", "/events?" + query, undefined, signal === undefined ? {} : { signal }) as { items: Event[]; next: number };
      yield* page.items;
      next = page.next;
    }
  }

  protected collection<T, I>(model: string, bigints: readonly string[]): Collection<T, I> {
    return new Collection<T, I>(this, model, bigints);
  }
}

/** JSON with bigints as strings of digits, which fields of type BigInt take. */
function write(value: unknown): string {
  return JSON.stringify(value, (_name, one) => typeof one === "bigint" ? String(one) : one);
}
`.trimStart();
