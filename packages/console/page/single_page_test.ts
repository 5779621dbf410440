import { match, strictEqual } from "node:assert/strict";
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
