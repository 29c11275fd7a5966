import type { Attachment } from '../../domain/ticket/ticket';
import { PAGE, type Ports } from '../kernel/ports';

/** Files of a person who wants to be erased; `needed` are those that a ticket still needs. */

/** The person's files on a ticket, unless another one still needs them; with what may be left of the upload. */
export const eraseFiles = async (
  { removeFile }: Ports,
  attachments: readonly Attachment[],
  needed: ReadonlySet<string>,
): Promise<void> => {
  for (const { fileID, from } of attachments) {
    if (needed.has(fileID)) continue;
    await removeFile(fileID);
    if (from !== undefined) await removeFile(from);
  }
};

/** What else the person has handed in: also what was never submitted with anything. */
export const eraseKept = async (
  { database, removeFile }: Ports,
  openid: string,
  needed: ReadonlySet<string>,
): Promise<void> => {
  for (let after = ''; ;) {
    const page = await database.find('files', {
      where: { ownerId: openid, _id: { gt: after } },
      order: ['_id', 'asc'],
      limit: PAGE,
    });
    for (const { _id, keptID } of page) {
      if (needed.has(keptID)) continue;
      await removeFile(keptID);
      await database.remove('files', _id);
    }
    if (page.length < PAGE) return;
    after = page.at(-1)?._id ?? after;
  }
};
