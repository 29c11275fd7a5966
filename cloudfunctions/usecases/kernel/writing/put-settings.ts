import type { SettingsDocument } from '../documents';
import type { Writer } from '../ports';

/** The document of the counters that tells instances whether what they keep in memory still holds. */
export const VERSIONS = 'versions';

/**
 * The one way to write the settings. Its version goes to the counters in the same transaction: a call looks at those
 * first anyway, and reads the settings only when they have changed.
 */
export const putSettings = async (writer: Pick<Writer, 'put'>, settings: SettingsDocument): Promise<void> => {
  const version = (settings.version ?? 0) + 1;
  await writer.put('settings', { ...settings, version });
  await writer.put('counters', { _id: VERSIONS, n: version });
};
