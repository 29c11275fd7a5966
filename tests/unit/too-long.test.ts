import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import '../../cloudfunctions/infra/function';
import { citizenActions } from '../../cloudfunctions/api/citizen';
import { staffActions } from '../../cloudfunctions/api/staff';
import { LONGEST_NOTICE, readNotice } from '../../cloudfunctions/domain/calendar';
import { entryErrors, entrySchema } from '../../cloudfunctions/domain/services/entry';
import { staffOf } from '../support/callers';
import { catalogue, handlerOf, MONDAY, service } from '../support/domain';
import { memory } from '../support/memory';
import { defOf, type Def } from '../support/schemas';

/** A text that is too long is refused with by how much, wherever it is read: whoever wrote it need not count. */

const LONG = '长'.repeat(200_000);
const BY_HOW_MUCH = /最多 \d+ 个字，多了 \d+ 个/;

const isBounded = (schema: z.ZodType, { checks = [] }: Def): boolean =>
  checks.some(({ _zod }) => _zod.def.check === 'max_length') || schema.safeParse('长长长').success;

/** Where a text that is too long is refused in other words. */
const mute = (schema: z.ZodType | undefined, at: string): string[] => {
  if (!schema) return [];
  const def = defOf(schema);
  const inside = [def.element, def.innerType, def.in, def.keyType, def.valueType];
  if (def.type === 'string' && isBounded(schema, def)) {
    const messages = schema.safeParse(LONG).error?.issues.map(({ message }) => message) ?? [
      BY_HOW_MUCH.source,
    ];
    return messages.some(message => BY_HOW_MUCH.test(message)) || messages[0] === BY_HOW_MUCH.source
      ? []
      : [`${at}: ${messages.join('；')}`];
  }
  return [
    ...Object.entries(def.shape ?? {}).flatMap(([name, one]) => mute(one, `${at}.${name}`)),
    ...[...inside, ...(def.options ?? []), ...(def.items ?? [])].flatMap(one => mute(one, at)),
  ];
};

/** What is chosen or handed on as a whole is no text that anybody writes. */
const HANDED_ON =
  /\.(no|id|\w+Id|act|kind|cursor|register|period|event|openid|code|date|from|to|until|at|file|text\.import)(:|\[)|import\.(file|text):/;

test('by every input of every action', () => {
  const found = [...Object.entries(citizenActions), ...Object.entries(staffActions)].flatMap(
    ([action, { takes }]) => mute(takes, action),
  );
  expect([...found, ...mute(entrySchema, 'entry')].filter(one => !HANDED_ON.test(one))).toEqual([]);
});

test('by what reads the parts of a service, a notice of days off and a draft', async () => {
  const entry = entrySchema.parse({ ...service, id: 'S1' });
  const errorsOf = (change: object) => entryErrors({ ...entry, ...change }, catalogue, entry);
  const target = `https://example.gov.cn/${'a'.repeat(500)}`;
  expect(errorsOf({ open: { type: 'h5', target } })['open.target']).toMatch(BY_HOW_MUCH);
  expect(errorsOf({ aliases: ['社保卡', '长'.repeat(63)] })).toEqual({
    aliases: '第 2 个别名最多 60 个字，多了 3 个',
  });
  expect(errorsOf({ aliases: Array.from({ length: 102 }, (_, n) => `别名${n}`) })['aliases']).toContain(
    '多了 2 个',
  );
  expect(readNotice('长'.repeat(LONGEST_NOTICE + 7), 2027).problems).toEqual([
    `通知全文最多 ${LONGEST_NOTICE} 个字，多了 7 个，请只粘贴放假安排`,
  ]);
  const handler = staffOf(memory(MONDAY), handlerOf('hrss'));
  const draft = { no: 'ZX20261123-AAA-AAA-AAA', act: 'note', input: { text: '长'.repeat(60_000) } };
  await expect(handler.call('draft.save', draft)).rejects.toMatchObject({
    fields: { input: expect.stringMatching(BY_HOW_MUCH) as string },
  });
});

/** Minimums, places in a text and sentences that are hard to read say nothing of a bound. */
const NO_BOUND = /(最少|至少|不到)[^`'"]*个?字|第 \$\{|这一?句太长|字母、数字|z\.int\(/;

test('and nobody words a bound by hand: there is one function for it', () => {
  const root = join(__dirname, '../../cloudfunctions');
  const worded = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts') && path !== 'domain/typed/text.ts')
    .flatMap(path =>
      readFileSync(join(root, path), 'utf8')
        .split('\n')
        .filter(
          line => /个字|太长|过长|很长/.test(line.replace(/^\s*(\/\/|\/?\*).*/, '')) && !NO_BOUND.test(line),
        )
        .map(line => `${path}: ${line.trim()}`),
    );
  expect(worded).toEqual([]);
});
