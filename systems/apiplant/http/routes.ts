/** Every route of a server: what it takes, what it answers, and which program does it. */
import type { Route } from "./route.ts";
import { AUTH_ROUTES } from "./routes/auth.ts";
import { BATCH_ROUTES } from "./routes/batch.ts";
import { DEFINITION_ROUTES } from "./routes/definitions.ts";
import { documentRoutes } from "./routes/documents.ts";
import { ERASE_ROUTES } from "./routes/erase.ts";
import { EVENT_ROUTES } from "./routes/events.ts";
import { FILE_ROUTES } from "./routes/files.ts";
import { HOOK_ROUTES } from "./routes/hooks.ts";
import { INSTANCE_ROUTES } from "./routes/instances/routes.ts";
import { MAINTENANCE_ROUTES } from "./routes/maintenance.ts";
import { MCP_ROUTES } from "./routes/mcp.ts";
import { MODEL_ROUTES } from "./routes/models.ts";
import { OPERATOR_ROUTES } from "./routes/operator.ts";
import { SERVICE_ROUTES } from "./routes/service.ts";
import { WEBHOOK_ROUTES } from "./routes/webhooks.ts";

/** The table. */
export const ROUTES: readonly Route[] = [
  ...SERVICE_ROUTES,
  ...OPERATOR_ROUTES,
  ...MAINTENANCE_ROUTES,
  ...AUTH_ROUTES,
  ...DEFINITION_ROUTES,
  ...MODEL_ROUTES,
  ...HOOK_ROUTES,
  ...INSTANCE_ROUTES,
  ...ERASE_ROUTES,
  ...BATCH_ROUTES,
  ...EVENT_ROUTES,
  ...FILE_ROUTES,
  ...WEBHOOK_ROUTES,
  ...MCP_ROUTES,
  ...documentRoutes(() => ROUTES),
];
