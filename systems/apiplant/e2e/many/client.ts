/** A client of several servers: it repeats each request, at any of them, until it has an answer that decides. */
import type { Operation } from "../../commit/command.ts";
import type { JsonObject } from "../../json/json.ts";
import type { Answer } from "../../simulation/simulated_client.ts";
import { type Ask, ask, type HttpAnswer } from "./fleet.ts";
import type { ServerProcess } from "./server_process.ts";

/** How long a client waits before it repeats a request, in milliseconds. */
const PAUSE_MS = 50;
/** How long the first answer to a request may take, in milliseconds; each further one may take twice as long, up to the last. */
const FIRST_ANSWER_MS = 500;
const LAST_ANSWER_MS = 20_000;

/** The models that clients change: an owner counts in `room`, an item has a slug that no other has. */
export const MODELS: readonly JsonObject[] = [
  { id: "owner", fields: { room: { type: "Int" } }, idKind: "any" },
  {
    id: "item",
    fields: {
      slug: { type: "String", unique: true },
      owner: { type: "Reference", model: "owner" },
      size: { type: "Int" },
    },
  },
];

/** Sends requests one after the other. */
export class Client {
  readonly answers: Answer[] = [];
  readonly #name: string;
  readonly #servers: readonly ServerProcess[];
  readonly #onAnswer: () => void;
  #at: number;
  #sent = 0;

  /** Its first request goes to the server at this place, each later one to the next. */
  constructor(name: string, servers: readonly ServerProcess[], first: number, onAnswer: () => void) {
    this.#name = name;
    this.#servers = servers;
    this.#at = first;
    this.#onAnswer = onAnswer;
  }

  /** Sends requests until the signal aborts and the last one is answered. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const key = `${this.#name}-${this.#sent++}`;
      if (this.#sent % 3 === 0) await this.#count(key);
      else await this.#create(key);
      this.#onAnswer();
    }
  }

  /** Adds one to the owner's room, unless another client is first. */
  async #count(key: string): Promise<void> {
    const { body } = await this.#until("GET", "/models/owner/instances/o", {});
    const { revision, data } = body as { revision: number; data: { room: number } };
    const next = { room: data.room + 1 };
    const headers = { "idempotency-key": key, "if-match": `"${revision}"` };
    const answer = await this.#until("PUT", "/models/owner/instances/o", { body: next, headers });
    this.#note(key, { op: "update", model: "owner", id: "o", data: next, ifMatch: revision }, answer);
  }

  /** Creates an item whose slug other clients want too. */
  async #create(key: string): Promise<void> {
    const data = { slug: `slug-${this.#sent}`, owner: "o", size: 1 };
    const answer = await this.#until("POST", "/models/item/instances", {
      body: data,
      headers: { "idempotency-key": key },
    });
    this.#note(key, { op: "create", model: "item", data }, answer);
  }

  #note(key: string, operation: Operation, { status, body }: HttpAnswer): void {
    const isMade = status < 300, seq = Number(body["revision"]);
    this.answers.push({
      key,
      operations: [operation],
      outcome: isMade ? "made" : "refused",
      seq: isMade ? [seq, seq] : null,
      code: isMade ? null : String((body["error"] as JsonObject)["code"]),
    });
  }

  /** The first answer that decides: a success, or a refusal that says why. */
  async #until(method: string, path: string, parts: Ask): Promise<HttpAnswer> {
    for (let waitMs = FIRST_ANSWER_MS;; waitMs = Math.min(2 * waitMs, LAST_ANSWER_MS)) {
      const server = this.#servers[this.#at++ % this.#servers.length]!;
      try {
        const answer = await ask(server, method, path, { ...parts, waitMs });
        const code = (answer.body["error"] as JsonObject | undefined)?.["code"];
        if (answer.status < 500 && code !== "in_progress") return answer;
      } catch {
        // Whether the change was made is not known: the same key is sent to the next server.
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
