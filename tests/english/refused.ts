/**
 * The phrases that no text of the repository has, and what to say instead.
 *
 * @module
 */

/** A phrase that readers stumble over: its words, with alternatives in parentheses, and a better wording. */
export type Refused = readonly [words: string, better: string];

/** Every refused phrase. In this order, the first that fits a place is reported. */
export const REFUSED: readonly Refused[] = [
  ["who(ever|soever)", "name who it is: the caller, the author, the user, the host"],
  ["(somebody|anybody|everybody)", "name who it is: another process, the user, a reader"],
  ["nobody", "name who does not: no reader, no process; or say what does not happen"],
  ["(he|she|him|his)", "name who it is"],
  ["where there (is|are|was|were)", "if there is, if it has, if present"],
  ["if there (is|are) none", "if absent, otherwise, or null"],
  ["where (it|they|that|this) (has|have|is|are) (none|no)", "if it has no, if it is not"],
  ["that there (is|are|was|were) (not|none|no)", "that does not exist"],
  ["(null|none|nothing|undefined|absent|empty|missing|unknown) where", "null if"],
  ["where not", "otherwise"],
  ["(that|which) (is|are) none", "that is not one"],
  ["fact (sheet|sheets)", "cite PROTOCOL.md"],
  ["of (ours|theirs|yours)", "name whose it is"],
  ["for good", "permanently, for ever"],
  ["(is|are|was|were|be|been|being) told", "receives, learns, is passed; differs from"],
  ["(is|are|was|were|be|been) said", "is sent, is reported, is written"],
  ["without a word", "without sending anything, silently"],
  ["(bring|brings|brought) about", "cause, lead to"],
  ["(has|have|had) of", "what the profile contains"],
  ["(come|comes|came) of", "the result of"],
  ["what (become|becomes|became) of", "how it ends, what happens to it"],
  ["(say|says|know|knows|knew|said) nothing of", "does not know, does not mention"],
  ["(stand|stands) for those", "reports, represents"],
  ["so many at once", "up to a number of tasks at once"],
  ["had no room", "did not fit, had no capacity"],
  ["that of the earlier", "name the thing again"],
  ["and ends nothing", "and the session survives"],
  ["allocates or waits on", "allocating or waiting"],
  ["much time is", "including"],
  ["no longer than it may", "within a time limit"],
  ["(bury|buries|buried)", "onExit, collects its exit status"],
  ["was faster", "came first"],
  ["(live|lives) through", "survives"],
  ["in whose", "that has, whose"],
  ["all the same", "anyway, still"],
  ["no such thing", "name what is missing"],
  ["as good as none", "counts as missing"],
  ["but for", "except"],
  ["whatever (it|they|is|are|was|were|stands|happens|breaks|comes|ends|has|each|else|may|this|that)", "any, all that"],
];
