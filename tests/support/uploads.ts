import { encodeName, uploadFolder } from '../../cloudfunctions/domain/files/upload-path';
import type { Memory } from './memory';
import { jpegWith } from './file-samples';

/** What people upload lies in a storage in which each path is a file, as the platform has it. */
export const uploadsOf = (world: Memory) => {
  const files = new Map<string, Uint8Array>();
  let n = 0;
  Object.assign(world.ports, {
    storeFile: async (path: string, bytes: Uint8Array) => {
      files.set(`cloud://env.bucket/${path}`, bytes);
      return `cloud://env.bucket/${path}`;
    },
    readFile: async (fileID: string) => files.get(fileID),
    removeFile: async (fileID: string) => void files.delete(fileID),
    fileLinks: async (ids: readonly string[]) =>
      new Map(ids.filter(id => files.has(id)).map(id => [id, `https://links/${id}`])),
  });
  /** The phone of this person uploads a picture: its fileID. */
  const upload = (openid: string, name = '照片.jpg', bytes: Uint8Array = jpegWith()): string => {
    n += 1;
    const folder = uploadFolder(openid, world.ports.secrets.sha256);
    const fileID = `cloud://env.bucket/${folder}/${String(n).padStart(8, '0')}/${encodeName(name)}`;
    files.set(fileID, bytes);
    return fileID;
  };
  return { files, upload };
};
