/** A typed client of a server's models, as a text of TypeScript without imports. */
import type { StoredModel } from "../model/definition.ts";
import { clientTypes, typeName } from "./client_types.ts";
import { CLIENT_RUNTIME } from "./client_runtime.ts";

/** The text. */
export function clientText(models: readonly StoredModel[], mountPath: string): string {
  const definitions = models.map(({ definition }) => definition);
  const members = definitions.map(({ id }) => {
    return `  readonly ${JSON.stringify(id)}: Collection<${typeName(id)}, ${typeName(id)}Input> = this.collection(${
      JSON.stringify(id)
    }, ${JSON.stringify(bigIntsOf(definitions.find((one) => one.id === id)!))});`;
  });
  return [
    "/** A client of a model server, made by it from its models. */",
    "",
    ...definitions.map(clientTypes),
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
