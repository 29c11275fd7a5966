import type { Service } from '../domain/catalogue';
import { isVacant } from '../domain/service-register';
import { titleParts } from '../domain/ticket/scope';
import type { Collections } from './documents';

/** A service as it is stored, with what it is found by. */
export const serviceDocument = (service: Service): Collections['services'] => ({
  _id: service.id,
  ...service,
  nameKey: `${service.name}|${service.id}`,
  searchParts: [...new Set([service.name, ...service.aliases].flatMap(titleParts))],
  vacant: !service.withdrawn && isVacant(service.contacts),
});
