import { strictEqual } from "node:assert/strict";
import { listParameters } from "./list_words.ts";

Deno.test("listParameters() makes filters of words with an operator, searches for the others, and takes the server's JSON", () => {
  const of = (filter: string, order = "") => decodeURIComponent(String(listParameters(filter, order)));
  strictEqual(of(""), "");
  strictEqual(
    of('views>=5 title~"of the" slug^a note=null kind!=null', "-views,title"),
    "sort=-views,title&filter[views][gte]=5&filter[title][contains]=of+the&filter[slug][starts]=a" +
      "&filter[note][null]=true&filter[kind][null]=false",
  );
  strictEqual(of('red "blue sky" expand:author'), "expand=author&search=red+blue+sky");
  strictEqual(of(' {"views": {"gt": 5}} '), 'filter={"views":+{"gt":+5}}');
});
