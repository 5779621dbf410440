/** How fast the model server sends events to a webhook. */
import { define, fill, post } from "./measure.ts";
import type { Program } from "./program.ts";

/** What was measured. */
export interface Sent {
  /** Messages a second, while many wait. */
  readonly rate: number;
  /** From the creation's request to its message, one after the other, in milliseconds. */
  readonly times: readonly number[];
}

/** Sends the events of many creations, and of some that wait for each other, to a receiver in this process. */
export async function sent(models: Program, many: number, ms: number): Promise<Sent> {
  let count = 0, awaited = Infinity, reached = Promise.withResolvers<void>();
  await using receiver = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    await request.arrayBuffer();
    if (++count >= awaited) reached.resolve();
    return new Response(null, { status: 204 });
  });
  /** Resolves when so many messages have come, after those before. */
  const arrived = (more: number): Promise<void> => {
    awaited = count + more;
    reached = Promise.withResolvers();
    return reached.promise;
  };
  await define(models, 0);
  const body = JSON.stringify({ url: `http://127.0.0.1:${receiver.addr.port}/` });
  const made = await fetch(new URL("/webhooks", models.url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  if (made.status !== 201) throw new Error(await made.text());
  await made.body?.cancel();
  const all = arrived(many), since = performance.now();
  await fill(models, many);
  await all;
  const rate = many / (performance.now() - since) * 1_000, times: number[] = [], until = performance.now() + ms;
  while (performance.now() < until) {
    const one = arrived(1), asked = performance.now();
    await post(models);
    await one;
    times.push(performance.now() - asked);
  }
  return { rate, times };
}
