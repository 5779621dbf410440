import { deepStrictEqual } from "node:assert/strict";
import { StreamLanguage } from "./codemirror.ts";
import { type Announced, JAVASCRIPT, tokenizerOf, UNKNOWN } from "./tokens.ts";

function parts(text: string, announced: Announced = UNKNOWN): string[] {
  const names: string[] = [], tree = StreamLanguage.define(tokenizerOf(announced)).parser.parse(text);
  tree.iterate({
    enter: ({ name, from, to }) => {
      if (name !== "Document") names.push(`${name} ${text.slice(from, to)}`);
    },
  });
  return names;
}

Deno.test("tokenizerOf() finds the words, names, texts, numbers and comments of SQL, over the ends of lines", () => {
  deepStrictEqual(parts("SELECT \"a\" -- b\nWHERE c = 'd\ne' AND 1.5 /* f\ng */"), [
    "keyword SELECT",
    'variableName "a"',
    "comment -- b",
    "keyword WHERE",
    "string 'd",
    "string e'",
    "keyword AND",
    "number 1.5",
    "comment /* f",
    "comment g */",
  ]);
});

Deno.test("tokenizerOf() goes by what the driver announces: other quotes, another comment, no words of SQL", () => {
  const redis: Announced = {
    language: "RedisCommands",
    nameQuote: null,
    textQuote: '"',
    comment: "#",
    placeholder: "",
  };
  deepStrictEqual(parts('SET a "b c" # select', redis), ['string "b c"', "comment # select"]);
  deepStrictEqual(parts("FROM [a b]", { ...UNKNOWN, nameQuote: "[" }), ["keyword FROM", "variableName [a b]"]);
});

Deno.test("tokenizerOf() knows the words, texts, escapes and comments of JavaScript", () => {
  deepStrictEqual(parts("const a = 'it\\'s' + \"b\" // select\n/* c */ return `d\ne`", JAVASCRIPT), [
    "keyword const",
    "string 'it\\'s'",
    'string "b"',
    "comment // select",
    "comment /* c */",
    "keyword return",
    "variableName `d",
    "variableName e`",
  ]);
});
