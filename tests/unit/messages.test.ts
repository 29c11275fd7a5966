import { clip, takeAct, type Context, type Outcome } from '../../cloudfunctions/domain/engine';
import { openTicket, procedureOf, procedures } from '../../cloudfunctions/domain/procedures';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { subscribeFields } from '../../cloudfunctions/infra/platform/subscribe';
import { eraseAccount } from '../../cloudfunctions/usecases/account/erase-account';
import { saveProfile } from '../../cloudfunctions/usecases/account/profile';
import { listInbox } from '../../cloudfunctions/usecases/account/read-inbox';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { tellReports } from '../../cloudfunctions/usecases/clock/tell-reports';
import { commit } from '../../cloudfunctions/usecases/kernel/writing/commit';
import type { Ports } from '../../cloudfunctions/usecases/kernel/ports';
import { staffOf } from '../support/callers';
import { contextOf, handlerOf, manager, MONDAY, opening, owner, service } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** A45: who is told what, by which way, and how often. What each message says is asked of every step (the walks). */

describe('a field of a subscribe message', () => {
  test.each([
    ['短的不动', 20, '短的不动'],
    ['社会保障卡补办进度查询结果一直不更新怎么办', 12, '社会保障卡补办进度查询…'],
    ['a very long English title', 12, 'a very long…'],
    ['没有空格的长长长长长长长长长长长长长长长长词'.repeat(2), 5, '没有空格…'],
    ['已受理，最迟 10 月 30 日', 5, '已受理…'],
    ['👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 10, '👨‍👩‍👧…'],
    ['换行\n和\t空格', 20, '换行 和 空格'],
  ])('%j in %i characters', (text, most, cut) => {
    expect(clip(text, most)).toBe(cut);
    expect(clip(text, most).length).toBeLessThanOrEqual(most);
  });

  test('is neither empty nor too long, whatever was written', () => {
    for (const text of ['', ' ', '长'.repeat(500), 'W'.repeat(500), '😀'.repeat(50), '，，，，', '\n'])
      for (const { value } of Object.values(
        subscribeFields({ says: text, title: text, about: null, at: MONDAY }),
      )) {
        expect(value).not.toBe('');
        expect(value.length).toBeLessThanOrEqual(20);
      }
  });
});

type Sent = Parameters<Ports['sendSubscribe']>[0];

/** A world that keeps what went out as subscribe messages. */
const world = (): { here: Memory; sent: Sent[] } => {
  const sent: Sent[] = [];
  const sendSubscribe = async (message: Sent): Promise<boolean> => sent.push(message) > 0;
  return { here: memory(MONDAY, { sendSubscribe }), sent };
};
const tell = async (here: Memory): Promise<void> => void (await deliverOutbox(here, plainWork()));

const write = async (here: Memory, outcome: Outcome, context: Context, type: string): Promise<void> => {
  await here.ports.database.transaction(async transaction => {
    const before = await transaction.get('tickets', outcome.ticket.no);
    await commit(here.ports, transaction, { before, outcome, context, entry: { type, payload: null } });
  });
  await tell(here);
};

/** A complaint about a service, filed by the owner. */
const filed = async (here: Memory, more: Parameters<typeof opening>[0] = {}): Promise<Ticket> => {
  const context = contextOf(owner, here.ports.now(), { service });
  const outcome = openTicket(opening(more), context);
  await write(here, outcome, context, 'file');
  return outcome.ticket;
};

const act = async (here: Memory, ticket: Ticket, name: string, by = handlerOf('hrss'), input = {}) => {
  const context = contextOf(by, here.ports.now(), { service });
  const result = takeAct(procedureOf(ticket.kind), ticket, name, input, context);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  await write(here, result.value, context, name);
  return result.value.ticket;
};

const told = (here: Memory, to: string, channel: string): string[] =>
  here
    .all('messages')
    .filter(one => one.to === to && one.channel === channel)
    .map(({ text }) => text);

const grant = (here: Memory, granted: string[]) => saveProfile(here, owner.id, { granted });

test('a complaint from filing to close: three messages in the inbox, one outside', async () => {
  const { here, sent } = world();
  await grant(here, ['tmpl-reply', 'tmpl-question', 'tmpl-end']);
  let ticket = await filed(here, { title: '夜间施工噪音' });
  ticket = await act(here, ticket, 'accept');
  ticket = await act(here, ticket, 'note', handlerOf('hrss'), { text: '已核实' });
  ticket = await act(here, ticket, 'reply', handlerOf('hrss'), { text: '已责令停工。' });
  ticket = await act(here, ticket, 'rate', owner, { level: 5 });
  expect(ticket.state).toBe('closed');
  expect(told(here, owner.id, 'inbox')).toHaveLength(3);
  expect(sent).toEqual([expect.objectContaining({ template: 'tmpl-reply', title: '投诉“夜间施工噪音”' })]);
  expect(sent[0]?.says).toMatch(/^已答复您/);
});

describe('the kind of a message decides the template', () => {
  test('a question back takes the consent to questions; a refusal that to an end', async () => {
    const { here, sent } = world();
    await grant(here, ['tmpl-question']);
    const asked = await act(here, await filed(here), 'askCitizen', handlerOf('hrss'), { text: '哪一天？' });
    const refusal = { reason: '不属于', basis: '条例', redirect: '请找法院' };
    await act(here, asked, 'refuse', handlerOf('hrss'), refusal);
    expect(sent.map(({ template }) => template)).toEqual(['tmpl-question']);
    expect(here.get('profiles', owner.id)?.grants).toEqual({ 'tmpl-question': 0 });
    await grant(here, ['tmpl-end']);
    await act(here, await filed(here, { no: 'TS20261123-000-009-0' }), 'refuse', handlerOf('hrss'), refusal);
    expect(sent.map(({ template }) => template)).toEqual(['tmpl-question', 'tmpl-end']);
  });

  test('a consent to something else is not spent, and what is no template of ours is no consent', async () => {
    const { here, sent } = world();
    await grant(here, ['tmpl-notice', 'tmpl-reply']);
    await filed(here);
    expect(sent).toEqual([]);
    expect(here.get('profiles', owner.id)?.grants).toEqual({ 'tmpl-notice': 1, 'tmpl-reply': 1 });
    await expect(grant(here, ['elsewhere'])).rejects.toMatchObject({ code: 'invalid' });
  });
});

test('after these acts a citizen waits once more, and is asked for a consent again', () => {
  const acts = procedures.flatMap(procedure => procedure.acts);
  const ofCitizens = acts.filter(({ by, due }) => by.some(({ roles }) => roles.includes('citizen')) && !due);
  const waits = Object.fromEntries(ofCitizens.map(one => [one.act, one.waits]));
  expect(waits).toEqual({
    supplement: true,
    reopen: true,
    object: true,
    rate: { field: 'level', is: ['1', '2'] },
    // Nothing that was allowed has been used up before these.
    needHuman: undefined,
    urge: undefined,
    amend: undefined,
    // Nothing is waited for after these.
    confirmSolved: undefined,
    withdraw: undefined,
  });
});

describe('G-5.3b: what is only reported to the manager', () => {
  const openid = (here: Memory): string => here.get('members', manager.id)?.openid ?? '';
  const days = (): (() => Promise<number>) & { at(here: Memory, time: string): Promise<number> } => {
    const marks: Record<string, string> = {};
    const work = {
      ...plainWork(),
      marks: () => marks,
      remember: async (more: object) => void Object.assign(marks, more),
    };
    const run = async (here: Memory, time: string): Promise<number> => {
      here.at(`${time}:00.000+08:00`);
      return (await tellReports(here, work)).digests;
    };
    return Object.assign(async () => 0, { at: run });
  };

  test('stands in a list, and in one digest at 8:45 of the next working day, never twice', async () => {
    const { here } = world();
    const run = days();
    here.at('2026-11-27T16:00:00.000+08:00');
    for (const n of [1, 2, 3]) await filed(here, { no: `TS20261127-000-00${n}-0`, title: `第 ${n} 件` });
    expect(told(here, openid(here), 'inbox')).toEqual([]);
    const { messages } = await listInbox(here, openid(here), { reports: true, unread: false });
    expect(messages.map(({ about }) => about).sort()).toEqual([1, 2, 3].map(n => `TS20261127-000-00${n}-0`));
    // A Saturday and a Sunday, and the Monday before its time.
    for (const time of ['2026-11-28T08:45', '2026-11-29T09:00', '2026-11-30T08:44'])
      expect(await run.at(here, time)).toBe(0);
    expect(await run.at(here, '2026-11-30T08:45')).toBe(1);
    expect(await run.at(here, '2026-11-30T08:46')).toBe(0);
    const [digest, ...more] = told(here, openid(here), 'inbox');
    expect(more).toEqual([]);
    expect(digest).toMatch(/^有 3 件事项向您报告/);
    expect(digest).toContain('投诉“第 2 件”');
    expect(await run.at(here, '2026-12-01T08:45')).toBe(0);
    await filed(here, { no: 'TS20261201-000-001-0' });
    expect(await run.at(here, '2026-12-02T10:20')).toBe(1);
    expect(told(here, openid(here), 'inbox').at(-1)).toMatch(/^有 1 件/);
  });

  test('when, is a window of the rule set', async () => {
    const { here } = world();
    const boss = staffOf(here, manager);
    const { ruleSet } = await boss.call('ruleset.save', {
      id: 'gdzw-0001.5-2019',
      windows: { reportsBefore: 60 },
    });
    await boss.call('ruleset.activate', { id: ruleSet.id, version: ruleSet.version });
    await filed(here, { no: 'TS20261123-000-001-0' });
    expect(await days().at(here, '2026-11-24T07:59')).toBe(0);
    expect(await days().at(here, '2026-11-24T08:00')).toBe(1);
  });

  test('an urgent one does not wait', async () => {
    const { here } = world();
    await filed(here, { urgent: true });
    expect(told(here, openid(here), 'inbox')).toHaveLength(1);
  });
});

test('erased, a ticket’s title is gone from what staff were told and from the journal', async () => {
  const { here } = world();
  const title = '张三家的事';
  let ticket = await filed(here, { title, sealed: [] });
  ticket = await act(here, ticket, 'reply', handlerOf('hrss'), { text: '已办。' });
  await act(here, ticket, 'rate', owner, { level: 5 });
  here.at('2026-11-24T09:00:00.000+08:00');
  await tellReports(here, plainWork());
  const digest = here.all('messages').find(({ template }) => template === 'reports');
  expect(digest?.text).toContain(title);
  await eraseAccount(here, owner);
  expect(JSON.stringify([here.all('messages'), here.all('journal')])).not.toContain(title);
});
