/**
 * What a host gives while it answers one question.
 *
 * @module
 */

/**
 * The events, as they come.
 *
 * @param ask Asks the question, and gives each event to a function.
 * @returns The answer.
 * @throws What asking has thrown, behind the events before it.
 */
export async function* sentEvents<Event>(
  ask: (onEvent: (event: Event) => void) => Promise<unknown>,
): AsyncGenerator<Event, unknown> {
  const events: Event[] = [];
  let wake = Promise.withResolvers<void>(), isOver = false;
  const asking = ask((event) => {
    events.push(event);
    wake.resolve();
  }).finally(() => {
    isOver = true;
    wake.resolve();
  });
  asking.catch(() => {/* It is awaited below. */});
  while (!isOver || events.length > 0) {
    const event = events.shift();
    if (event !== undefined) yield event;
    else if (!isOver) {
      await wake.promise;
      wake = Promise.withResolvers<void>();
    }
  }
  return await asking;
}
