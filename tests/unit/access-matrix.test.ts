import { citizenActions } from '../../cloudfunctions/api/citizen';
import { staffActions } from '../../cloudfunctions/api/staff';
import type { Actor } from '../../cloudfunctions/domain/engine';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { addMembers, answerTo, callers, codeOf, type Who } from '../support/access';
import { citizenOf, registered, staffOf } from '../support/callers';
import { handlerOf, operator } from '../support/domain';
import { belongs, expectedActs } from '../support/expected-acts';
import { memory, type Memory } from '../support/memory';
import { LONG } from '../support/long';

/**
 * Who may call what, who sees which ticket, and who may take which act of it: each action, ticket and act with each
 * caller, against what contract §3–5 and requirements A34, A37, A39, A43, A44, J-7 say, written down here by hand.
 */

jest.setTimeout(120_000);

let cells = 0;
const wrong: string[] = [];
const cell = (where: string, got: string, want: readonly string[]): void => {
  cells += 1;
  if (!want.includes(got)) wrong.push(`${where}: ${got}, not ${want.join(' or ')}`);
};
const noneWrong = (): void => {
  const found = wrong.splice(0);
  expect(found.slice(0, 40)).toEqual([]);
};

describe('who may call which action (contract §3, §5)', () => {
  const all = ['handler', 'lead', 'operator', 'operator-lead', 'manager', 'local', 'partner', 'security'];
  /** Whoever works on tickets; partner and security officer have none. */
  const workers = ['handler', 'lead', 'operator', 'operator-lead', 'manager', 'local'];
  const desks = ['handler', 'lead', 'operator', 'operator-lead'];
  const heads = ['lead', 'operator-lead', 'manager'];
  const platform = ['operator-lead', 'manager'];
  const groups: [string[], string][] = [
    [
      all,
      'me.get inbox.list inbox.read member.standIn member.standIns member.address unit.list region.list service.list service.get',
    ],
    [
      all,
      'ticket.get ticket.timeline ticket.files procedure.list faq.list faq.get calendar.get ruleset.list ruleset.get',
    ],
    // A partner has its own matter (J-15a), the security officer what concerns security (J-20a).
    [
      [...workers, 'partner', 'security'],
      'ticket.queue ticket.act ticket.bulk draft.get draft.save presence.touch procedure.open',
    ],
    [
      workers,
      'ticket.likely board.get compliance.get compliance.tickets light.list odd.list document.held content.calendar maintenance.calendar service.export service.history',
    ],
    [
      workers,
      'notice.list notice.check notice.save notice.withdraw register.list register.history register.save register.rectify register.export',
    ],
    [workers, 'report.list report.get report.tickets report.file ticket.file plan.list plan.missed'],
    [[...heads, 'local'], 'plan.save'],
    [['operator', ...platform], 'report.build'],
    // What documents assign is registered by the manager too (A54).
    [[...desks, 'manager'], 'ticket.register'],
    [desks, 'faq.save faq.submit faq.import'],
    [desks, 'reply.suggest reply.check phrase.list phrase.save phrase.remove'],
    [
      [...desks, 'manager'],
      'faq.export knowledge.numbers knowledge.proposals knowledge.duplicates knowledge.unjudged knowledge.sample knowledge.candidates knowledge.judge',
    ],
    [
      heads,
      'faq.review faq.publish faq.withdraw faq.rollback faq.merge service.save member.list member.invite member.revoke',
    ],
    [platform, 'region.save unit.save service.import knowledge.words knowledge.saveWords'],
    [['operator', ...platform], 'notice.publish notice.review'],
    [
      ['manager'],
      'unit.dissolve calendar.import calendar.confirm ruleset.save ruleset.activate ruleset.tryOut clock.get clock.retry',
    ],
    [['manager'], 'knowledge.refit knowledge.rollback router.get router.refit router.rollback'],
    [['manager', 'security'], 'audit.list audit.check audit.state ticket.purge'],
  ];
  const mayCall = new Map(
    groups.flatMap(([roles, names]) => names.split(' ').map(name => [name, roles] as const)),
  );

  test('of the staff function: forbidden comes first, unauthenticated before it', async () => {
    const world = memory('2026-11-23T10:00:00.000+08:00');
    addMembers(world);
    const unknown = Object.keys(staffActions).filter(action => !mayCall.has(action));
    expect(unknown).toEqual([]);
    for (const [action, roles] of mayCall)
      for (const who of callers) {
        const got = codeOf(await answerTo(world, 'staff', who, { action, ...refused }));
        const may = !who.out && roles.includes(who.role);
        const want = who.openid === undefined ? 'unauthenticated' : 'forbidden';
        cell(
          `${action} by ${who.name}`,
          may && got !== 'forbidden' && got !== 'unauthenticated' ? 'may' : got,
          [may ? 'may' : want],
        );
      }
    noneWrong();
  });

  test('of the citizens’ function: whoever has an OPENID, staff too, and nobody without', async () => {
    const world = memory('2026-11-23T10:00:00.000+08:00');
    addMembers(world);
    for (const action of Object.keys(citizenActions))
      for (const who of callers) {
        const got = codeOf(await answerTo(world, 'citizen', who, { action, ...refused }));
        const ends = ['unauthenticated', 'forbidden'].includes(got) ? got : 'may';
        cell(`${action} by ${who.name}`, ends, [who.openid === undefined ? 'unauthenticated' : 'may']);
      }
    noneWrong();
  });
});

/** An input that nothing takes, so that nothing is done in a world of its own. */
const refused = { no: 7, id: 7, text: 7, requestId: 7, cursor: 7, weeks: 'x', limit: 'x', upTo: 7 };

type Situation = {
  name: string;
  no: string;
  /** Whose it is. */
  owners: string[];
  region?: string;
  /** The units that see it: the one that holds it, those that assist. */
  units: string[];
  /** Among whom it stays: leads alone, or those of the operator alone (A34). */
  confidential?: 'staff' | 'operator';
};

/** Tickets in which everything differs on which access depends. */
const story = async (world: Memory): Promise<Situation[]> => {
  const desk = staffOf(world, operator);
  const hrss = staffOf(world, handlerOf('hrss'));
  const chen = citizenOf(world, 'chen');
  const deng = citizenOf(world, 'deng');
  const of = { serviceId: 'card', category: 'business' } as const;
  const mine = ['chen'];
  const situations: Situation[] = [];
  const add = (name: string, { no }: { no: string }, rest: Omit<Situation, 'name' | 'no'>): string => {
    situations.push({ name, no, ...rest });
    return no;
  };
  add('waits for the operator', await chen.file({ region: '440106' }), {
    owners: mine,
    region: '440106',
    units: [],
  });
  add('technical, at the operator', await chen.file({ category: 'technical' }), { owners: mine, units: [] });
  add('dispatched to a bureau', await chen.file({ ...of, region: '440300' }), {
    owners: mine,
    region: '440300',
    units: ['hrss'],
  });
  const accepted = await chen.file({ ...of, region: '440106' });
  await hrss.act(accepted.no, 'accept');
  await hrss.act(accepted.no, 'assist', { unitId: 'psb', text: '请核实' });
  add('in hand, another bureau assists', accepted, {
    owners: mine,
    region: '440106',
    units: ['hrss', 'psb'],
  });
  add('at the bureau of a city', await chen.file({ ...of, kind: 'consultation', region: '440100' }), {
    owners: mine,
    region: '440100',
    units: ['gz-hrss'],
  });
  const replied = await deng.file(of);
  await hrss.act(replied.no, 'reply', { text: '已经办好，请到窗口领取。', resultType: 'solved' });
  add('replied to', replied, { owners: ['deng'], units: ['hrss'] });
  add('against staff of the unit', await chen.file({ ...of, against: 'staff', region: '440106' }), {
    owners: mine,
    region: '440106',
    units: ['hrss'],
    confidential: 'staff',
  });
  add('against the operator', await chen.file({ ...of, against: 'operator', region: '440106' }), {
    owners: mine,
    region: '440106',
    units: [],
    confidential: 'operator',
  });
  add('anonymous', await deng.file({ ...of, anonymous: true, region: '440106' }), {
    owners: ['deng'],
    region: '440106',
    units: ['hrss'],
  });
  add('by phone, nobody’s yet', await registered(world, operator, { region: '440100' }), {
    owners: [],
    region: '440100',
    units: [],
  });
  const called = await registered(world, operator, { title: '还是楼道的灯', region: '440106' });
  const remaining = await chen.file({ region: '440106' });
  await desk.act(called.no, 'merge', { into: remaining.no });
  add('merged into another', called, { owners: [], region: '440106', units: [] });
  add('what remains of a merge', remaining, { owners: mine, region: '440106', units: [] });
  const refusedOne = await deng.file({ ...of, region: '440106' });
  await hrss.act(refusedOne.no, 'refuse', {
    ground: '不属于本单位的法定职责',
    reason: '应由法院处理',
    basis: '《条例》第三条',
    redirect: '法院',
  });
  add('refused', refusedOne, { owners: ['deng'], region: '440106', units: ['hrss'] });
  const withdrawn = await deng.file({ ...of, region: '440106' });
  await deng.act(withdrawn.no, 'withdraw', {});
  add('withdrawn', withdrawn, { owners: ['deng'], region: '440106', units: ['hrss'] });
  return situations;
};

/** J-7: a region and those below it. */
const within = (region: string | undefined, above: string): boolean => {
  const parents: Record<string, string[]> = {
    '440106': ['440106', '440100', '440000'],
    '440100': ['440100', '440000'],
    '440300': ['440300', '440000'],
  };
  return region !== undefined && (parents[region] ?? []).includes(above);
};

/** Who sees a ticket, in words of the requirements. */
const sees = (who: Who, one: Situation): boolean => {
  if (who.out) return false;
  switch (who.role) {
    case 'citizen':
      return one.owners.includes(who.name);
    case 'manager':
    case 'operator-lead':
      return true;
    case 'operator':
      return one.confidential === undefined;
    case 'lead':
      return one.units.includes(who.unitId ?? '');
    case 'handler':
      return one.units.includes(who.unitId ?? '') && one.confidential === undefined;
    case 'local':
      return one.confidential === undefined && within(one.region, who.region ?? '');
    default:
      return false;
  }
};

const MISSING = 'TS20261123-000-000-000';

describe('tickets', () => {
  let world: Memory;
  let situations: Situation[];

  beforeAll(async () => {
    world = memory('2026-11-23T10:00:00.000+08:00');
    addMembers(world);
    situations = await story(world);
  });

  const functionOf = (who: Who): 'citizen' | 'staff' => (who.role === 'citizen' ? 'citizen' : 'staff');

  test('who sees which: alone, its timeline, its files; foreign and missing have one answer', async () => {
    for (const who of callers)
      for (const one of [...situations, { name: 'missing', no: MISSING, owners: [], units: [] }])
        for (const action of ['ticket.get', 'ticket.timeline', 'ticket.files']) {
          const reply = await answerTo(world, functionOf(who), who, { action, no: one.no, cursor: '1' });
          const may = one.name !== 'missing' && sees(who, one);
          const shut = who.openid === undefined ? 'unauthenticated' : who.out ? 'forbidden' : 'not-found';
          cell(`${action} of “${one.name}” by ${who.name}`, codeOf(reply), [may ? 'ok' : shut]);
          if (!reply.ok && codeOf(reply) === 'not-found') {
            const missing = await answerTo(world, functionOf(who), who, {
              action,
              no: 'TS20261123-000-000-001',
              cursor: '1',
            });
            const { errorNo: _one, ...error } = reply.error;
            const { errorNo: _other, ...same } = missing.ok ? { errorNo: '' } : missing.error;
            cell(`${action} of “${one.name}” by ${who.name}, as missing`, JSON.stringify(error), [
              JSON.stringify(same),
            ]);
          }
        }
    noneWrong();
  });

  test('and in which lists it stands, by every view and search', async () => {
    const words = ['', '楼道', '139', '13800138000'];
    for (const who of callers.filter(({ role, out }) => role !== 'citizen' && role !== 'none' && !out))
      for (const view of ['todo', 'mine', 'unit', 'overdue', 'all'])
        for (const query of [...words, ...situations.map(({ no }) => no)]) {
          const event = { action: 'ticket.queue', view, limit: 50, ...(query ? { query } : {}) };
          const reply = await answerTo(world, 'staff', who, event);
          const hits = reply.ok
            ? (reply.data as { tickets: { no: string }[] }).tickets.map(({ no }) => no)
            : [];
          for (const one of situations) {
            const found = hits.includes(one.no);
            const must =
              view === 'all' && query === '' && sees(who, one) && one.name !== 'merged into another';
            // What is seen may be in a list or not, by view and words: only `all` holds it for certain.
            if (must || !sees(who, one))
              cell(`${view} “${query}” of ${who.name}: ${one.name}`, String(found), [String(must)]);
          }
        }
    noneWrong();
  });

  test('who may take which act', async () => {
    const parties = Object.entries(expectedActs);
    const actorOf = (who: Who): Actor =>
      ({
        id: who.role === 'citizen' ? who.openid : who.name,
        role: who.role,
        name: who.name,
        ...(who.unitId ? { unitId: who.unitId } : {}),
        ...(who.region ? { region: who.region } : {}),
      }) as Actor;
    const belongsTo = (who: Who, act: string, ticket: Ticket): boolean =>
      (expectedActs[act] ?? []).some(
        ({ by, kind }) =>
          (kind === undefined || kind === ticket.kind) &&
          by.some(party => belongs[party](actorOf(who), ticket)),
      );

    const missing = new Map<string, Promise<string>>();
    const asMissing = (who: Who, act: string): Promise<string> => {
      const key = `${who.name} ${act}`;
      const event = { action: 'ticket.act', no: MISSING, act, version: 999, input: {} };
      const code = missing.get(key) ?? answerTo(world, functionOf(who), who, event).then(codeOf);
      missing.set(key, code);
      return code;
    };
    const alike = [
      'by phone, nobody’s yet',
      'what remains of a merge',
      'technical, at the operator',
      'withdrawn',
    ];
    for (const who of callers.filter(
      ({ name }) => !['expired operator', 'revoked manager', 'th-hrss-lead'].includes(name),
    ))
      for (const one of situations.filter(({ name }) => !alike.includes(name))) {
        const ticket = world.get('tickets', one.no)!.ticket;
        const shown = await answerTo(world, functionOf(who), who, { action: 'ticket.get', no: one.no });
        const offered = shown.ok
          ? (shown.data as { ticket: { acts: { act: string }[] } }).ticket.acts.map(({ act }) => act)
          : [];
        for (const [act] of parties) {
          const event = { action: 'ticket.act', no: one.no, act, version: 999, input: {} };
          const got = codeOf(await answerTo(world, functionOf(who), who, event));
          const mayAct = !who.out && who.role !== 'none';
          const want =
            who.openid === undefined
              ? ['unauthenticated']
              : !mayAct
                ? ['forbidden']
                : !sees(who, one)
                  ? // As of a number that does not exist: forbidden where the role has no such act at all.
                    [await asMissing(who, act)]
                  : belongsTo(who, act, ticket)
                    ? ['invalid', 'wrong-state', 'conflict']
                    : ['forbidden', 'wrong-state'];
          if (!sees(who, one) && want[0] !== 'unauthenticated')
            cell(`${act} on “${one.name}”, shut to ${who.name}`, want[0]!, ['forbidden', 'not-found']);
          cell(`${act} on “${one.name}” by ${who.name}`, got, want);
          const right = (expectedActs[act] ?? []).some(
            ({ by, in: states, kind }) =>
              states.includes(ticket.state) &&
              (kind === undefined || kind === ticket.kind) &&
              by.some(party => belongs[party](actorOf(who), ticket)),
          );
          if (!right || !sees(who, one))
            cell(`${act} offered on “${one.name}” to ${who.name}`, String(offered.includes(act)), ['false']);
        }
      }
    noneWrong();
  });
});

test('thousands of cells, none wrong', () => {
  expect(wrong).toEqual([]);
  expect(cells).toBeGreaterThan(5_000);
  if (LONG) console.log(`${cells} cells`);
});
