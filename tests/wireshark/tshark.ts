/**
 * tshark's view of a capture.
 *
 * @module
 */
import { DISSECTOR } from "./generate.ts";

/** A field of a packet. */
export interface DissectedField {
  /** Its filter name. */
  name: string;
  /** Its first byte, from the start of the packet. */
  pos: number;
  /** How many bytes it takes. */
  size: number;
  /** Its text. */
  show: string;
}

/** A packet of a capture. */
export interface DissectedPacket {
  /** Its fields, in order. */
  fields: DissectedField[];
  /** Its whole text. */
  text: string;
}

/** Whether tshark is installed. */
export async function hasTshark(): Promise<boolean> {
  try {
    return (await new Deno.Command("tshark", { args: ["--version"], stdout: "null", stderr: "null" }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Every packet of a capture, as the committed dissector shows it. */
export async function dissect(capture: string): Promise<DissectedPacket[]> {
  const args = ["-X", `lua_script:${DISSECTOR.pathname}`, "-r", capture, "-T", "pdml"];
  const { code, stdout, stderr } = await new Deno.Command("tshark", { args, stdout: "piped", stderr: "piped" })
    .output();
  const errors = new TextDecoder().decode(stderr);
  if (code !== 0 || /lua/i.test(errors)) throw new Error(`tshark ended with ${code}: ${errors}`);
  return new TextDecoder().decode(stdout).split("<packet>").slice(1).map((text) => ({ text, fields: fieldsIn(text) }));
}

function fieldsIn(pdml: string): DissectedField[] {
  return [...pdml.matchAll(/<field ([^>]*?)\/?>/g)].map(([, attributes]) => {
    const values = Object.fromEntries([...attributes!.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, text]) => {
      return [key, unescaped(text!)];
    }));
    const { name = "", pos = "0", size = "0", show = "" } = values;
    return { name, pos: Number(pos), size: Number(size), show };
  }).filter(({ name }) => name.startsWith("fluxwire."));
}

function unescaped(text: string): string {
  const characters: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (entity, hex, decimal, name) => {
    if (name !== undefined) return characters[name] ?? entity;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : parseInt(hex, 16));
  });
}
