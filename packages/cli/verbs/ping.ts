/**
 * `fluxwire probe ping`: checks that a driver answers.
 *
 * @module
 */
import type { Context } from "../command/context.ts";
import { withDriver } from "../driver/driver.ts";
import { msText } from "../command/duration.ts";
import { EXIT } from "@fluxwire/command";
import { ping } from "../driver/sign_of_life.ts";

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
