import type { ShownAttachment } from '../../../typings/contract';
import type { Context } from '../engine';
import type { Attachment } from '../ticket/ticket';

/** A file of a ticket for its reader: whoever uploaded it knows it by the fileID of the upload, others by that of the copy. */
export const showAttachment = (
  { fileID, name, type, state, label, from, by, of }: Attachment,
  { actor }: Pick<Context, 'actor'>,
): ShownAttachment => ({
  ...(from && by === actor.id ? { fileID: from, keptID: fileID } : { fileID }),
  name,
  type,
  state,
  ...(label ? { label } : {}),
  ...(of === undefined ? {} : { of }),
});
