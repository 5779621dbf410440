/** Decides a prepared command at one place of the log: its events there, or why it is refused. */
import type { Draft } from "../event/event.ts";
import { Overlay } from "../state/overlay.ts";
import type { State } from "../state/state.ts";
import type { MaybePromise } from "../storage/roles.ts";
import type { Command } from "./command.ts";
import { decideInstance, requireUnreferenced } from "./decide_instance.ts";
import { decideErasure } from "./decide_erasure.ts";
import { decideHook, decideModel, decideModelDeletion } from "./decide_model.ts";
import { Again, type Decided, type Deciding, type Place } from "./deciding.ts";
import type { Planned, PlannedInstance, Prepared } from "./planned.ts";
import { withIndex } from "./prepare.ts";
import { Refusal } from "./refusal.ts";

/**
 * The drafts of a command, whose instances it puts into `group`. Rejects with a `Refusal`, or with `Again`; then `group` is as
 * it was.
 */
export function decide(prepared: Prepared, state: State, group: Overlay, place: Place): MaybePromise<Draft[]> {
  const { changes, command, notes, seq } = prepared, [only] = changes;
  if (only === undefined || changes.length > 1 || isDeletion(only) || notes.length > 0 || command.batch) {
    return decideInSteps(prepared, state, group, place);
  }
  // Almost every command is one change; it is put into the group when nothing refuses it any more.
  const deciding = decideChange(only, { state, overlay: group, place, next: place.first, preparedAt: seq });
  return deciding instanceof Promise
    ? deciding.then((decided) => draftsOf(decided, command, place))
    : draftsOf(deciding, command, place);
}

async function decideInSteps(prepared: Prepared, state: State, group: Overlay, place: Place): Promise<Draft[]> {
  // One change is put into the group when nothing refuses it any more.
  const isAlone = prepared.changes.length === 1 && !isDeletion(prepared.changes[0]!);
  const overlay = isAlone ? group : new Overlay(group);
  if (prepared.notes.length > 0) await requireNotes(prepared, state, overlay);
  const decided: Decided[] = [];
  for (const change of prepared.changes) {
    const parts = { state, overlay, place, next: place.first + decided.length, preparedAt: prepared.seq };
    try {
      const deciding = decideChange(change, parts);
      decided.push(...deciding instanceof Promise ? await deciding : deciding);
    } catch (error) {
      const indexed = prepared.command.batch && change.kind === "instance" && error instanceof Refusal;
      throw indexed ? withIndex(error, change.index) : error;
    }
  }
  if (!isAlone) {
    await requireUnreferenced(prepared.changes.filter(isDeletion), state, overlay);
    group.take(overlay);
  }
  return draftsOf(decided, prepared.command, place);
}

function draftsOf(decided: readonly Decided[], command: Command, place: Place): Draft[] {
  const { actor, cause, idempotency: idem } = command;
  const commit = [place.first, place.first + decided.length - 1] as const;
  return decided.map(({ change, primary }): Draft => ({
    id: place.newId(),
    at: place.at,
    ...change,
    commit,
    actor,
    origin: place.origin,
    ...(cause && { cause }),
    ...(idem && primary && { idem }),
    v: 1,
  }));
}

function decideChange(change: Planned, deciding: Deciding): MaybePromise<Decided[]> {
  switch (change.kind) {
    case "instance":
      return decideInstance(change, deciding);
    case "erasure":
      return decideErasure(change, deciding);
    case "model":
      return decideModel(change, deciding);
    case "modelDeletion":
      return decideModelDeletion(change, deciding);
    case "hook":
      return decideHook(change, deciding);
    case "configuration": {
      const { what, name, payload } = change;
      return [{ primary: true, change: { kind: "config.updated", model: what, instance: name, payload } }];
    }
  }
}

async function requireNotes({ notes }: Prepared, state: State, overlay: Overlay): Promise<void> {
  for (const { model, id, revision } of notes) {
    const now = state.model(model) === null ? null : await overlay.get(model, id);
    if ((now?.revision ?? null) !== revision) throw new Again();
  }
}

function isDeletion(change: Planned): change is PlannedInstance {
  return change.kind === "instance" && change.after === null;
}
