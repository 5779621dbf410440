/** A native hook that does what the data of its instance says. */
import type { Json } from "../../../json/json.ts";
import { servePlugin } from "../../../driver/serve_plugin.ts";

await servePlugin({
  name: "obedient",
  version: "1.0.0",
  roles: ["hook"],
  open: () => ({
    hook: async (ctx) => {
      const after = ctx.after as Record<string, Json>;
      switch (after.do) {
        case "veto":
          return ctx.veto("not this one", { big: 12345678901234567890n });
        case "throw":
          throw new TypeError("it broke");
        case "exit":
          return Deno.exit(3);
        case "wait":
          return await new Promise(() => {});
        case "read": {
          const [one, list] = await Promise.all([ctx.get("note", "n"), ctx.list("note", { limit: 2 })]);
          return { ...after, one, list };
        }
        case "write":
          return await ctx.create("note", { of: ctx.instance, event: ctx.event?.id ?? null }).then(
            () => undefined,
            ({ name, code, message }) => ({ ...after, name, code, message }),
          );
        default:
          ctx.log(`${ctx.hook} of ${ctx.model}`);
          return ctx.hook.startsWith("pre") ? { ...after, seen: true } : undefined;
      }
    },
  }),
});
