/**
 * `fluxwire apiplant keys`: lists, makes, rotates and revokes the API keys of a server that does not run.
 *
 * @module
 */
import { EXIT, UsageError } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { SYSTEM_CLOCK } from "@fluxwire/transport";
import { checkKey } from "../auth/keys/key_request.ts";
import { KeyRing } from "../auth/keys/key_ring.ts";
import { noteKeys } from "../auth/keys/note.ts";
import { shownKey, type StoredKey } from "../auth/keys/stored_key.ts";
import { Refusal } from "../commit/refusal.ts";
import { idMaker } from "../event/new_id.ts";
import type { JsonObject } from "../json/json.ts";
import type { EventStorage } from "../storage/roles.ts";
import { withOffline } from "./offline.ts";

const ACTIONS = ["list", "create", "rotate", "revoke"] as const;

/** Does one of these. A key's text is the result of `create` and `rotate`, and stands nowhere else. */
export function run(context: VerbContext): Promise<number> {
  const { flags, output } = context, [action = "list", id] = flags.words;
  if (!(ACTIONS as readonly string[]).includes(action) || (action === "list") !== (id === undefined)) {
    throw new UsageError("keys takes list, create ID, rotate ID or revoke ID");
  }
  return withOffline(context, async (offline) => {
    const log = await offline.event(), ring = new KeyRing(log), now = Date.now();
    await ring.load();
    try {
      if (action === "list") list(context, ring.list());
      else if (action === "revoke") {
        await ring.revoke(id!);
        await note(log, id!, { id: id!, change: "revoked" }, now);
        if (output.isJson) output.json({ id });
        else output.line(`revoked ${id}`);
      } else await give(context, log, ring, action === "create", id!, now);
    } catch (error) {
      if (error instanceof Refusal) throw new UsageError(error.message);
      throw error;
    }
    return EXIT.done;
  });
}

async function give(
  { flags, output }: VerbContext,
  log: EventStorage,
  ring: KeyRing,
  isNew: boolean,
  id: string,
  now: number,
): Promise<void> {
  const { key, text } = isNew
    ? await ring.create(wanted(id, flags.text("scopes"), flags.text("expires"), now), now)
    : await ring.rotate(id, 0, now);
  await note(log, id, { ...shownKey(key), change: isNew ? "created" : "rotated" }, now);
  if (output.isJson) output.json({ ...shownKey(key), key: text });
  else output.line(text);
}

/** Throws a `UsageError` that lists every problem. */
function wanted(
  id: string,
  scopes: string | null,
  expires: string | null,
  now: number,
): Parameters<KeyRing["create"]>[0] {
  const list = scopes === null || scopes === "" ? [] : scopes.split(",");
  const checked = checkKey({ id, scopes: list, expiresAt: expires }, now);
  if ("problems" in checked) throw new UsageError(checked.problems.map(({ message }) => message).join("; "));
  return checked.key;
}

function list({ output }: VerbContext, keys: readonly StoredKey[]): void {
  if (output.isJson) return output.json({ items: keys.map(shownKey) });
  for (const { id, scopes, expiresAt } of keys) {
    output.line(`${id}  ${scopes.join(",") || "-"}  ${expiresAt === null ? "never expires" : `until ${expiresAt}`}`);
  }
}

function note(log: EventStorage, name: string, payload: JsonObject, now: number): Promise<void> {
  return noteKeys(log, { name, payload, newId: idMaker(SYSTEM_CLOCK), now });
}
