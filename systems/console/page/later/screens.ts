/**
 * The screens of the systems, which a page loads when it shows one: most pages never do.
 *
 * @module
 */
export { ChecksScreen } from "../checks/checks_screen.tsx";
export { DevicesScreen } from "../devices/devices_screen.tsx";
export { HostScreen } from "../host/host_screen.tsx";
export { HubsScreen } from "../hubs/hubs_screen.tsx";
export { EventsScreen } from "../models/events_screen.tsx";
export { KeysScreen } from "../models/keys_screen.tsx";
export { LettersScreen } from "../models/letters_screen.tsx";
export { ModelsScreen } from "../models/models_screen.tsx";
export { WebhooksScreen } from "../models/webhooks_screen.tsx";
