/** The kinds of values that keys of a configuration have. */
import { isTypePattern } from "../files/stored_file.ts";
import { parseAddress } from "./address.ts";
import { isTrustedUrl, parseNetwork } from "./network.ts";
import type { Toml } from "./toml.ts";
import { byteCount, milliseconds } from "./units.ts";

/** Reads a value: `undefined` if it is wrong. */
export interface Kind<T> {
  /** What is right, in words that go on behind "must be". */
  readonly wanted: string;
  read(value: Toml): T | undefined;
}

/** Any text. */
export const text: Kind<string> = {
  wanted: "a string",
  read: (value) => typeof value === "string" && !value.includes("\0") ? value : undefined,
};

/** A duration. */
export const duration: Kind<number> = {
  wanted: "a duration such as 250ms, 5s, 2m or 1h, at least 1 ms and at most 24h",
  read: (value) => within(milliseconds(value), 1, 86_400_000),
};

/** A size. */
export const size: Kind<number> = {
  wanted: "a size such as 64KiB or 1MiB, at least 1 byte and at most 1GiB",
  read: (value) => within(byteCount(value), 1, 1024 ** 3),
};

/** An integer between two bounds. Variables of the environment are texts, so digits count. */
export function integer(min: number, max: number): Kind<number> {
  return {
    wanted: `an integer from ${min} to ${max}`,
    read: (value) => {
      const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
      return typeof number === "number" && Number.isSafeInteger(number) ? within(number, min, max) : undefined;
    },
  };
}

/** True or false. */
export const flag: Kind<boolean> = {
  wanted: "true or false",
  read: (value) => value === true || value === "true" ? true : value === false || value === "false" ? false : undefined,
};

/** One of several words. */
export function word<T extends string>(...words: readonly T[]): Kind<T> {
  return { wanted: words.map((one) => `"${one}"`).join(" or "), read: (value) => words.find((one) => one === value) };
}

/** An address to listen at. */
export const address: Kind<NonNullable<ReturnType<typeof parseAddress>>> = {
  wanted: "host:port, :port, [::1]:port or unix:/path",
  read: (value) => typeof value === "string" ? parseAddress(value) ?? undefined : undefined,
};

/** A prefix of paths. */
export const mountPath: Kind<string> = {
  wanted: "a path of letters, digits, `.`, `_`, `~` and `-`, such as /api",
  read: (value) => {
    const path = typeof value === "string" ? value.replace(/^\/|\/$/g, "") : null;
    if (path === "") return "";
    const segments = path?.split("/") ?? [""];
    return segments.every((one) => /^[\w.~-]+$/.test(one) && !/^\.\.?$/.test(one))
      ? `/${segments.join("/")}`
      : undefined;
  },
};

/** A list of texts that each pass a check. */
export function list<T>(wanted: string, read: (text: string) => T | null): Kind<readonly T[]> {
  return {
    wanted: `a list of ${wanted}`,
    read: (value) => {
      if (!Array.isArray(value)) return undefined;
      const items = value.map((one) => typeof one === "string" ? read(one) : null);
      return items.includes(null) ? undefined : items as T[];
    },
  };
}

/** Ranges of addresses. */
export const networks: Kind<readonly NonNullable<ReturnType<typeof parseNetwork>>[]> = list(
  "addresses or ranges such as 10.0.0.0/8",
  parseNetwork,
);

/** Origins of web pages. */
export const origins: Kind<readonly string[]> = list("origins such as https://app.example, or *", (text) => {
  if (text === "*") return text;
  return URL.canParse(text) && new URL(text).origin === text ? text : null;
});

/** The address of an issuer of tokens; plain http is for this machine. */
export const issuer: Kind<string> = {
  wanted: "an address such as https://login.example, or http: on a loopback address",
  read: (value) => {
    if (value === "") return "";
    const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : null;
    return url !== null && isTrustedUrl(url) && url.search === "" && url.hash === "" ? value as string : undefined;
  },
};

/** Names of hosts. */
export const hosts: Kind<readonly string[]> = list("host names", (text) => {
  return /^[A-Za-z0-9.-]{1,253}$/.test(text) ? text.toLowerCase() : null;
});

/** Types of contents. */
export const contentTypes: Kind<readonly string[]> = list("content types such as image/png or image/*", (text) => {
  return isTypePattern(text) ? text : null;
});

/** `auto`, or a list of names. */
export const autoOrList: Kind<"auto" | readonly string[]> = {
  wanted: '"auto" or a list of strings',
  read: (value) => value === "auto" ? value : list("strings", (text) => text === "" ? null : text).read(value),
};

function within(value: number | null, min: number, max: number): number | undefined {
  return value !== null && value >= min && value <= max ? value : undefined;
}
