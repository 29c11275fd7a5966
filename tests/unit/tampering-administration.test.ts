import { Attack } from '../support/attack';
import type { Stored } from '../support/chained-world';
import type { Copy, Doc, Json, Tampering } from '../support/tamperings';

/** A47, continued: members, units, rule sets, the calendar and knowledge changed without an administrative act. */

jest.setTimeout(120_000);

let attack: Attack;
let stored: Stored;

beforeAll(async () => {
  attack = await Attack.begin();
  ({ stored } = attack);
});

/** The document of a collection of which something is true: made by an act of the story. */
const idOf = (name: string, has: (document: Doc) => boolean): string =>
  (stored[name] as Doc[]).find(has)!._id;
const member = (name: string): string => idOf('members', one => one['name'] === name);

const changed = (kind: string, name: string, id: string, values: Record<string, Json>): Tampering => ({
  kind: `${kind} (${name})`,
  change: copy => copy.put(name, { ...copy.get(name, id), ...values }),
});
const taken = (name: string, id: string): Tampering => ({
  kind: `taken out (${name})`,
  change: copy => copy.remove(name, id),
});
const putIn = (name: string, from: string, values: Record<string, Json>): Tampering => ({
  kind: `put in (${name})`,
  change: copy => copy.put(name, { ...copy.get(name, from), _id: 'nobody', ...values }),
});
const inside = (kind: string, name: string, id: string, change: (document: Doc) => void): Tampering => ({
  kind: `${kind} (${name})`,
  change: copy => copy.change(name, id, change),
});
const field = (value: Json | undefined): Record<string, Json> => value as Record<string, Json>;

test('members', async () => {
  const id = member('新来的');
  expect(
    await attack.missed([
      changed('a manager made of a handler', 'members', id, { role: 'manager', unitId: null }),
      changed('another unit', 'members', id, { unitId: 'psb' }),
      changed('another person behind it', 'members', id, { openid: 'openid-evil' }),
      changed('another name', 'members', id, { name: '别人' }),
      changed('the agreement runs longer', 'members', id, { agreementUntil: '2099-12-31' }),
      changed('revoked', 'members', id, { state: 'revoked' }),
      changed('at work again', 'members', member('走了的'), { state: 'active' }),
      changed(
        'another stand-in',
        'members',
        idOf('members', one => 'standIn' in one),
        {
          standIn: { memberId: 'mgr', until: '2099-12-31' },
        },
      ),
      taken('members', id),
      putIn('members', id, { id: 'nobody', openid: 'openid-evil', role: 'manager' }),
    ]),
  ).toEqual([]);
});

test('units and regions', async () => {
  expect(
    await attack.missed([
      changed('another name', 'units', 'edu', { name: '别的厅' }),
      changed('another unit above', 'units', 'edu', { parentId: 'psb' }),
      changed('a second signature', 'units', 'edu', { secondSignature: true }),
      changed('other duties', 'units', 'edu', { duties: ['什么都管'] }),
      changed('another region', 'units', 'edu', { region: '440100' }),
      taken('units', 'edu'),
      putIn('units', 'edu', { id: 'nobody', name: '不存在的厅' }),
      changed('another name', 'regions', '440500', { name: '别的市' }),
      changed('another region above', 'regions', '440500', { parent: '440100' }),
      taken('regions', '440500'),
      putIn('regions', '440500', { code: '449999', name: '不存在的市' }),
    ]),
  ).toEqual([]);
});

test('rule sets', async () => {
  const id = stored['rulesets']![0]!._id;
  const windows = (days: number) => (one: Doc) => {
    const text = JSON.stringify(one);
    expect(text).toContain('"rateDays":8');
    Object.assign(one, JSON.parse(text.replace('"rateDays":8', `"rateDays":${days}`)));
  };
  expect(
    await attack.missed([
      inside('a longer window', 'rulesets', id, windows(80)),
      inside('limits that nobody saved', 'rulesets', id, one => {
        one['limits'] = { dispatch: { n: 9, unit: 'working-day' } };
      }),
      inside('switches that nobody saved', 'rulesets', id, one => {
        one['switches'] = { requestExtension: 'yes' };
      }),
      taken('rulesets', id),
      inside('another one active', 'settings', 'current', one => {
        one['ruleSet'] = { id: 'ganfutong-draft-2025-06', version: 1 };
      }),
      inside('another version active', 'settings', 'current', one => {
        field(one['ruleSet'])['version'] = 1;
      }),
    ]),
  ).toEqual([]);
});

test('the calendar', async () => {
  const id = stored['calendars']![0]!._id;
  const days = (change: (days: Json[]) => Json[]) => (one: Doc) => {
    one['days'] = change(one['days'] as Json[]);
  };
  expect(
    await attack.missed([
      inside(
        'a day off taken out',
        'calendars',
        id,
        days(all => all.slice(1)),
      ),
      inside(
        'a day off put in',
        'calendars',
        id,
        days(all => [...all, { date: '2027-03-03', kind: 'off', name: '假' }]),
      ),
      inside(
        'a day off made a working day',
        'calendars',
        id,
        days(all => [{ ...field(all[0]), kind: 'work' }, ...all.slice(1)]),
      ),
      inside('another source', 'calendars', id, one => {
        one['source'] = '没有这份通知';
      }),
      taken('calendars', id),
    ]),
  ).toEqual([]);
});

test('knowledge', async () => {
  const faq = stored['faqs']![0]!._id;
  const version = idOf('faqversions', one => String(one['faqId']) === faq && one['version'] === 1);
  const words = stored['wordlists']![0]!._id;
  expect(
    await attack.missed([
      changed('another answer', 'faqs', faq, { answer: '不用带任何材料。' }),
      changed('another question', 'faqs', faq, { question: '别的问题' }),
      changed('other likenesses', 'faqs', faq, { similar: ['什么都问'] }),
      changed('another unit', 'faqs', faq, { unitId: 'psb' }),
      changed('withdrawn', 'faqs', faq, { status: 'withdrawn' }),
      changed('another version', 'faqs', faq, { version: 7 }),
      taken('faqs', faq),
      putIn('faqs', faq, { id: 'nobody', question: '没人写过的' }),
      inside('another answer', 'faqversions', version, one => {
        field(one['content'])['answer'] = '不用带。';
      }),
      inside('somebody else saved it', 'faqversions', version, one => {
        field(one['saved'])['name'] = '别人';
      }),
      taken('faqversions', version),
      changed('other synonyms', 'wordlists', words, { synonyms: [['社保卡', '银行卡']] }),
      taken('wordlists', words),
      inside('other words in use', 'settings', 'current', one => {
        one['wordsVersion'] = 0;
      }),
      inside('a gate that nobody fitted', 'settings', 'current', one => {
        one['gateVersion'] = 9;
      }),
      inside('a router that nobody trained', 'settings', 'current', one => {
        one['routerVersion'] = 9;
      }),
    ]),
  ).toEqual([]);
});

test('services, notices and registers', async () => {
  const notice = stored['notices']!.find(one => (one as Doc)['no'] === null)!._id;
  const row = stored['registers']![0]!._id;
  const serviceOf = (change: (copy: Copy) => void, kind: string): Tampering => ({ kind, change });
  expect(
    await attack.missed([
      changed('another unit', 'services', 'fund', { unitId: 'psb' }),
      changed('another name', 'services', 'fund', { name: '别的事' }),
      changed('a limit of its own', 'services', 'fund', {
        statutory: [{ kind: 'complaint', limit: { n: 90, unit: 'working-day' }, basis: '无' }],
      }),
      serviceOf(copy => copy.remove('services', 'fund'), 'taken out (services)'),
      changed('another text', 'notices', notice, { text: '没人写过的公告。' }),
      taken('notices', notice),
      inside('another value', 'registers', row, one => {
        field(one['values'])['name'] = '别的';
      }),
      taken('registers', row),
    ]),
  ).toEqual([]);
});
