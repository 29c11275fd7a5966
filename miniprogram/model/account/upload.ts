import { uuid } from '../../cloud/uuid';
import { encodeName } from '../../lib/file-names';
import { profile } from './session';

/**
 * A path that was never used, in the folder of this person, with the name of the file: the cloud takes no file from anywhere
 * else. Undefined when the cloud cannot be asked now.
 */
export async function uploadPath(name: string): Promise<string | undefined> {
  const me = await profile();
  return me.ok ? `${me.data.uploadFolder}/${uuid()}/${encodeName(name)}` : undefined;
}
