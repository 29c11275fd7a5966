import type { ServiceWindow } from '../catalogue';
import type { Instant } from '../time';

/** The outage of the platform itself, as all services show it (A36). */
export type PlatformFault = { no: string; reason: string; instead: string; since: Instant };

/** A window of maintenance of the platform itself; with a reason while it runs and all services show it. */
export type PlatformWindow = ServiceWindow & { reason?: string; instead?: string };
