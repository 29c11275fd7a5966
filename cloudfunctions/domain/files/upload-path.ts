import { maskText } from '../privacy/identifiers';

/**
 * Where people upload to. The platform tells no function whose file it is, and lets whoever wrote a path write it again.
 * So the path says whose it is (a folder that follows from the OPENID), is never used twice (a random part), and carries
 * the name that the file had; what lies with a ticket is a copy that only functions can write (usecases/files).
 */

const FOLDER_CHARACTERS = 32;
/** The platform takes paths of 850 bytes. */
export const MOST_FILE_ID = 900;
const MOST_NAME = 60;

/** The folder of a person: `uploads/3f…`; another's cannot be guessed, and is refused anyway. */
export const uploadFolder = (openid: string, sha256: (text: string) => string): string =>
  `uploads/${sha256(`uploads|${openid}`).slice(0, FOLDER_CHARACTERS)}`;

const SHAPE = /^cloud:\/\/[\w.-]{1,200}\/(uploads\/[0-9a-f]{32})\/[\w-]{8,64}\/([^/\s?#%\\]{1,600})$/;

/** Control characters, what turns the direction of writing, and what separates paths. */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]/gu;

/** A name that can be shown and stored anywhere; its ending stays when it is cut. */
export const plainName = (name: string): string => {
  const plain = name.replace(HARMFUL, '').replace(/\s+/g, ' ').trim().replace(/^\.+/, '');
  const characters = [...plain];
  if (characters.length <= MOST_NAME) return plain;
  const ending = /\.\w{1,8}$/.exec(plain)?.[0] ?? '';
  return `${characters.slice(0, MOST_NAME - ending.length - 1).join('')}…${ending}`;
};

/** A name as the last part of a path: ASCII without the characters that paths and addresses use. */
export const encodeName = (name: string): string =>
  encodeURIComponent(plainName(name)).replace(/~/g, '%7E').replace(/%/g, '~');

const decodeName = (text: string): string | undefined => {
  try {
    return maskText(plainName(decodeURIComponent(text.replace(/~/g, '%')))).text;
  } catch {
    return undefined;
  }
};

/** What a fileID of an upload says: whose folder, and the name of the file with what names people masked; undefined for any other text. */
export const readUpload = (fileID: string): { folder: string; name: string } | undefined => {
  if (fileID.length > MOST_FILE_ID) return undefined;
  const [, folder, last = ''] = SHAPE.exec(fileID) ?? [];
  const name = decodeName(last);
  return folder === undefined || !name ? undefined : { folder, name };
};
