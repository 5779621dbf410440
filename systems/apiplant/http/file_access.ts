/** Who may read a file, and who may give it to an instance. */
import type { Caller } from "../auth/caller.ts";
import { allowance, holds, seesHidden } from "../auth/rules.ts";
import { fileFields } from "../files/file_fields.ts";
import type { StoredFile } from "../files/stored_file.ts";
import type { Server } from "./server.ts";

/**
 * Whether a caller may read a file: one that an instance which it may read has by a field that it sees, or one of its own that no
 * instance has yet. Rejects with a `StorageError`.
 */
export async function mayReadFile(server: Server, caller: Caller, file: StoredFile): Promise<boolean> {
  const references = await server.files.references(file.value.id), { state } = server.core;
  if (references.length === 0) return caller.isAdmin || isUploader(caller, file);
  for (const { model, instance, field } of references) {
    const definition = state.model(model)?.definition;
    if (definition === undefined || definition.fields[field]?.hidden === true && !seesHidden(caller)) continue;
    const allowed = allowance(caller, definition, "read"), found = await state.get(model, instance);
    if (found !== null && holds(definition, allowed, found)) return true;
  }
  return false;
}

/**
 * Whether a caller may give a file to an instance, which may be its own: its value is seen in lists, histories and events too, by
 * callers that may not read the bytes. Rejects with a `StorageError`.
 */
export async function mayGiveFile(server: Server, caller: Caller, file: StoredFile): Promise<boolean> {
  return isUploader(caller, file) || await mayReadFile(server, caller, file);
}

/** Whether a caller may upload: there is a model that has files, and of which it may create or change instances. */
export function mayUpload({ core: { state } }: Server, caller: Caller): boolean {
  return caller.isAdmin || state.models().some(({ definition }) => {
    const actions = fileFields(definition).length === 0 ? [] : ["create", "update"] as const;
    return actions.some((action) => allowance(caller, definition, action) !== "none");
  });
}

function isUploader({ subject, actor }: Caller, file: StoredFile): boolean {
  return subject !== null && actor === file.actor;
}
