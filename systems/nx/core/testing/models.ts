/**
 * A model server with the models of the template, and a way to it that loses answers.
 *
 * @module
 */
import { Served } from "../../../apiplant/http/testing/served.ts";
import { importTemplate } from "../../../apiplant/templates/import_template.ts";
import { NX } from "../../../apiplant/templates/nx.ts";

/** What the way does with a request: passes it on, refuses it before, or loses the answer. */
export type Way = "pass" | "refuse" | "lose";

/** Both, in this process. */
export class Models implements AsyncDisposable {
  readonly #way: Deno.HttpServer<Deno.NetAddr>;
  /** The model server itself. */
  readonly served: Served;
  /** Each request as `METHOD /path`, in the order of their coming. */
  readonly asked: string[] = [];
  /** The headers of the last request. */
  headers: Headers = new Headers();
  /** What happens to the next requests; all others pass. */
  readonly ways: Way[] = [];

  private constructor(served: Served) {
    this.served = served;
    this.#way = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => this.#handle(request));
  }

  /** Starts them; without the template the server has no models. */
  static async start({ config = "", isBare = false }: { config?: string; isBare?: boolean } = {}): Promise<Models> {
    const served = await Served.start({ config });
    if (!isBare) {
      const { state, writer } = served.core;
      await importTemplate(NX, { state, writer, modelsMax: 10 });
    }
    return new Models(served);
  }

  /** Where requests go the way. */
  get url(): string {
    return `http://127.0.0.1:${this.#way.addr.port}`;
  }

  /** An instance as it is read, without its times. */
  async read(model: string, id: string): Promise<{ data: Record<string, unknown>; text: string; revision: number }> {
    const { body, text, status } = await this.served.ask(`/models/${model}/instances/${id}`, {
      key: this.served.adminKey,
    });
    if (status !== 200) throw new Error(text);
    const { data, revision } = body as unknown as { data: Record<string, unknown>; revision: number };
    return { data, text, revision };
  }

  /** How many events the log has, without those that define models. */
  get changes(): number {
    return this.served.core.state.seq - NX.models.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#way.shutdown();
    await this.served[Symbol.asyncDispose]();
  }

  async #handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    this.asked.push(`${request.method} ${pathname}`);
    this.headers = request.headers;
    const way = this.ways.shift() ?? "pass";
    if (way === "refuse") return new Response("busy", { status: 503 });
    const headers = new Headers(request.headers);
    headers.delete("host");
    const body = request.method === "GET" ? undefined : await request.text();
    const answer = await fetch(this.served.serving.url + pathname, { method: request.method, headers, body });
    const text = await answer.text();
    if (way === "lose") return new Response("lost", { status: 502 });
    return new Response(answer.status === 204 ? null : text, { status: answer.status, headers: answer.headers });
  }
}
