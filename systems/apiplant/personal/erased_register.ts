/** The register of a log that says where the keys of its personal data are, and which erasures are done. */
import type { Seq } from "../event/event.ts";
import { changeRegister, MAX_ATTEMPTS, readRegister, type Registers } from "../storage/register.ts";
import { StorageError } from "../storage/roles.ts";

const NAME = "personal";

/** What it holds. */
export interface ErasedPlace {
  /** The id of the secure storage with the keys; `null` behind a restore, until a server starts. */
  readonly keys: string | null;
  /** Every erasure up to this place is done. */
  readonly erased: Seq;
}

/** The register's content; `null` if the log has never had personal data. */
export async function erasedPlace(log: Registers): Promise<ErasedPlace | null> {
  return (await readRegister<ErasedPlace>(log, NAME))?.value ?? null;
}

/** Changes the register; `null` from `change` leaves it. @throws {StorageError} `conflict` if others change it all the time. */
export async function changeErasedPlace(
  log: Registers,
  change: (place: ErasedPlace | null) => ErasedPlace | null,
): Promise<void> {
  let isLeft = false;
  const held = await changeRegister<ErasedPlace | null>(log, NAME, (place) => {
    const next = change(place);
    isLeft = next === null;
    return next ?? place;
  });
  if (held !== null || isLeft) return;
  throw new StorageError("conflict", `The register ${NAME} was changed ${MAX_ATTEMPTS} times meanwhile: try again`);
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
