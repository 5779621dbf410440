/**
 * The secrets of a configuration, by the names of its members.
 *
 * @module
 */
import { isSecretName, MIN_SECRET_CHARACTERS } from "@fluxwire/transport/secrets";
import type { JsonNode } from "../json/json_node.ts";

/** Every text and number below a member whose name marks a secret. Shorter ones are words of every log. */
export function configSecrets(node: JsonNode, isSecret = false): string[] {
  switch (node.kind) {
    case "object":
      return node.members.flatMap(({ name, value }) => configSecrets(value, isSecret || isSecretName(name)));
    case "array":
      return node.items.flatMap((item) => configSecrets(item, isSecret));
    case "text":
    case "number": {
      const text = String(node.value);
      return isSecret && text.length >= MIN_SECRET_CHARACTERS ? [text] : [];
    }
    default:
      return [];
  }
}
