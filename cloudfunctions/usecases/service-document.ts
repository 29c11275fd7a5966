import type { Service } from '../domain/catalogue';
import { isVacant } from '../domain/service-register';
import { titleParts } from '../domain/ticket/scope';
import type { Collections } from './documents';

/** The distinct three-character parts of a text. */
const longParts = (text: string): string[] => {
  const characters = [...text.toLowerCase().replace(/\s+/g, '')];
  return [...new Set(characters.slice(2).map((_, index) => characters.slice(index, index + 3).join('')))];
};

/**
 * What a query is looked up by. Three characters are shared by far fewer services than two, so that a search among
 * 10,000 looks at few of them.
 */
export const queryParts = (query: string): string[] => {
  const long = longParts(query);
  return long.length > 0 ? long : titleParts(query);
};

const partsOf = (text: string): string[] => [...titleParts(text), ...longParts(text)];

/** A service as it is stored, with what it is found by. */
export const serviceDocument = (service: Service): Collections['services'] => ({
  _id: service.id,
  ...service,
  nameKey: `${service.name}|${service.id}`,
  searchParts: [...new Set([service.name, ...service.aliases].flatMap(partsOf))],
  vacant: !service.withdrawn && isVacant(service.contacts),
});
