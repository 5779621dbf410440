/**
 * `deno task protocol:generate`: writes the generated parts of the documents about the wire.
 *
 * @module
 */
import { COPY, DOCUMENTS, urlOf, withGeneratedParts } from "./document.ts";

for (const document of DOCUMENTS) {
  const url = urlOf(document);
  await Deno.writeTextFile(url, withGeneratedParts(document, await Deno.readTextFile(url)));
}
await Deno.copyFile(urlOf({ path: COPY.of }), urlOf(COPY));
