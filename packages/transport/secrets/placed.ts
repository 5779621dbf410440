/**
 * Secrets found by their place: passwords of addresses and connection strings, what follows `Bearer`.
 *
 * @module
 */
import { MASK } from "./mask.ts";
import type { Ranges } from "./ranges.ts";
import { SEEN } from "./needles.ts";
import { settingValue } from "./setting_value.ts";

/** The name of a setting or of a member of JSON, which may have more in front: `PGPASSWORD=`, `"access_token":`. */
const SETTING =
  /(?:passw(?:or)?d|passphrase|(?<![a-z])pass|pwd|secret|token|credentials?|(?:api|access|account|private|shared|auth|signing)[_-]?key)(\\{0,8}["'])?([=:])/gi;
/** `scheme://user:password@host`, up to the last @ before the path. */
const IN_ADDRESS = /:\/\/[^\s/:@"]*:([^\s/"<>]+)@/gd;
/** `user:password@tcp(host)`, as Go's drivers have it. */
const GO_ADDRESS = /@(?:tcp|udp|unix)[46]?\(/g;
/** So far from its end the beginning of such an address is looked for. */
const MAX_GO_CHARACTERS = 1_024;
/** What authorizes a request; a word in small letters is one of a sentence. */
const BEARER = /[Bb]earer\s{1,8}((?![a-z]+(?![\w.~+/=-]))[\w.~+/-]{3,}=*)/gd;
const BASIC = /[Bb]asic\s{1,8}([\w+/-]{4,}=*)/gd;

/** Notes where secrets stand by their place; `seen` are the bits that `Needles.find` gave for the text. */
export function findPlaced(text: string, seen: number, ranges: Ranges): void {
  if (seen & (SEEN.equals | SEEN.colon)) findSettings(text, ranges);
  if (seen & SEEN.colon) {
    if (text.includes("://")) {
      for (const { indices } of text.matchAll(IN_ADDRESS)) add(text, ranges, ...indices![1]!);
    }
    if (text.includes("@")) findGoAddresses(text, ranges);
  }
  if (text.includes("earer")) { for (const { indices } of text.matchAll(BEARER)) add(text, ranges, ...indices![1]!); }
  if (text.includes("asic")) {
    for (const { indices, 1: credentials } of text.matchAll(BASIC)) {
      if (isUserAndPassword(credentials!)) add(text, ranges, ...indices![1]!);
    }
  }
}

function findSettings(text: string, ranges: Ranges): void {
  SETTING.lastIndex = 0;
  for (let found = SETTING.exec(text); found !== null; found = SETTING.exec(text)) {
    const isMember = found[2] === ":";
    if (isMember && found[1] === undefined) continue;
    const value = settingValue(text, SETTING.lastIndex, isMember);
    if (value === null) continue;
    add(text, ranges, value.start, value.end);
    SETTING.lastIndex = Math.max(value.next, SETTING.lastIndex);
  }
}

function findGoAddresses(text: string, ranges: Ranges): void {
  let from = 0;
  for (const { index, 0: protocol } of text.matchAll(GO_ADDRESS)) {
    const before = text.slice(Math.max(from, index - MAX_GO_CHARACTERS), index);
    const start = Math.max(...[" ", "\t", "\n", '"', "'", "`"].map((mark) => before.lastIndexOf(mark))) + 1;
    const colon = before.indexOf(":", start);
    if (colon >= 0) add(text, ranges, index - before.length + colon + 1, index);
    from = index + protocol.length;
  }
}

/** What is masked stays as it is. */
function add(text: string, ranges: Ranges, start: number, end: number): void {
  if (!text.startsWith(MASK, start)) ranges.add(start, end);
}

function isUserAndPassword(base64: string): boolean {
  try {
    return atob(base64.replaceAll("-", "+").replaceAll("_", "/")).includes(":");
  } catch {
    return false;
  }
}
