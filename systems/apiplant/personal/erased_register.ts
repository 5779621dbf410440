/** The register of a log that says where the keys of its personal data are, and which erasures are done. */
import type { Seq } from "../event/event.ts";
import { type EventStorage, StorageError } from "../storage/roles.ts";

const NAME = "personal";

/** What it holds. */
export interface ErasedPlace {
  /** The id of the secure storage with the keys; `null` behind a restore, until a server starts. */
  readonly keys: string | null;
  /** Every erasure up to this place is done. */
  readonly erased: Seq;
}

/** Registers of a log. */
export type Registers = Pick<EventStorage, "getRegister" | "setRegister">;

/** The register's content; `null` if the log has never had personal data. */
export async function erasedPlace(log: Registers): Promise<ErasedPlace | null> {
  const register = await log.getRegister(NAME);
  return register === null ? null : JSON.parse(register.value);
}

/** Changes the register; `null` from `change` leaves it. */
export async function changeErasedPlace(
  log: Registers,
  change: (place: ErasedPlace | null) => ErasedPlace | null,
): Promise<void> {
  for (;;) {
    const register = await log.getRegister(NAME);
    const place = change(register === null ? null : JSON.parse(register.value));
    if (place === null) return;
    if ((await log.setRegister(NAME, JSON.stringify(place), register?.version ?? 0)).ok) return;
  }
}

/** Makes the next start erase again what a restored log says is erased. */
export async function eraseAgain(log: Registers): Promise<void> {
  await changeErasedPlace(log, (place) => place === null ? null : { keys: null, erased: 0 });
}

/** Takes a secure storage for a log's keys. @throws {StorageError} `invalid` if another one has them. */
export async function claimKeys(log: Registers, id: string): Promise<void> {
  let other = false;
  await changeErasedPlace(log, (place) => {
    other = place !== null && place.keys !== null && place.keys !== id;
    return other || place?.keys === id ? null : { keys: id, erased: place?.erased ?? 0 };
  });
  if (!other) return;
  throw new StorageError(
    "invalid",
    "Another secure storage has the keys of this log's personal data: all servers of a log need the same one",
  );
}
