import { managers } from '../../catalogue/roles';
import type { Party } from '../../engine';

/** Who takes part in every procedure. */

export const manager: Party = { label: '管理方', roles: managers, has: () => true };

/** The platform itself: automatic steps. */
export const platform: Party = { label: '系统', roles: ['system'], has: () => true };
