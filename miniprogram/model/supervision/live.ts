import type { ShownService } from '../../../typings/contract';

export type TroubledService = { id: string; name: string; words: string };

const WORDS: Partial<Record<ShownService['state'], string>> = { fault: '■ 异常', maintenance: '▲ 维护' };

/** Services that do not work, of a unit or of all, the worst first. */
export const troubledServices = (
  services: readonly ShownService[],
  unitId: string | undefined,
): TroubledService[] =>
  services.map(({ id, name, unitName, state }) => ({
    id,
    name,
    words: `${WORDS[state] ?? ''}${unitId === undefined ? ` · ${unitName}` : ''}`,
  }));

/** A unit's own services that work or were taken offline, besides those that do not work (G-2.2a). */
export const ownServices = (services: readonly ShownService[]): TroubledService[] =>
  services
    .filter(({ state }) => !(state in WORDS))
    .map(({ id, name, state }) => ({ id, name, words: state === 'online' ? '● 正常' : '○ 下线' }));
