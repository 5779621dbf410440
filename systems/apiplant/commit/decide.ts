/** Decides a prepared command at one place of the log: its events there, or why it is refused. */
import type { Draft } from "../event/event.ts";
import { Overlay } from "../state/overlay.ts";
import type { State } from "../state/state.ts";
import { decideInstance, requireUnreferenced } from "./decide_instance.ts";
import { decideHook, decideModel, decideModelDeletion } from "./decide_model.ts";
import { Again, type Decided, type Deciding, type Place } from "./deciding.ts";
import type { Planned, PlannedInstance, Prepared } from "./planned.ts";
import type { Permit } from "./command.ts";
import { provisional } from "./preparation.ts";
import { withIndex } from "./prepare.ts";
import { Refusal } from "./refusal.ts";

/**
 * The drafts of a command, whose instances it puts into `group`. Rejects with a `Refusal`, or with `Again`; then `group` is as
 * it was.
 */
export async function decide(prepared: Prepared, state: State, group: Overlay, place: Place): Promise<Draft[]> {
  const overlay = new Overlay(group);
  await requireNotes(prepared, state, overlay);
  const decided: Decided[] = [];
  for (const change of prepared.changes) {
    const deciding = { state, overlay, place, next: place.first + decided.length, preparedAt: prepared.seq };
    try {
      decided.push(...await decideChange(change, deciding));
      if (change.kind === "instance" && change.primary) requirePermit(prepared.command.permit, change);
    } catch (error) {
      const indexed = prepared.command.batch && change.kind === "instance" && error instanceof Refusal;
      throw indexed ? withIndex(error, change.index) : error;
    }
  }
  await requireUnreferenced(prepared.changes.filter(isDeletion), state, overlay);
  group.take(overlay);
  const { actor, cause, idempotency: idem } = prepared.command;
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

function decideChange(change: Planned, deciding: Deciding): Promise<Decided[]> | Decided[] {
  switch (change.kind) {
    case "instance":
      return decideInstance(change, deciding);
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

/** What was there before is the same at this place of the log, else the command had started again. */
function requirePermit(permit: Permit | undefined, { model, id, before, after }: PlannedInstance): void {
  if (permit === undefined) return;
  const { definition } = model;
  permit.change(definition, before, after === null ? null : provisional({ id, model, before }, after));
}

function isDeletion(change: Planned): change is PlannedInstance {
  return change.kind === "instance" && change.after === null;
}
