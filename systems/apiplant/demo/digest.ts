/** The digest of everything that a server's models hold. */
import type { DemoServer } from "./demo_server.ts";

/** SHA-256 of the definitions and instances, in hexadecimal digits: equal content has equal digests. */
export async function digestOf(server: DemoServer): Promise<string> {
  const { items } = await server.call("GET", "/models", 200);
  const models = items as readonly { readonly id: string }[];
  const instances = await Promise.all(models.map(({ id }) => server.call("GET", `/models/${id}/instances`, 200)));
  const bytes = new TextEncoder().encode(JSON.stringify({ models, instances }));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
