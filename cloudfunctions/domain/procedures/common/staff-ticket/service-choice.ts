import { serviceApplicants } from '../../../catalogue/roles';
import type { Role } from '../../../catalogue';
import { service } from '../../../engine';

/**
 * Which service it is about. Those who answer for the platform leave it out where the platform itself is meant (A36);
 * everybody else has to choose one.
 */
export const serviceOrPlatform = (
  label: string,
  hints: { platform: string; service?: string },
  ofPlatform: readonly Role[],
) =>
  service(label, {
    required: true,
    requiredOf: serviceApplicants,
    labelFor: ({ actor }) => {
      const hint = ofPlatform.includes(actor.role) ? hints.platform : hints.service;
      return hint ? `${label}（${hint}）` : label;
    },
  });
