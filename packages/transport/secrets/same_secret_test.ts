import { equal } from "node:assert/strict";
import { isSameSecret } from "./same_secret.ts";

Deno.test("isSameSecret() takes the whole secret and nothing else", () => {
  for (
    const [expected, given, same] of [
      ["secret", "secret", true],
      ["secret", "secreT", false],
      ["secret", "secre", false],
      ["secret", "secretsecret", false],
      ["secret", "", false],
      ["secret", null, false],
      ["secret", undefined, false],
      ["", "", true],
      ["", "a", false],
      ["é", "é", true],
      ["é", "e\u0301", false],
    ] as const
  ) equal(isSameSecret(expected, given), same, `${expected} ${given}`);
});
