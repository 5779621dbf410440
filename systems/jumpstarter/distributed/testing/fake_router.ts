/**
 * A router for tests: it pairs two calls with the same token, and copies frames between them.
 *
 * @module
 */
import { GrpcError, implement, MessageQueue, type ServiceImplementation } from "@fluxwire/grpc";
import type { StreamResponse } from "../../generated/jumpstarter/v1/router_pb.ts";
import { ROUTER } from "../../wire/services.ts";
import { Watchers } from "./watchers.ts";

type Frames = MessageQueue<StreamResponse>;

/** A router. */
export class FakeRouter {
  /** The metadata of each call, without what gRPC adds: the names of its keys. */
  readonly keys: string[][] = [];
  readonly #watchers = new Watchers();
  readonly #running = new Set<Frames>();
  #calls = 0;
  readonly #tokens = new Set<string>();
  readonly #waiting = new Map<string, { own: Frames; other: Frames }>();

  /** A token that two calls may use. */
  issue(): string {
    const token = crypto.randomUUID();
    this.#tokens.add(token);
    return token;
  }

  /** Resolves when it has been called that many times. */
  async called(times: number): Promise<void> {
    await this.#watchers.until(() => this.keys.length >= times);
  }

  /** Breaks every call, as if a machine between had gone. */
  breakAll(): void {
    for (const frames of this.#running) frames.end(new GrpcError("UNAVAILABLE", "broken by test"));
  }

  /** Resolves when no side sends any more. */
  async left(): Promise<void> {
    await this.#watchers.until(() => this.#calls === 0);
  }

  /** What it serves. */
  get service(): ServiceImplementation {
    return implement(ROUTER, {
      stream: (requests, context) => {
        const token = String(context.metadata.get("authorization") ?? "").replace(/^Bearer /, "");
        if (!this.#tokens.has(token)) throw new GrpcError("UNAUTHENTICATED", "invalid jwt token");
        this.keys.push([...context.metadata].map(([key]) => key).toSorted());
        this.#calls++;
        this.#watchers.wake();
        const { own, other } = this.#side(token);
        this.#running.add(own);
        context.sendHeaders();
        context.signal.addEventListener("abort", () => {
          own.end();
          other.end(new GrpcError("CANCELLED", "the other side has gone"));
        });

        (async () => {
          for await (const { payload, frameType } of requests) {
            other.send({ $typeName: "jumpstarter.v1.StreamResponse", payload, frameType });
            await other.ready();
          }
          other.end();
        })().catch((error) => other.end(error)).finally(() => {
          this.#calls--;
          this.#running.delete(own);
          this.#watchers.wake();
        });
        return own;
      },
    });
  }

  #side(token: string): { own: Frames; other: Frames } {
    const first = this.#waiting.get(token);
    if (first !== undefined) {
      this.#waiting.delete(token);
      this.#tokens.delete(token);
      return { own: first.other, other: first.own };
    }
    const sides = { own: new MessageQueue<StreamResponse>(), other: new MessageQueue<StreamResponse>() };
    this.#waiting.set(token, sides);
    return sides;
  }
}
