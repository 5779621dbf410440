/** The path and the parameters of a request. */

/** An address without parameters, whose path is the same before and after it is parsed: no percent signs, no dot in front. */
const PLAIN = /^https?:\/\/[^/?#]+((?:\/[\w~-][\w.~-]*)*\/?)$/;

/** The part of a request's address behind the host; what most requests do not have is not parsed. */
export class RequestAddress {
  /** As it was sent, without dot segments. */
  readonly pathname: string;
  /** With its question mark, or empty. */
  readonly search: string;
  #parameters: URLSearchParams | null = null;

  /** Takes the address of a request. */
  constructor(url: string) {
    const plain = PLAIN.exec(url)?.[1];
    const { pathname, search } = plain === undefined
      ? new URL(url)
      : { pathname: plain === "" ? "/" : plain, search: "" };
    this.pathname = pathname;
    this.search = search;
  }

  /** The parameters behind the question mark. */
  get parameters(): URLSearchParams {
    return this.#parameters ??= new URLSearchParams(this.search);
  }

  /** The value of a parameter, or `null`. */
  parameter(name: string): string | null {
    return this.search === "" ? null : this.parameters.get(name);
  }
}
