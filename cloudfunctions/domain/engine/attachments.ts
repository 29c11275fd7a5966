import type { Attachment } from '../ticket/ticket';
import type { Context } from './context';

const LAST_PART = /[^/]+$/;

/** Files that a form names as they lie with the ticket; what was not looked into is called by its path. */
export const attachmentsFor = (
  fileIDs: readonly string[],
  { files }: Pick<Context, 'files'>,
  state: Attachment['state'] = 'ok',
  label?: string,
): Attachment[] =>
  fileIDs.map((fileID, index) => {
    const named = label && fileIDs.length > 1 ? `${label} ${index + 1}` : label;
    const kept = files?.get(fileID) ?? {
      name: named ?? LAST_PART.exec(fileID)?.[0] ?? '附件',
      type: /\.(jpe?g|png|gif|webp|heic)$/i.test(fileID) ? 'image' : 'file',
    };
    return { fileID, ...kept, ...(named ? { label: named } : {}), state };
  });
