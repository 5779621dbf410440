/**
 * The words of NX's records. Newer releases add some: from a driver, an unknown one is a warning.
 *
 * @module
 */
import type { PublishRecord } from "./record.ts";

/** What a word is for. */
export type WordKind =
  | "direction"
  | "kind"
  | "connection"
  | "variable type"
  | "quality"
  | "source"
  | "severity"
  | "protocol"
  | "topology"
  | "health";

/** The known words, by what they are for. */
export const WORDS: Readonly<Record<WordKind, readonly string[]>> = {
  direction: ["Input", "Output", "BIDIR"],
  kind: ["Audio", "Video", "Control"],
  connection: [
    "HDMI",
    "VGA",
    "Component",
    "Composite",
    "Stereo",
    "Speaker",
    "Digital_Optical",
    "Digital_Coax",
    "IR",
    "IP",
    "ZigBee",
    "RS485",
    "Serial",
    "Relay",
  ],
  "variable type": ["Boolean", "Number", "Range", "Text", "Password", "Image", "Video"],
  quality: ["GOOD", "STALE", "ESTIMATED", "UNKNOWN"],
  source: ["DEVICE", "DRIVER", "USER", "CLOUD"],
  severity: ["INFO", "WARN", "ERROR"],
  protocol: ["IP", "ZIGBEE", "IR", "RS485", "MODBUS", "OTHER"],
  topology: ["DIRECT_IP", "VIA_HUB"],
  health: ["OK", "DEGRADED", "DOWN"],
};

/** What an unknown word is, as a sentence; null for a known or an empty one. */
export function unknownWord(kind: WordKind, word: string): string | null {
  return word === "" || WORDS[kind].includes(word) ? null : `unknown ${kind} ${JSON.stringify(word)}`;
}

/** The unknown words of a record. */
export function unknownWords({ call, message }: PublishRecord): string[] {
  switch (call) {
    case "UpsertEndpoints":
      return known(message.endpoints.flatMap(({ direction, kind, connection }) => [
        unknownWord("direction", direction),
        unknownWord("kind", kind),
        unknownWord("connection", connection),
      ]));
    case "UpsertVariables":
      return known(message.variables.map(({ type }) => unknownWord("variable type", type)));
    case "PublishVariable":
      return known([unknownWord("quality", message.quality), unknownWord("source", message.source)]);
    case "PublishEvent":
      return known([unknownWord("severity", message.severity)]);
    case "UpsertDevice":
      return known([unknownWord("protocol", message.protocol)]);
    case "PublishState":
      return [];
  }
}

function known(found: readonly (string | null)[]): string[] {
  return [...new Set(found.filter((text) => text !== null))];
}
