import type { Role } from '../../../catalogue';
import type { FieldSpec } from '../../../engine';

/**
 * Which service it is about. Those who answer for the platform leave it out where the platform itself is meant (A36);
 * everybody else has to choose one.
 */
export const serviceOrPlatform = (
  label: string,
  hints: { platform: string; service?: string },
  ofPlatform: readonly Role[],
): FieldSpec[] => [
  { name: 'serviceId', label: `${label}（${hints.platform}）`, type: 'service', askedOf: ofPlatform },
  {
    name: 'serviceId',
    label: hints.service ? `${label}（${hints.service}）` : label,
    type: 'service',
    required: true,
    askedOf: ['handler', 'lead', 'local'],
  },
];
