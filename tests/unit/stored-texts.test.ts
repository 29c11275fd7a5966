import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { citizenActions } from '../../cloudfunctions/api/citizen';
import { staffActions } from '../../cloudfunctions/api/staff';
import type { Fields } from '../../cloudfunctions/domain/engine';
import { encodeName, readUpload, uploadFolder } from '../../cloudfunctions/domain/files/upload-path';
import { personalIn } from '../../cloudfunctions/domain/privacy/personal';
import { procedures } from '../../cloudfunctions/domain/procedures';
import { registers } from '../../cloudfunctions/domain/registers';
import { maskInput, type Found } from '../../cloudfunctions/usecases/kernel/citizen-text';
import { citizenOf, registered, staffOf } from '../support/callers';
import { handlerOf, manager, operator, operatorLead } from '../support/domain';
import { memory } from '../support/memory';
import { defOf } from '../support/schemas';

/** Every text that can be sent has a decision in docs/security.md, and what it says is so (J-21b, A23, A53). */

const START = '2026-11-23T10:00:00.000+08:00';
const ID = '440106199001011239';
const BAD = `身份证${ID}`;
/** No more than the first three and the last two of it. */
const isClean = (value: unknown): boolean => !JSON.stringify(value).includes(ID.slice(3, 12));

const decisions = ['masked', 'refused', 'allowed', 'sealed', 'fixed', 'asked'];
const cells = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

/** The rows of the table; other rows of the page have no decision in the third cell. */
const rows = readFileSync(join(__dirname, '../../docs/security.md'), 'utf8')
  .split('\n')
  .map(line => line.split('|').map(cell => cell.trim()))
  .filter(([, , , decision = '']) => decisions.includes(decision))
  .map(([, actions, fields, decision]) => ({ actions: cells(actions), fields: cells(fields), decision }));

const fits = (pattern: string, name: string): boolean =>
  pattern === name ||
  (pattern.startsWith('*') && pattern !== '*' && name.endsWith(pattern.slice(1))) ||
  (pattern.endsWith('*]') &&
    new RegExp(`${pattern.slice(2, -2).replace(/[.[\]]/g, '\\$&')}\\d\\]$`).test(name));

const decisionOf = (action: string, field: string): string | undefined => {
  const found = (own: boolean) =>
    rows.find(
      ({ actions, fields }) =>
        actions.includes(own ? action : '*') && fields.some(pattern => fits(pattern, field)),
    );
  return (found(true) ?? found(false))?.decision;
};

/** Every place of a schema at which a text, or anything at all, can be sent. */
const textsOf = (schema: z.ZodType | undefined, path = ''): string[] => {
  if (!schema) return [];
  const def = defOf(schema);
  switch (def.type) {
    case 'string':
    case 'unknown':
    case 'any':
      return [path];
    case 'object':
      return [
        ...Object.entries(def.shape ?? {}).flatMap(([name, one]) =>
          textsOf(one, path ? `${path}.${name}` : name),
        ),
        ...textsOf(def.catchall, `${path}.*`),
      ];
    case 'array':
      return textsOf(def.element, `${path}[]`);
    case 'tuple':
      return (def.items ?? []).flatMap((one, at) => textsOf(one, `${path}[${at}]`));
    case 'record':
      return textsOf(def.valueType, `${path}{}`);
    case 'union':
      return (def.options ?? []).flatMap(one => textsOf(one, path));
    case 'pipe':
      return [...new Set([...textsOf(def.in, path), ...textsOf(def.out, path)])];
    default:
      return textsOf(def.innerType, path);
  }
};

const all = [...Object.entries(citizenActions), ...Object.entries(staffActions)].flatMap(
  ([action, { takes }]) => textsOf(takes).map(field => ({ action, field })),
);

test('all actions are walked', () => {
  expect(all.length).toBeGreaterThan(180);
  expect(all).toContainEqual({ action: 'ticket.file', field: 'applicant.name' });
});

test('every text that can be sent has a decision', () => {
  expect(all.filter(({ action, field }) => decisionOf(action, field) === undefined)).toEqual([]);
});

const filled = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(
      ([name, { type, columns, many, options, optionsFor }]): [string, unknown][] => {
        if (columns) return [[name, [filled(columns)]]];
        if (type === 'text' || type === 'longtext') return [[name, BAD]];
        return many && !options && !optionsFor ? [[name, [BAD]]] : [];
      },
    ),
  );

test.each([
  ...procedures.flatMap(({ kind, opening, acts }) => [
    ...(opening ? [{ name: kind, fields: opening.fields }] : []),
    ...acts.flatMap(({ act, fields }) => (fields ? [{ name: `${kind}.${act}`, fields }] : [])),
  ]),
  ...registers.map(({ register, fields }) => ({ name: register, fields })),
])('every text of the form $name is masked', ({ fields }) => {
  const found: Found = [];
  expect(isClean(maskInput(filled(fields), fields, found))).toBe(true);
});

describe('what the table says of each action', () => {
  test('texts of citizens and of those who write for them', async () => {
    const world = memory(START);
    const ou = citizenOf(world, 'ou');
    const applicant = { type: 'enterprise' as const, name: `${BAD}公司` };
    const { no } = await ou.file({ title: BAD, text: BAD, applicant });
    await ou.call('ask', { text: BAD });
    const op = staffOf(world, operator);
    await op.act(no, 'dispatch', { unitId: 'hrss', note: BAD });
    await op.call('draft.save', { no, act: 'note', input: { text: BAD } });
    await op.act(no, 'note', { text: BAD }).catch(() => undefined);
    await ou.act(no, 'supplement', { text: BAD });
    await expect(registered(world, operator, { channel: '12345', externalNo: BAD })).rejects.toMatchObject({
      code: 'invalid',
      fields: { externalNo: expect.stringContaining('身份证') as string },
    });
    for (const collection of ['tickets', 'journal', 'asks', 'messages', 'drafts'] as const)
      expect(world.all(collection).filter(one => !isClean(one))).toEqual([]);
  });

  test('names of files', () => {
    const sha256 = () => 'a'.repeat(64);
    const fileID = `cloud://env.b/${uploadFolder('ou', sha256)}/abcdefgh/${encodeName(`${BAD}.jpg`)}`;
    expect(readUpload(fileID)?.name).toBe(`身份证440*************39.jpg`);
  });

  test('what everybody reads is refused, and the answer says where', async () => {
    const world = memory(START);
    const boss = staffOf(world, manager);
    const where = { code: 'invalid', fields: expect.anything() as object };
    const unit = { id: 'new-unit', name: '新单位', region: '440000', duties: [], secondSignature: false };
    const service = { id: 'n', name: '新服务', aliases: [], unitId: 'hrss', region: '440000' };
    const words = { synonyms: [] as [string, string][], boilerplate: [] as string[] };
    const calls: [Parameters<typeof boss.call>[0], object, string][] = [
      ['region.save', { region: { code: '449999', name: BAD, parent: '440000' } }, 'region.name'],
      ['unit.save', { unit: { ...unit, name: BAD } }, 'unit.name'],
      ['unit.save', { unit: { ...unit, duties: [BAD] } }, 'unit.duties.0'],
      ['service.save', { service: { ...service, name: BAD } }, 'service.name'],
      ['service.save', { service: { ...service, aliases: [BAD] } }, 'service.aliases'],
      ['knowledge.saveWords', { version: 0, words: { ...words, boilerplate: [BAD] } }, 'words.boilerplate.0'],
      [
        'knowledge.saveWords',
        { version: 0, words: { ...words, synonyms: [[BAD, '词语']] } },
        'words.synonyms.0.0',
      ],
      ['notice.withdraw', { id: 'x', reason: BAD }, 'reason'],
      ['notice.review', { id: 'x', approve: true, reason: BAD }, 'reason'],
    ];
    for (const [action, input, field] of calls)
      await expect(boss.call(action, input as never)).rejects.toMatchObject({
        ...where,
        fields: { [field]: expect.stringMatching(/第 4 个字起的“440\*+39”像是身份证号/) as string },
      });
    const lead = staffOf(world, operatorLead);
    const entry = { question: `怎么改${BAD}`, similar: [BAD], answer: `请先看说明。${BAD}` };
    await expect(lead.call('faq.save', { entry } as never)).rejects.toMatchObject({
      fields: { 'entry.answer': expect.stringMatching(/第 10 个字起的“440/) as string },
    });
    const kept = await lead.call('faq.save', {
      entry: { ...entry, answer: '请打 020-83331234 或者 12345。' },
    } as never);
    expect(isClean(kept)).toBe(true);
    expect(kept.faq.answer).toContain('020-83331234');
  });

  test('a notice is not published with it, and says so while it is written', async () => {
    const world = memory(START);
    const op = staffOf(world, operator);
    const notice = { kind: 'general' as const, title: '关于补办的公告', text: `请找王某，电话13912345678。` };
    const { problems } = await op.call('notice.check', { notice });
    expect(problems['text']).toMatch(/第 8 个字起的“139\*{4}5678”像是手机号码/);
    const saved = (await op.call('notice.save', { notice })).notice;
    const boss = staffOf(world, manager);
    await expect(boss.call('notice.publish', { id: saved.id, version: saved.version })).rejects.toMatchObject(
      { fields: { text: expect.stringContaining('第 8 个字起') as string } },
    );
    const office = { ...notice, text: '请打 020-83331234 或者 400-830-1234。' };
    expect((await op.call('notice.check', { notice: office })).problems).toEqual({});
  });

  test('an outcome is not disclosed with it', async () => {
    const world = memory(START);
    const { no } = await citizenOf(world, 'ou').file();
    await staffOf(world, operator).act(no, 'dispatch', { unitId: 'hrss' });
    const unit = staffOf(world, handlerOf('hrss'));
    await unit.act(no, 'accept');
    await unit.act(no, 'reply', { text: '请联系王某 13912345678 办理，已经说好了时间。' });
    await expect(staffOf(world, manager).act(no, 'disclose')).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringMatching(/答复第 7 个字起的“139\*{4}5678”像是手机号码/) as string,
    });
  });

  test('the record of administrative acts holds none', async () => {
    const world = memory(START);
    const lead = staffOf(world, operatorLead);
    await lead.call('faq.save', { entry: { question: `怎么改${BAD}`, answer: '在线办理。' } } as never);
    await staffOf(world, manager)
      .call('unit.dissolve', { unitId: 'psb', reason: BAD } as never)
      .catch(() => 0);
    expect(world.all('journal').length).toBeGreaterThan(0);
    expect(world.all('journal').filter(one => !isClean(one))).toEqual([]);
  });
});

test.each([
  ['请打020-83331234转8', undefined],
  ['信用代码91350100M000100Y43', undefined],
  ['写信到 jb@gd.gov.cn', undefined],
  ['😀请打13912345678', '第 4 个字起的“139****5678”像是手机号码'],
])('%s in public: %s', (text, said) => {
  expect(personalIn(text)).toEqual(said === undefined ? undefined : expect.stringContaining(said));
});
