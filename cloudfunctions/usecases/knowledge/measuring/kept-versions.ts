import type { Ports } from '../../kernel/ports';

/** Of what is fitted anew, the newest three that were accepted are kept for a rollback, and the last refused one. */

const KEPT_VERSIONS = 3;

/** Why what was learned is no new version. */
export const NOTHING_NEW = '学出来的和正在使用的一样，不用换';

const BREATH_MILLISECONDS = 20;

/**
 * Lets an instance breathe after a long calculation. Connections that the other side closed meanwhile are noticed only
 * then; the next write would go into a dead one and be lost.
 */
export const breathe = ({ sleep }: Pick<Ports, 'sleep'>): Promise<void> => sleep(BREATH_MILLISECONDS);

/** Which versions are kept: `all` newest first; the one in use always stays. */
export const keptVersions = (
  all: readonly { version: number; accepted: boolean }[],
  inUse: number,
): Set<number> => {
  const accepted = all.filter(one => one.accepted).slice(0, KEPT_VERSIONS);
  const refused = all.filter(one => !one.accepted).slice(0, 1);
  return new Set([inUse, ...[...accepted, ...refused].map(one => one.version)]);
};

/** The id of a version, such that ids sort as versions do: 000003. */
export const versionName = (version: number): string => String(version).padStart(6, '0');
