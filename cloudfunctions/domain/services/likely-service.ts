import type { Service } from '../catalogue';
import { condensed } from '../typed/words';

/** A name of two characters is as often a part of another word. */
const SHORTEST = 3;

/** The longest of a service's names that the text holds. */
const heldBy = (text: string, { name, aliases }: Pick<Service, 'name' | 'aliases'>): number =>
  Math.max(
    0,
    ...[name, ...aliases]
      .map(condensed)
      .filter(one => one.length >= SHORTEST && text.includes(one))
      .map(one => one.length),
  );

/** The one service that a text calls by its name; undefined where it names none, or two as clearly. */
export const likelyService = <S extends Pick<Service, 'name' | 'aliases' | 'withdrawn'>>(
  text: string,
  services: readonly S[],
): S | undefined => {
  const plain = condensed(text);
  const found = services
    .filter(({ withdrawn }) => !withdrawn)
    .map(service => ({ service, held: heldBy(plain, service) }))
    .filter(({ held }) => held > 0)
    .sort((one, other) => other.held - one.held);
  const [first, second] = found;
  return first && first.held > (second?.held ?? 0) ? first.service : undefined;
};
