/** Starts the webhooks of a server. */
import { SYSTEM_CLOCK } from "@fluxwire/transport";
import type { Config } from "../config/config.ts";
import { messageView } from "../webhooks/message_view.ts";
import { Webhooks } from "../webhooks/webhooks.ts";
import type { Core } from "./core.ts";
import type { Storages } from "./storages.ts";

/** Rejects with a `StorageError`. */
export async function startWebhooks(
  { webhooks }: Config,
  core: Core,
  { secure, event }: Pick<Storages, "secure" | "event">,
  keepsSecrets: boolean,
): Promise<Webhooks> {
  return await Webhooks.start({
    core,
    secure,
    losesSecrets: !keepsSecrets && (await event.info()).durable !== "none",
    allowPrivate: webhooks.allowPrivate,
    clock: SYSTEM_CLOCK,
    random: Math.random,
    present: await messageView(core.state),
  });
}
