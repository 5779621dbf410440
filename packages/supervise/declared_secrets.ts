/**
 * Which values of a program's environment are taken for secrets: they are masked in all that is shown or kept of its
 * output.
 *
 * @module
 */

/** Shorter values are words of every log: `debug`, `true`, a number. */
const MIN_LENGTH = 6;
/** A name that tells of a secret, which may be shorter, too. */
const SECRET_NAME = /key|token|secret|pass|pwd|credential|auth/i;
const MIN_NAMED_LENGTH = 3;

/**
 * The secrets among the variables that are declared for a program: every value of 6 characters or more, of 3 where its name tells
 * of a secret. Of a value with several lines, each that is as long.
 */
export function declaredSecrets(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    const least = SECRET_NAME.test(name) ? MIN_NAMED_LENGTH : MIN_LENGTH;
    return value.split(/\r?\n/).map((line) => line.trim()).filter(({ length }) => length >= least);
  });
}
