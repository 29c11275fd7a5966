import * as z from 'zod';
import { fail } from '../failure';

/**
 * Two who save the same thing: each save of something that has an id says what it saves over (`version`, of what was
 * read), or that it is new. Without either it is taken only where nothing can be meant but what is there: a new id is a
 * creation, and a known one is the same thing as long as it is called the same. Nobody replaces 教育厅 by naming its id.
 */
export const saving = {
  /** Of what was read. */
  version: z.number({ error: '版本号不对，请刷新后再改' }).int().positive().optional(),
  /** What is saved must not exist yet. */
  new: z.boolean().optional(),
};

export type Saving = { version?: number | undefined; new?: boolean | undefined };

/** What was stored before versions were counted is the first. */
export const versionOf = ({ version = 1 }: { version?: number | undefined }): number => version;

/** Refuses a save that somebody else came before; answers the version that comes of it. `at` = the field of the id. */
export const nextVersion = (
  before: { name: string; version?: number | undefined } | undefined,
  { version, new: isNew, name }: Saving & { name: string },
  at: string,
): number => {
  if (!before) {
    if (version !== undefined) fail('conflict', '这一项已不在了，请刷新后再看；您填写的内容还在');
    return 1;
  }
  const taken = `这个编号已是“${before.name}”的。要新建，请换一个编号；要修改它，请打开它再改`;
  if (isNew) fail('invalid', taken, { [at]: taken });
  if (version === undefined && before.name !== name) fail('conflict', taken, { [at]: taken });
  if (version !== undefined && version !== versionOf(before))
    fail('conflict', `“${before.name}”刚被别人更改过，请看过最新内容后再保存；您填写的内容还在`);
  return versionOf(before) + 1;
};
