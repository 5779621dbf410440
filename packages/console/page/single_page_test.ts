import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { SinglePage } from "./single_page.ts";

Deno.test("SinglePage lets neither a name nor a line of the recording end its element", () => {
  const page = new SinglePage({ title: '"></script><script>alert(1)</script>&', version: "1.0.0" });
  const text = `${page.start}${page.line('{"sql":"</script><script>alert(1)</script><!--"}')}${page.end}`;
  strictEqual(text.match(/<script[ >]/g)!.length, 4);
  strictEqual(text.match(/<\/script>/g)!.length, 4);
  match(text, /\{"sql":"\\u003c\/script>\\u003cscript>alert/);
  match(text, /<script type="text\/plain">\n.*Preact/is);
  match(text, /data-title="&quot;>&lt;\/script>/);
  match(text, /content="default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval'; style-src 'sha256-/);
});

Deno.test("SinglePage has a report of checks, which ends no element, and runs the screen of checks by its hash", () => {
  const check = {
    id: "a.b",
    section: "frames",
    text: "</script><!--",
    layout: "0.7.1",
    verdict: "failed",
    message: "<script>alert(1)</script>",
    ms: 1,
    frames: 0,
    omitted: 0,
    stream: null,
    connections: null,
  };
  const report = { lines: [{ check }], facts: [], totals: [], stale: [], sections: {} };
  const { start, end } = new SinglePage({ title: "checks", version: "1.0.0", report }), text = start + end;
  strictEqual(text.match(/<script[ >]/g)!.length, 6);
  strictEqual(text.match(/<\/script>/g)!.length, 6);
  const [, json] = /id="report">(.*?)<\/script>/s.exec(text)!;
  deepStrictEqual(JSON.parse(json!), report);
  const hashes = [.../script-src ((?:'sha256-[^']+' )+)/.exec(text)![1]!.matchAll(/'sha256-([^']+)'/g)];
  const scripts = [...text.matchAll(/<script type="module">(.*?)<\/script>/gs)];
  deepStrictEqual(
    scripts.map(([, script]) => createHash("sha256").update(script!).digest("base64")),
    hashes.map(([, hash]) => hash),
  );
  strictEqual(scripts.length, 2);
});
