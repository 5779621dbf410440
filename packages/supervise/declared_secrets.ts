/**
 * The values of a program's environment that count as secrets: they are masked wherever its
 * output is shown or kept.
 *
 * @module
 */

import { isSecretName, MIN_SECRET_CHARACTERS } from "@fluxwire/transport/secrets";

/** Shorter values are words of every log: `debug`, `true`, a number. */
const MIN_LENGTH = 6;
/** The shortest value of a variable whose name marks a secret. */
const MIN_NAMED_LENGTH = MIN_SECRET_CHARACTERS;

/**
 * The secrets among a program's declared variables: values of 6 characters or more, or of 3 if the name
 * marks a secret. A value of several lines gives each line that is as long.
 */
export function declaredSecrets(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    const least = isSecretName(name) ? MIN_NAMED_LENGTH : MIN_LENGTH;
    return value.split(/\r?\n/).map((line) => line.trim()).filter(({ length }) => length >= least);
  });
}
