import { staffOf } from './callers';
import { operator } from './domain';
import type { Memory } from './memory';

/** A security event that says that something classified was found, and nothing of what it is; its number. */
export const classifiedFind = async (world: Memory, eventKind = 'classified'): Promise<string> =>
  (
    await staffOf(world, operator).call('procedure.open', {
      kind: 'security-event',
      requestId: world.ports.secrets
        .randomId()
        .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-4$3-8$4-$5'),
      input: {
        subject: '一件工单里有涉密内容',
        eventKind,
        level: 'serious',
        detail: '在工单正文和附件里发现。',
      },
    })
  ).ticket.no;
