/** A client of a simulation: it changes what it likes, and notes what it was answered. */
import type { Command, Operation } from "../commit/command.ts";
import { Refusal } from "../commit/refusal.ts";
import type { Seq } from "../event/event.ts";
import type { Instance } from "../model/instance.ts";
import type { Core } from "../server/core.ts";
import type { SeededRandom } from "./random.ts";
import type { SimulatedServer } from "./simulated_server.ts";
import type { VirtualClock } from "./virtual_time.ts";

/** What a client knows of a request: its places, that it was refused, or nothing. */
export interface Answer {
  /** The Idempotency-Key, one for each request and its repetitions. */
  readonly key: string;
  readonly operations: readonly Operation[];
  readonly outcome: "made" | "refused" | "unknown";
  readonly seq: readonly [first: Seq, last: Seq] | null;
  /** The code of the refusal. */
  readonly code: string | null;
  /** Whether it was refused before anything was decided. */
  readonly undecided?: boolean;
}

/** What a client read of what it had changed. */
export interface ReadBack {
  /** The request's key. */
  readonly key: string;
  /** Whether the server that answered the request was read, or another one that had applied it. */
  readonly where: "same" | "other";
  /** The first place of the change. */
  readonly first: Seq;
  readonly model: string;
  readonly instance: string;
  /** The revision that was read; null if the instance was not there. */
  readonly revision: Seq | null;
}

/** The ids of owners. */
export const OWNERS: readonly string[] = ["a", "b", "c"];
const ITEMS = ["1", "2", "3", "4", "5", "6"];
const SLUGS = ["red", "green", "blue", "black"];

/** How long a client waits for an answer, in milliseconds. */
const PATIENCE_MS = 4_000;

/** A client that sends requests one after the other. */
export class SimulatedClient {
  readonly answers: Answer[] = [];
  readonly reads: ReadBack[] = [];
  readonly #name: string;
  readonly #servers: readonly SimulatedServer[];
  readonly #clock: VirtualClock;
  readonly #random: SeededRandom;
  readonly #waits: boolean;

  /**
   * It has sent nothing yet.
   *
   * @param waits Whether it reads another server only when that has applied its change, as a request with `min-seq` does.
   */
  constructor(
    name: string,
    servers: readonly SimulatedServer[],
    clock: VirtualClock,
    random: SeededRandom,
    waits: boolean,
  ) {
    this.#name = name;
    this.#servers = servers;
    this.#clock = clock;
    this.#random = random;
    this.#waits = waits;
  }

  /** Sends that many requests; one whose answer is lost is sometimes sent again, to any server. */
  async run(requests: number): Promise<void> {
    for (let sent = 0; sent < requests; sent++) {
      const operations = this.#operations();
      const key = `${this.#name}-${sent}`;
      let answer = await this.#send(key, operations);
      while (answer.outcome === "unknown" && this.#random.chance(0.7)) {
        await this.#pause(this.#random.next() * 500);
        const later = await this.#send(key, operations);
        // A server that could not decide does not know the result of the earlier attempt.
        answer = later.undecided ? answer : later;
      }
      this.answers.push(answer);
      if (answer.seq !== null && this.#random.chance(0.3)) await this.#readElsewhere(answer, answer.seq);
      await this.#pause(this.#random.next() * 30);
    }
  }

  async #send(key: string, operations: readonly Operation[]): Promise<Answer> {
    const core = this.#random.pick(this.#servers).core;
    const unknown: Answer = { key, operations, outcome: "unknown", seq: null, code: null };
    if (core === null) {
      await this.#pause(20);
      return unknown;
    }
    const command: Command = {
      operations,
      batch: operations.length > 1,
      actor: this.#name,
      requestId: key,
      idempotency: { key, hash: "sha256:0" },
      signal: new AbortController().signal,
    };
    return await new Promise((resolve) => {
      const timer = this.#clock.setTimeout(() => resolve(unknown), PATIENCE_MS);
      const answer = (given: Answer) => {
        this.#clock.clearTimeout(timer);
        resolve(given);
      };
      core.writer.write(command).then(
        ({ seq }) => {
          answer({ ...unknown, outcome: "made", seq });
          this.#noteRead(core, "same", key, operations, seq);
        },
        (error) => answer({ ...unknown, ...refused(error) }),
      );
    });
  }

  async #readElsewhere({ key, operations }: Answer, seq: readonly [Seq, Seq]): Promise<void> {
    const core = this.#random.pick(this.#servers).core;
    if (core === null) return;
    const giveUp = new AbortController();
    const applied = core.applied(seq[1], giveUp.signal).then(() => true, () => false);
    const late = new Promise<boolean>((resolve) => void this.#clock.setTimeout(() => resolve(false), PATIENCE_MS));
    const isApplied = !this.#waits || await Promise.race([applied, late]);
    giveUp.abort();
    if (isApplied) this.#noteRead(core, "other", key, operations, seq);
  }

  #noteRead(
    core: Core,
    where: ReadBack["where"],
    key: string,
    [operation]: readonly Operation[],
    [first]: readonly [Seq, Seq],
  ): void {
    const { model, id } = operation as { model: string; id: string };
    const read = core.state.get(model, id) as Instance | null;
    this.reads.push({ key, where, first, model, instance: id, revision: read?.revision ?? null });
  }

  #operations(): Operation[] {
    const count = this.#random.chance(0.2) ? 2 + this.#random.below(3) : 1;
    return Array.from({ length: count }, () => this.#operation());
  }

  #operation(): Operation {
    const random = this.#random;
    if (random.chance(0.2)) {
      const id = random.pick(OWNERS), data = { room: 2 + random.below(10) };
      if (random.chance(0.15)) return { op: "delete", model: "owner", id };
      return random.chance(0.4)
        ? { op: "create", model: "owner", id, data }
        : { op: "update", model: "owner", id, data };
    }
    const id = random.pick(ITEMS);
    const data = { slug: random.pick(SLUGS), owner: random.pick(OWNERS), size: random.below(7) };
    if (random.chance(0.15)) return { op: "delete", model: "item", id };
    if (random.chance(0.4)) return { op: "create", model: "item", id, data };
    const ifMatch = random.chance(0.3) ? { ifMatch: 1 + random.below(60) } : {};
    if (random.chance(0.5)) return { op: "update", model: "item", id, data, ...ifMatch };
    return { op: "patch", model: "item", id, data: { size: data.size }, ...ifMatch };
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#clock.setTimeout(resolve, ms));
  }
}

/** The codes after which the change may have been made. */
const UNKNOWN = new Set(["timeout", "in_progress"]);

function refused(error: unknown): Pick<Answer, "outcome" | "code" | "undecided"> {
  if (!(error instanceof Refusal)) throw error;
  return { outcome: UNKNOWN.has(error.code) ? "unknown" : "refused", code: error.code, undecided: error.status >= 500 };
}
