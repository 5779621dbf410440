/**
 * Which values of a program's environment are taken for secrets: they are masked in all that is shown or kept of its
 * output.
 *
 * @module
 */

import { isSecretName, MIN_SECRET_CHARACTERS } from "@fluxwire/transport/secrets";

/** Shorter values are words of every log: `debug`, `true`, a number. */
const MIN_LENGTH = 6;
/** Where its name tells of a secret, a value may be shorter. */
const MIN_NAMED_LENGTH = MIN_SECRET_CHARACTERS;

/**
 * The secrets among the variables that are declared for a program: every value of 6 characters or more, of 3 where its name tells
 * of a secret. Of a value with several lines, each that is as long.
 */
export function declaredSecrets(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    const least = isSecretName(name) ? MIN_NAMED_LENGTH : MIN_LENGTH;
    return value.split(/\r?\n/).map((line) => line.trim()).filter(({ length }) => length >= least);
  });
}
