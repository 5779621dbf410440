/**
 * Delays between a page and what answers it, which show tests that use something before it is there.
 *
 * @module
 */
import type { BrowserContext } from "./playwright.ts";

/**
 * The longest delay, in milliseconds; 0 for none.
 *
 * @throws {RangeError} If `CONSOLE_DELAY_MS` is no number.
 */
export function longestDelay(): number {
  const text = Deno.env.get("CONSOLE_DELAY_MS") ?? "0", longest = Number(text);
  if (text === "" || !(longest >= 0)) {
    throw new RangeError(`CONSOLE_DELAY_MS is ${JSON.stringify(text)}: give milliseconds`);
  }
  return longest;
}

/**
 * Delays each message to and from a worker, each message from a socket, and each request and its answer, by a random time.
 * The order within a worker or a socket stays.
 */
export async function delayAnswers(context: BrowserContext, longest: number): Promise<void> {
  await context.addInitScript((longest) => {
    type Act = () => void;
    const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
    const inOrder = (): (act: Act) => void => {
      let last = Promise.resolve();
      return (act) => {
        const due = performance.now() + longest * Math.random();
        last = last.then(() => pause(Math.max(0, due - performance.now()))).then(act).catch(reportError);
      };
    };
    const queues = new WeakMap<object, (act: Act) => void>();
    const delayed = (prototype: object, name: "onmessage" | "onclose"): void => {
      const { set, ...more } = Object.getOwnPropertyDescriptor(prototype, name)!;
      Object.defineProperty(prototype, name, {
        ...more,
        set(this: object, then: (event: Event) => void) {
          const queue = queues.get(this) ?? inOrder();
          queues.set(this, queue);
          set!.call(this, (event: Event) => queue(() => then(event)));
        },
      });
    };
    delayed(Worker.prototype, "onmessage");
    delayed(WebSocket.prototype, "onmessage");
    delayed(WebSocket.prototype, "onclose");
    const { postMessage } = Worker.prototype, sent = new WeakMap<Worker, (act: Act) => void>();
    Worker.prototype.postMessage = function (this: Worker, message: unknown) {
      const queue = sent.get(this) ?? inOrder();
      sent.set(this, queue);
      queue(() => postMessage.call(this, message));
    };
    const { fetch } = globalThis;
    globalThis.fetch = async (...asked: Parameters<typeof fetch>) => {
      await pause(longest * Math.random());
      const answer = await fetch(...asked);
      await pause(longest * Math.random());
      return answer;
    };
  }, longest);
}
