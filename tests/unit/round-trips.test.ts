import { manager, MONDAY } from '../support/domain';
import { answerTo } from '../support/access';
import { citizenOf, staffOf } from '../support/callers';
import type { TimerDocument } from '../../cloudfunctions/usecases/kernel/documents';
import { memory, type Memory } from '../support/memory';
import { countTrips, type Trips } from '../support/trips';

/**
 * How often a phone waits for the database, on an instance that is warm: one trip after another, and calls in all. A
 * number goes up here only with a reason.
 */

const REQUEST = '11111111-0000-4000-8000-';
let requests = 0;
const requestId = (): string => `${REQUEST}${String((requests += 1)).padStart(12, '0')}`;

const filing = () => ({
  action: 'ticket.file',
  requestId: requestId(),
  kind: 'complaint',
  category: 'business',
  title: '社保卡补办没有办成',
  text: '窗口说系统有问题，让我下周再来。',
  serviceId: 'card',
  contact: { phone: '13800138000' },
  consent: { policyVersion: '2026-11' },
});

const versionOf = (world: Memory, no: string): number => world.get('tickets', no)?.ticket.version ?? 0;

/** One that has run, and has checked the records. */
const timer: TimerDocument = {
  _id: 'timer',
  revision: 1,
  ...{ holder: '', until: '', startedAt: MONDAY, finishedAt: MONDAY, did: {}, running: '', stirred: false },
  aside: { waiting: {}, stuck: 0 },
  jobs: { audit: { startedAt: MONDAY, finishedAt: MONDAY, did: {}, marks: { found: '0' } } },
};

/** Tickets in every place that is looked at. */
const province = async () => {
  const world = memory(MONDAY);
  world.put('leases', timer);
  const file = async (openid: string, more: object): Promise<string> =>
    (await citizenOf(world, openid).file({ category: 'business', serviceId: 'card', ...more })).no;
  const suggestions: string[] = [];
  for (let n = 0; n < 110; n += 1) suggestions.push(await file(`person-${n}`, { kind: 'suggestion' }));
  const complaints: string[] = [];
  for (let n = 0; n < 4; n += 1) complaints.push(await file('chen', {}));
  const atOperator = [await file('chen', { category: 'unsure' }), await file('chen', { category: 'unsure' })];
  for (let n = 0; n < 5; n += 1)
    await staffOf(world, manager).call('notice.save', {
      notice: {
        kind: 'maintenance',
        title: `系统维护 ${n}`,
        text: '系统维护期间暂停办理，请错开时间。',
        serviceId: 'card',
        endsAt: '2026-12-01T00:00:00+08:00',
      },
    });
  const ask = async (name: 'citizen' | 'staff', openid: string, event: object): Promise<void> => {
    const reply = await answerTo(world, name, { openid }, event);
    if (!reply.ok) throw new Error(`${JSON.stringify(event)}: ${JSON.stringify(reply.error)}`);
    const { results = [] } = reply.data as { results?: { ok: boolean }[] };
    if (results.some(({ ok }) => !ok)) throw new Error(JSON.stringify(results));
  };
  const act = (openid: string, no: string | undefined = '', name: string, input: object): Promise<void> =>
    ask('staff', openid, { action: 'ticket.act', no, act: name, version: versionOf(world, no), input });
  return { world, suggestions, complaints, atOperator, ask, act };
};
type Province = Awaited<ReturnType<typeof province>>;

const bulk = ({ world, suggestions }: Province, n: number) => ({
  action: 'ticket.bulk',
  act: 'note',
  input: { text: '已核对' },
  items: suggestions.slice(50 * n, 50 * n + 50).map(no => ({ no, version: versionOf(world, no) })),
});

type Row = [name: string, inRow: number, inAll: number, call: (of: Province, n: number) => Promise<void>];
const citizen =
  (action: string): Row[3] =>
  ({ ask }) =>
    ask('citizen', 'chen', { action });
const staff =
  (who: string, action: string): Row[3] =>
  ({ ask }) =>
    ask('staff', `openid-${who}`, { action });
const [OP, HANDLER] = ['openid-op', 'openid-hrss-handler'];

/** Each call is made once before it counts, of another ticket where it changes one. */
const table: Row[] = [
  ['citizen me.get', 1, 3, citizen('me.get')],
  // What is in use, then the archive: one that is moved in between is found.
  ['citizen ticket.list', 2, 3, citizen('ticket.list')],
  ['citizen inbox.list', 1, 2, citizen('inbox.list')],
  ['citizen notice.list', 2, 2, citizen('notice.list')],
  ['citizen service.list', 2, 2, citizen('service.list')],
  // A complaint also reads the grounds and the remedies that the unit may choose from, side by side (A35, A16).
  [
    'citizen ticket.get',
    2,
    4,
    ({ ask, complaints }) => ask('citizen', 'chen', { action: 'ticket.get', no: complaints[0] }),
  ],
  // Counters; then the page, and how much is overdue.
  ['staff ticket.queue', 2, 3, ({ ask }) => ask('staff', OP, { action: 'ticket.queue', view: 'all' })],
  // Counters, what is overdue, the timer.
  ['staff me.get of the manager', 2, 3, staff('mgr', 'me.get')],
  ['staff inbox.list', 2, 3, staff('hrss-handler', 'inbox.list')],
  ['staff notice.list', 2, 2, staff('hrss-handler', 'notice.list')],
  ['staff service.list', 2, 2, staff('hrss-handler', 'service.list')],
  ['staff procedure.list', 1, 1, staff('hrss-handler', 'procedure.list')],
  ['staff faq.list', 1, 1, staff('hrss-handler', 'faq.list')],
  [
    'staff ticket.get, suggestion',
    2,
    2,
    ({ ask, suggestions }) => ask('staff', OP, { action: 'ticket.get', no: suggestions[0] }),
  ],
  [
    'staff ticket.get, complaint',
    3,
    4,
    ({ ask, complaints }) => ask('staff', OP, { action: 'ticket.get', no: complaints[0] }),
  ],
  // Who may give it to a colleague sees how much each holds: one look more, at counters.
  [
    'staff ticket.get, of the own unit',
    3,
    5,
    ({ ask, complaints }) => ask('staff', HANDLER, { action: 'ticket.get', no: complaints[3] }),
  ],
  // The version and what is filed today side by side, then the transaction of two documents.
  ['ticket.file', 5, 9, ({ ask }) => ask('citizen', 'wang', filing())],
  // Besides, what was answered for that phone before (A48).
  [
    'ticket.register',
    6,
    9,
    ({ ask }) => ask('staff', OP, { ...filing(), action: 'ticket.register', channel: 'phone' }),
  ],
  // The version, then the transaction: ticket read, ticket and entry written. Of a complaint its grounds and
  // remedies besides; of a reply who had the same words (A52); beside the transaction the draft of the act is looked for.
  ['act dispatch', 7, 14, ({ act, atOperator }, n) => act(OP, atOperator[n], 'dispatch', { unitId: 'psb' })],
  ['act accept', 7, 10, ({ act, complaints }, n) => act(HANDLER, complaints[n], 'accept', {})],
  [
    'act reply',
    7,
    12,
    ({ act, complaints }, n) => act(HANDLER, complaints[n], 'reply', { text: '已为您补办，请到窗口领取。' }),
  ],
  ['act note', 6, 7, ({ act, suggestions }, n) => act(OP, suggestions[100 + n], 'note', { text: '已核对' })],
  // Five transactions of ten; in memory they come one after the other, in a database side by side: then 33 in a row.
  ['bulk of 50', 157, 166, (of, n) => of.ask('staff', OP, bulk(of, n))],
];

test('no call waits for the database more often than it has to', async () => {
  const of = await province();
  const trips = countTrips(of.world);
  const seen: [string, Trips][] = [];
  for (const [name, , , call] of table) {
    await call(of, 0);
    seen.push([name, await trips(() => call(of, 1))]);
  }
  expect(seen).toEqual(table.map(([name, inRow, inAll]) => [name, { inRow, inAll }]));
});
