/**
 * The health of an instance: the worst of what it says, and what its host sees.
 *
 * @module
 */
/** From best to worst. */
const HEALTH_WORDS = ["OK", "DEGRADED", "DOWN"] as const;

/** How well an instance is. */
export interface Health {
  /** `OK`, `DEGRADED`, `DOWN`, or a word of a newer release. */
  readonly status: string;
  /** Why, by names of the driver's choice. */
  readonly details: Readonly<Record<string, string>>;
}

/** An instance of which nothing is known but that it runs. */
export const WELL: Health = { status: "OK", details: {} };

/** The worst of several, with the details of all. A word of a newer release counts as `DEGRADED`. */
export function worstHealth(...all: readonly Health[]): Health {
  const worst = all.reduce((worst, one) => rank(one) > rank(worst) ? one : worst);
  return { status: worst.status, details: Object.assign({}, ...all.map(({ details }) => details)) };
}

function rank({ status }: Health): number {
  const index = (HEALTH_WORDS as readonly string[]).indexOf(status);
  return index < 0 ? 1 : index;
}
