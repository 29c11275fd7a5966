import type { Attachment } from '../../domain/ticket/ticket';
import type { Instant } from '../../domain/time';
import { PAGE, type HasTime, type Ports } from '../kernel/ports';

/** Files of a person who wants to be erased; `needed` are those that a ticket still needs. */

/** The person's files on a ticket, unless another one still needs them; with what may be left of the upload. */
export const eraseFiles = async (
  { database, secrets, removeFile }: Ports,
  attachments: readonly Attachment[],
  needed: ReadonlySet<string>,
): Promise<void> => {
  for (const { fileID, from } of attachments) {
    if (needed.has(fileID)) continue;
    await removeFile(fileID);
    if (from === undefined) continue;
    await removeFile(from);
    await database.remove('files', secrets.sha256(from));
  }
};

/** What else the person has handed in: also what was never submitted with anything; false = there was no time for all. */
export const eraseKept = async (
  { database, removeFile }: Ports,
  openid: string,
  { needed, until }: { needed: ReadonlySet<string>; until: Instant },
  hasTime: HasTime,
): Promise<boolean> => {
  for (let after = ''; ;) {
    const page = await database.find('files', {
      where: { ownerId: openid, _id: { gt: after } },
      order: ['_id', 'asc'],
      limit: PAGE,
    });
    for (const { _id, keptID, at } of page) {
      if (needed.has(keptID) || at > until) continue;
      if (!(await hasTime())) return false;
      await removeFile(keptID);
      await database.remove('files', _id);
    }
    if (page.length < PAGE) return true;
    after = page.at(-1)?._id ?? after;
  }
};
