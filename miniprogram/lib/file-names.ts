import { headOf } from './text';

/** Names of files as the last part of the path under which they are uploaded: the cloud reads the name there. */

const MOST_CHARACTERS = 60;

/** ASCII, without the characters that paths and addresses use. */
export const encodeName = (name: string): string => {
  const ending = endingOf(name);
  const short = name.length > MOST_CHARACTERS ? `${headOf(name, 50)}…${ending && `.${ending}`}` : name;
  return encodeURIComponent(short.replace(/[\\/]/g, '')).replace(/~/g, '%7E').replace(/%/g, '~');
};

/** What a file was called that has been uploaded; empty where its path does not say it. */
export const nameOfUpload = (fileID: string): string => {
  const last = fileID.split('/').pop() || '';
  try {
    return decodeURIComponent(last.replace(/~/g, '%'));
  } catch {
    return '';
  }
};

/** `pdf`; empty without one. */
export const endingOf = (name: string): string => {
  const found = /\.(\w+)$/.exec(name);
  return found && found[1] ? found[1].toLowerCase() : '';
};
