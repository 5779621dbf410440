/** Makes a command ready to be decided: its checks and pre hooks, on the state that is applied here. */
import type { Command, Operation } from "./command.ts";
import type { Prepared } from "./planned.ts";
import { Preparation, type PreparationParts } from "./preparation.ts";
import { prepareErasure } from "./prepare_erasure.ts";
import { prepareCreate, prepareDelete, prepareRestore, prepareUpdate } from "./prepare_instance.ts";
import { prepareHook, prepareModel, prepareModelChange, prepareModelDeletion } from "./prepare_model.ts";
import { Refusal } from "./refusal.ts";

/** Prepares a command. Rejects with a `Refusal`; that of a batch has the index of its operation in its details. */
export async function prepare(command: Command, parts: PreparationParts): Promise<Prepared> {
  const seq = parts.state.seq;
  const preparation = new Preparation(command, parts);
  for (const [index, operation] of command.operations.entries()) {
    try {
      command.signal.throwIfAborted();
      const preparing = prepareOperation(preparation, operation, index);
      if (preparing !== undefined) await preparing;
    } catch (error) {
      await preparation.discardKeys();
      throw command.batch && error instanceof Refusal ? withIndex(error, index) : error;
    }
  }
  const { changes, notes } = preparation;
  return { command, changes, notes, seq, discardKeys: () => preparation.discardKeys() };
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
