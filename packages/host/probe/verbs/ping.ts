/**
 * `probe ping`: a sign of life.
 *
 * @module
 */
import type { Context } from "../context.ts";
import { withDriver } from "../driver.ts";
import { msText } from "../duration.ts";
import { EXIT } from "../exit_codes.ts";
import { ping } from "../sign_of_life.ts";

/** Pings once and shows how long the answer took. */
export function run(context: Context): Promise<number> {
  const { output } = context;
  return withDriver(context, async (driver, client) => {
    const { ms, session } = await ping(driver, client);
    if (output.isJson) output.json({ ok: true, ms, layout: client.layout, session });
    else output.line(`pong in ${msText(ms)}${session ? ", within a session" : ""}`);
    return EXIT.done;
  });
}
