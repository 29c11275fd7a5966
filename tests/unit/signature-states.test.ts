import { procedures } from '../../cloudfunctions/domain/procedures';
import { blankTicket, type Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { citizenOf, staffOf } from '../support/callers';
import { handlerOf, leadOf, operator } from '../support/domain';
import { memory } from '../support/memory';

/** What waits for a signature, or has come back, says so in lists (A35); who is given a ticket, and how much each holds. */

const START = '2026-11-23T10:00:00.000+08:00';
const [hrss, lead] = [handlerOf('hrss'), leadOf('hrss')];

const signedWorld = async () => {
  const world = memory(START);
  world.put('units', { ...world.get('units', 'hrss')!, secondSignature: true });
  const { no } = await citizenOf(world, 'ou').file({ category: 'business', serviceId: 'card' });
  const label = async (): Promise<string | undefined> => {
    const { tickets } = await staffOf(world, hrss).call('ticket.queue', { view: 'all' });
    return tickets.find(one => one.no === no)?.signature?.label;
  };
  return { world, no, label };
};

describe('a reply that a lead signs', () => {
  test('waits, comes back, waits again, and is past when it was signed; its citizen sees nothing of it', async () => {
    const { world, no, label } = await signedWorld();
    expect(await label()).toBeUndefined();
    await staffOf(world, hrss).act(no, 'submitReply', { text: '请带身份证到网点补办。' });
    expect(await label()).toBe('待审核');
    expect((await citizenOf(world, 'ou').get(no)).signature).toBeUndefined();
    const waiting = await staffOf(world, lead).get(no);
    const draft = waiting.acts.find(({ act }) => act === 'approveReply')?.shows;
    expect(JSON.stringify(draft)).toContain('请带身份证到网点补办。');
    await staffOf(world, lead).act(no, 'returnReply', { reason: '请写明网点' });
    expect(await label()).toBe('退回修改');
    await staffOf(world, hrss).act(no, 'submitReply', { text: '请带身份证到天河支行补办。' });
    expect(await label()).toBe('待审核');
    await staffOf(world, lead).act(no, 'approveReply');
    expect(await label()).toBeUndefined();
  });

  test('so does what is decided against a citizen', async () => {
    const { world, no, label } = await signedWorld();
    await staffOf(world, hrss).act(no, 'return', { reason: '不属于本单位' });
    expect(await label()).toBe('待审核');
    await staffOf(world, lead).act(no, 'returnReply', { reason: '请先联系' });
    expect(await label()).toBe('退回修改');
  });
});

/** A ticket of staff in a state, after these acts. */
const inState = (kind: string, state: string, ...acts: string[]): Ticket => ({
  ...blankTicket({
    no: 'X1',
    kind,
    ruleSet: { id: 'gdzw-0001.5-2019', version: 1 },
    category: 'unsure',
    title: '',
    text: '',
    regionPath: [],
    holder: { role: 'manager' },
    applicant: { type: 'person' },
    createdAt: START,
  }),
  state,
  timeline: acts.map(act => ({ at: START, act, label: act, by: { id: '', role: 'manager', name: '' } })),
});

test.each([
  ['change', 'review', ['open'], 'waiting'],
  ['change', 'returned', ['open', 'askCorrection'], 'returned'],
  ['change', 'review', ['open', 'askCorrection', 'complete'], 'waiting'],
  ['change', 'ordered', ['open', 'askCorrection', 'complete', 'approve'], undefined],
  ['listing', 'deciding', ['confirmCheck'], 'waiting'],
  ['listing', 'returned', ['returnForCompletion'], 'returned'],
  ['release', 'approving', ['recordTest'], 'waiting'],
  ['release', 'planned', ['recordTest', 'reject'], 'returned'],
  ['release', 'ready', ['reject', 'recordTest', 'approve'], undefined],
  ['handover', 'signed', ['sign'], 'waiting'],
  ['handover', 'drawn', ['sign', 'sendBack'], 'returned'],
  ['report', 'completed', ['complete'], 'waiting'],
  ['report', 'draft', ['complete', 'sendBack'], 'returned'],
  ['rectification', 'mended', ['sendBack', 'mend'], 'waiting'],
  ['rectification', 'ordered', ['mend', 'sendBack'], 'returned'],
  ['supervision-order', 'answered', ['answerSupervision'], 'waiting'],
  ['supervision-order', 'issued', ['answerSupervision', 'demand'], 'returned'],
])('%s in %s after %j is %s', (kind, state, acts, signature) => {
  const procedure = procedures.find(one => one.kind === kind);
  expect(Object.keys(procedure?.states ?? {})).toContain(state);
  const known = new Set(procedure?.acts.map(({ act }) => act));
  expect(acts.filter(act => act !== 'open' && !known.has(act))).toEqual([]);
  expect(procedure?.signature?.(inState(kind, state, ...acts))).toBe(signature);
});

describe('to whom a ticket is given', () => {
  test('the least first, with how much each holds; what a lead holds is nothing for handlers', async () => {
    const world = memory(START);
    world.put('members', {
      ...world.get('members', 'hrss-handler')!,
      _id: 'two',
      id: 'two',
      openid: 'o2',
      name: '乙',
    });
    const file = async () =>
      (await citizenOf(world, 'ou').file({ category: 'business', serviceId: 'card' })).no;
    const [first, second] = [await file(), await file()];
    await staffOf(world, hrss).act(first, 'claim');
    const offered = async (who: typeof lead) =>
      (await staffOf(world, who).get(second)).acts
        .find(({ act }) => act === 'assign')
        ?.fields[0]?.suggested?.map(({ value, why }) => [value, why]);
    expect(await offered(lead)).toEqual([
      ['hrss-lead', '手上没有件'],
      ['two', '手上没有件'],
      ['hrss-handler', '手上 1 件'],
    ]);
    expect(await offered(hrss)).toEqual([
      ['two', '手上没有件'],
      ['hrss-handler', '手上 1 件'],
    ]);
    expect(await offered(operator)).toBeUndefined();
  });
});
