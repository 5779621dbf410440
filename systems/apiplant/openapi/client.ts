/** A typed client of a server's models, as a text of TypeScript without imports. */
import type { StoredModel } from "../model/definition.ts";
import { clientTypes, typeNames } from "./client_types.ts";
import { CLIENT_RUNTIME } from "./client_runtime.ts";

/** The text. */
export function clientText(models: readonly StoredModel[], mountPath: string): string {
  const definitions = models.map(({ definition }) => definition), names = typeNames(definitions.map(({ id }) => id));
  const members = definitions.map((definition) => {
    const id = JSON.stringify(definition.id),
      name = names.get(definition.id)!,
      bigints = JSON.stringify(bigIntsOf(definition));
    return `  readonly ${id}: Collection<${name}Data, ${name}Input> = this.collection(${id}, ${bigints});`;
  });
  return [
    "/** A client of a model server, made by it from its models. */",
    "",
    ...definitions.map((definition) => clientTypes(definition, names.get(definition.id)!)),
    CLIENT_RUNTIME.replace("MOUNT_PATH", JSON.stringify(mountPath)),
    "/** The server, with its models by their ids. */",
    "export class Client extends Connection {",
    ...members,
    "}",
    "",
  ].join("\n");
}

/** The fields whose values are bigints. */
function bigIntsOf({ fields }: StoredModel["definition"]): string[] {
  return Object.entries(fields).flatMap(([name, { type, of, hidden }]) => {
    return hidden !== true && (type === "BigInt" || of?.type === "BigInt") ? [name] : [];
  });
}
