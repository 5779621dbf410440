/** The words of a filter, and an order, as parameters of a list. */
const TERM = /^([A-Za-z][A-Za-z0-9_]*)(!=|>=|<=|=|>|<|~|\^)(.*)$/s;
const OPERATORS: Readonly<Record<string, string>> = {
  "=": "eq",
  "!=": "ne",
  ">": "gt",
  ">=": "gte",
  "<": "lt",
  "<=": "lte",
  "~": "contains",
  "^": "starts",
};
const EXPAND = "expand:";

/**
 * The parameters of a filter such as `views>5 title~"of the" note=null expand:author word`: words without an operator are
 * searched for. One that begins with `{` is a filter in the server's JSON.
 */
export function listParameters(filter: string, order: string): URLSearchParams {
  const query = new URLSearchParams(), words: string[] = [];
  if (order.trim() !== "") query.set("sort", order.trim());
  if (filter.trimStart().startsWith("{")) {
    query.set("filter", filter.trim());
    return query;
  }
  for (const term of termsOf(filter)) {
    const [, field, operator, value] = TERM.exec(term) ?? [];
    if (term.startsWith(EXPAND)) query.set("expand", term.slice(EXPAND.length));
    else if (field === undefined) words.push(term);
    else if (value === "null" && (operator === "=" || operator === "!=")) {
      query.append(`filter[${field}][null]`, String(operator === "="));
    } else query.append(`filter[${field}][${OPERATORS[operator!]}]`, unquoted(value!));
  }
  if (words.length > 0) query.set("search", words.map(unquoted).join(" "));
  return query;
}

/** Words with spaces between; a space between quotation marks belongs to its word. */
function termsOf(filter: string): string[] {
  return filter.match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
}

function unquoted(text: string): string {
  return text.replaceAll('"', "");
}
