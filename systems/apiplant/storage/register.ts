/** Changes of a register by several servers. */
import type { EventStorage } from "./roles.ts";

/** What has registers: an event storage. */
export type Registers = Pick<EventStorage, "getRegister" | "setRegister">;

/** How often a change is tried. */
export const MAX_ATTEMPTS = 20;

/** What a register holds, with the version that it has. */
export interface Held<Value> {
  readonly value: Value;
  readonly version: number;
}

/** The value of a register, or `null`. Rejects with a `StorageError`. */
export async function readRegister<Value>(log: Registers, name: string): Promise<Held<Value> | null> {
  const register = await log.getRegister(name);
  return register === null ? null : { value: JSON.parse(register.value) as Value, version: register.version };
}

/**
 * Changes a register unless others do meanwhile, and then again.
 *
 * @param change Gives the new value for the present one, or the same one to leave it.
 * @returns What it holds then; `null` if others were first each time.
 */
export async function changeRegister<Value>(
  log: Registers,
  name: string,
  change: (value: Value | null) => Value,
): Promise<Held<Value> | null> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const held = await readRegister<Value>(log, name), value = change(held?.value ?? null);
    if (value === (held?.value ?? null)) return held;
    const set = await log.setRegister(name, JSON.stringify(value), held?.version ?? 0);
    if (set.ok) return { value, version: set.version };
  }
  return null;
}
