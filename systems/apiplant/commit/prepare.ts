/** Makes a command ready to be decided: its checks and pre hooks, on the state that is applied here. */
import type { Command, Operation } from "./command.ts";
import type { Prepared } from "./planned.ts";
import { Preparation, type PreparationParts } from "./preparation.ts";
import { prepareErasure } from "./prepare_erasure.ts";
import { prepareCreate, prepareDelete, prepareRestore, prepareUpdate } from "./prepare_instance.ts";
import { prepareHook, prepareModel, prepareModelChange, prepareModelDeletion } from "./prepare_model.ts";
import { Refusal } from "./refusal.ts";
import type { MaybePromise } from "../storage/roles.ts";

/** Prepares a command, at once if nothing is waited for. Throws or rejects with a `Refusal`; that of a batch has the index of its operation in its details. */
export function prepare(command: Command, parts: PreparationParts): MaybePromise<Prepared> {
  const preparation = new Preparation(command, parts), [only] = command.operations;
  if (only === undefined || command.operations.length > 1 || command.batch) return prepareAll(preparation);
  command.signal.throwIfAborted();
  // What is prepared at once has made no keys, and what throws at once has made none either.
  const preparing = prepareOperation(preparation, only, 0);
  return preparing === undefined ? preparation.prepared() : prepareRest(preparation, preparing);
}

async function prepareRest(preparation: Preparation, preparing: Promise<void>): Promise<Prepared> {
  try {
    await preparing;
    return preparation.prepared();
  } catch (error) {
    await preparation.discardKeys();
    throw error;
  }
}

async function prepareAll(preparation: Preparation): Promise<Prepared> {
  const { command } = preparation;
  for (const [index, operation] of command.operations.entries()) {
    try {
      command.signal.throwIfAborted();
      await prepareOperation(preparation, operation, index);
    } catch (error) {
      await preparation.discardKeys();
      throw command.batch && error instanceof Refusal ? withIndex(error, index) : error;
    }
  }
  return preparation.prepared();
}

/** A refusal that names its operation of a batch. */
export function withIndex(refusal: Refusal, index: number): Refusal {
  return new Refusal(refusal.code, refusal.message, { index, details: refusal.details }, refusal.headers);
}

function prepareOperation(preparation: Preparation, operation: Operation, index: number): Promise<void> | void {
  switch (operation.op) {
    case "create":
      return prepareCreate(preparation, operation, index);
    case "update":
    case "patch":
      return prepareUpdate(preparation, operation, index);
    case "restore":
      return prepareRestore(preparation, operation, index);
    case "delete":
      return prepareDelete(preparation, operation, index);
    case "erase":
      return prepareErasure(preparation, operation);
    case "createModel":
      return prepareModel(preparation, operation);
    case "updateModel":
      return prepareModelChange(preparation, operation);
    case "deleteModel":
      return prepareModelDeletion(preparation, operation, index);
    case "configure": {
      const { what, name, payload } = operation;
      preparation.changes.push({ kind: "configuration", what, name, payload });
      return Promise.resolve();
    }
    case "setHook":
    case "deleteHook":
      return prepareHook(preparation, operation);
  }
}
