import { bandOf, lineOf, NO_BAND, scoreLines } from '../../cloudfunctions/domain/procedures/assessment/score';
import { carriedInto, takeOut } from '../../cloudfunctions/domain/procedures/scorecard/taken-out';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { followUp } from '../../cloudfunctions/usecases/clock/follow-up';
import { runClock } from '../../cloudfunctions/usecases/clock/run-clock';
import { sweepDeadlines } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import { assess } from '../../cloudfunctions/usecases/reports/assess';
import { publicBoard } from '../../cloudfunctions/usecases/reports/public-board';
import { citizenOf, staffOf } from '../support/callers';
import { act, open, refusal, stored, told } from '../support/checks';
import {
  handlerOf,
  leadOf,
  manager,
  MONDAY,
  operator,
  operatorLead,
  rules,
  service,
} from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';

/** 考核 (G-2.1d, J-25, A11, A55): counted from frozen outcomes, heard, made known inside, then perhaps to the public. */

const LATER = '2027-01-12T10:00:00.000+08:00';
const PERIOD = { from: '2026-10-01', to: '2026-12-31' };

type Row = { whose: string; class: string; cardNo: string; band: string; settled?: string };
const valuesOf = (world: Memory, no: string) => stored(world, no).work?.values ?? {};
const cardsOf = (world: Memory, no: string) => valuesOf(world, no)['cards'] as unknown as Row[];
const step = async (world: Memory): Promise<void> => {
  await followUp(world, plainWork());
  await assess(world, plainWork());
};

/** Complaints to hrss in the period, one of them never replied to; then the assessment, counted. */
const counted = async () => {
  const world = memory(MONDAY);
  const filed: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    const { no } = await citizenOf(world, `citizen-${n}`).file({
      category: 'business',
      serviceId: service.id,
      region: '440106',
    });
    filed.push(no);
    if (n > 0) await act(world, handlerOf('hrss'), no, 'reply', { text: '已经补办，请到窗口领取新卡。' });
  }
  world.at(LATER);
  await runClock(world);
  const { no } = await open(world, manager, 'assessment', PERIOD);
  await step(world);
  return { world, no, filed };
};

describe('G-2.1d: what a card says', () => {
  const line = (numerator: number, denominator: number, weight: number, better: 'high' | 'low' = 'high') =>
    lineOf({ label: 'x', numerator, denominator, weight, better, definition: '' });

  test('a band by the weights of the rule set; below twenty cases nothing counts, and half of it must be known', () => {
    expect(bandOf([line(100, 100, 50), line(0, 100, 10, 'low')], rules)).toBe('优秀');
    expect(bandOf([line(80, 100, 50), line(50, 100, 50, 'low')], rules)).toBe('待改进');
    expect(bandOf([line(90, 100, 60), line(3, 19, 40)], rules)).toBe('良好');
    expect(bandOf([line(90, 100, 40), line(3, 19, 60)], rules)).toBe(NO_BAND);
    expect(bandOf([], rules)).toBe(NO_BAND);
    const lenient = { ...rules, windows: { ...rules.windows, 'assessment.band.excellent': 90 } };
    expect(bandOf([line(90, 100, 60)], lenient)).toBe('优秀');
  });

  test.each(shippedRuleSets.map(one => [one.id, one] as const))(
    'under %s each figure has its numerator, denominator, weight and meaning; an empty time has no rate',
    (_id, ruleSet) => {
      const empty = scoreLines(
        { sums: {}, outcomes: [], available: { numerator: 0, denominator: 0 } },
        ruleSet,
      );
      expect(empty.every(({ now, definition }) => now === '—' && definition.length > 5)).toBe(true);
      expect(bandOf(empty, ruleSet)).toBe(NO_BAND);
      const lines = scoreLines(
        {
          sums: { 'dispatched|complaint|hrss': 0, 'dispatched|complaint': 40, 'returned|complaint': 4 },
          outcomes: [
            { label: '答复', clause: 'G-5.3d', inTime: 30, due: 40, definition: '按时' },
            { label: '内部', clause: 'A7', inTime: 0, due: 9, internal: true, definition: '按时' },
          ],
          available: { numerator: 990, denominator: 1000 },
        },
        ruleSet,
      );
      expect(lines).toContainEqual(
        expect.objectContaining({ label: '各项时限按时', numerator: 30, denominator: 40, weight: 40 }),
      );
      expect(lines).toContainEqual(
        expect.objectContaining({ label: '退回', numerator: 4, denominator: 40, better: 'low' }),
      );
      expect(lines).toContainEqual(
        expect.objectContaining({ label: '答复（G-5.3d）', weight: 0, now: '75%（30/40）' }),
      );
    },
  );
});

test('A11, J-25: counted, reviewed, heard and only then made known; a unit sees its own card alone', async () => {
  const { world, no } = await counted();
  expect(stored(world, no).state).toBe('drafted');
  const own = cardsOf(world, no).find(({ whose }) => whose === '省人社厅')!;
  // A55: like is compared with like, and nobody has a place.
  expect(cardsOf(world, no).map(one => one.class)).toEqual(['省级单位', '各地主管部门']);
  expect(valuesOf(world, own.cardNo)).toMatchObject({ class: '省级单位' });
  const figures = valuesOf(world, own.cardNo)['figures'] as unknown as { label: string; now: string }[];
  expect(figures).toContainEqual(
    expect.objectContaining({ label: '各项时限按时', now: expect.stringMatching(/^\d+\/\d+$/) }),
  );
  // Once, however often it runs.
  const cards = world.all('tickets').filter(({ ticket }) => ticket.kind === 'scorecard').length;
  await step(world);
  expect(world.all('tickets').filter(({ ticket }) => ticket.kind === 'scorecard')).toHaveLength(cards);
  const see = (actor: typeof manager, which: string) => refusal(staffOf(world, actor).get(which));
  expect(await see(leadOf('hrss'), own.cardNo)).toMatchObject({ code: 'not-found' });
  await act(world, manager, no, 'reviewFigures', { review: '数字已核对。' });
  await step(world);
  expect(await see(leadOf('hrss'), own.cardNo)).toBeUndefined();
  expect(await see(leadOf('psb'), own.cardNo)).toMatchObject({ code: 'not-found' });
  expect(await told(world, leadOf('hrss'), own.cardNo)).toEqual([expect.stringContaining('申诉')]);
  expect(await refusal(act(world, manager, no, 'announce', { bulletin: '通报。' }))).toMatchObject({
    code: 'wrong-state',
  });
});

test('A55: an appeal with what is taken out stands beside the figure as it was; then it is made known and public', async () => {
  const { world, no } = await counted();
  await act(world, manager, no, 'reviewFigures', { review: '数字已核对。' });
  await step(world);
  const own = cardsOf(world, no).find(({ whose }) => whose === '省人社厅')!.cardNo;
  await act(world, leadOf('hrss'), own, 'appeal', { appealed: '一件是重复诉求，已另件答复。' });
  const figure = (
    valuesOf(world, own)['figures'] as unknown as { label: string; denominator: number }[]
  ).find(({ label }) => label === '各项时限按时')!;
  const taken = (whole: number) => ({
    decision: '支持。',
    exclusions: [{ line: figure.label, whole, basis: '不合理诉求', under: '考核细则第三条' }],
  });
  expect(
    await refusal(act(world, manager, own, 'decideAppeal', taken(figure.denominator + 1))),
  ).toMatchObject({
    fields: { 'exclusions.0.whole': expect.stringContaining('分母') },
  });
  await act(world, manager, own, 'decideAppeal', taken(1));
  const [corrected] = valuesOf(world, own)['corrected'] as unknown as { before: string; after: string }[];
  expect(corrected?.before).toContain(`/${figure.denominator}`);
  expect(corrected?.after).toContain(`/${figure.denominator - 1}`);
  // Everybody else lets the time pass.
  world.at('2027-03-01T10:00:00.000+08:00');
  await sweepDeadlines(world, plainWork());
  await step(world);
  expect(cardsOf(world, no).every(({ settled }) => settled === '已确定')).toBe(true);
  await act(world, manager, no, 'announce', { bulletin: '按时办理总体良好。' });
  await step(world);
  expect(await told(world, leadOf('hrss'), own)).toContainEqual(expect.stringContaining('内部通报'));
  expect(await publicBoard(world)).toEqual({ reports: [] });
  await act(world, manager, no, 'proposePublic', { publicWords: '群众的事大多按时办结。' });
  const reviewed = { publicSecrecy: true, publicPersonal: true, publicBasis: '2.1 d)' };
  expect(await refusal(act(world, manager, no, 'makePublic', reviewed))).toMatchObject({
    code: 'wrong-state',
  });
  const other = { ...manager, id: 'manager-2' };
  await act(world, other, no, 'makePublic', reviewed);
  const [shown] = (await publicBoard(world)).reports;
  expect(shown).toMatchObject({ text: '群众的事大多按时办结。' });
  expect(JSON.stringify(shown)).not.toContain('人社');
  expect(valuesOf(world, no)).toMatchObject({ reviewedBy: manager.name, publicBy: manager.name });
  await act(world, other, no, 'takeBack', { reason: '数字要重新核对。' });
  expect(await publicBoard(world)).toEqual({ reports: [] });
});

describe('A55: what was taken out in a time is taken out of a longer one too', () => {
  const line = lineOf({
    label: '按时',
    numerator: 90,
    denominator: 100,
    weight: 40,
    better: 'high',
    definition: '',
  });
  const taken = { label: '按时', part: 0, whole: 2, basis: '误评', under: '细则第三条', cardNo: undefined };
  const card = (no: string, from: string, to: string, whole = 2) => ({
    no,
    from,
    to,
    taken: [{ ...taken, whole }],
  });
  const year = { from: '2026-01-01', to: '2026-12-31' };

  test('of quarters each, of a month within a quarter that stands in it no second time, of what reaches outside nothing', () => {
    const cards = [
      card('KP-10', '2026-10-01', '2026-10-31', 1),
      card('KP-Q4', '2026-10-01', '2026-12-31', 3),
      card('KP-Q1', '2026-01-01', '2026-03-31'),
      card('KP-OLD', '2025-10-01', '2026-09-30', 9),
    ];
    expect(carriedInto(year, cards).map(({ cardNo, whole }) => [cardNo, whole])).toEqual([
      ['KP-Q1', 2],
      ['KP-Q4', 3],
    ]);
    expect(carriedInto({ from: '2026-10-01', to: '2026-11-30' }, cards)).toMatchObject([{ cardNo: 'KP-10' }]);
  });

  test('each stands beside the figure before and after; never below nothing, and nothing of what is not counted', () => {
    const { lines, corrected } = takeOut(
      [line],
      [taken, { ...taken, part: 95, whole: 99 }, { ...taken, label: '别的' }],
    );
    expect(corrected).toMatchObject([
      { before: '90%（90/100）', after: expect.stringContaining('90/98') },
      { before: expect.stringContaining('90/98'), after: '—' },
    ]);
    expect(lines).toMatchObject([{ numerator: 0, denominator: 0 }]);
  });

  test('a year takes over what its quarter had decided, and says from where', async () => {
    const { world, no } = await counted();
    await act(world, manager, no, 'reviewFigures', { review: '数字已核对。' });
    await step(world);
    const own = cardsOf(world, no).find(({ whose }) => whose === '省人社厅')!.cardNo;
    await act(world, leadOf('hrss'), own, 'appeal', { appealed: '一件是重复诉求。' });
    const exclusions = [{ line: '各项时限按时', whole: 1, basis: '不合理诉求', under: '考核细则第三条' }];
    await act(world, manager, own, 'decideAppeal', { decision: '支持。', exclusions });
    const { figures: before } = valuesOf(world, own) as unknown as {
      figures: { label: string; now: string }[];
    };
    const whole = await open(world, manager, 'assessment', { from: '2026-01-01', to: '2026-12-31' });
    await step(world);
    const yearly = cardsOf(world, whole.no).find(({ whose }) => whose === '省人社厅')!.cardNo;
    const { figures, corrected } = valuesOf(world, yearly) as unknown as {
      figures: { label: string; now: string }[];
      corrected: { cardNo: string; whole: number; under: string }[];
    };
    const inTime = (lines: typeof figures) => lines.find(({ label }) => label === '各项时限按时')?.now;
    expect(inTime(figures)).toBe(inTime(before));
    expect(corrected).toMatchObject([{ cardNo: own, whole: 1, under: '考核细则第三条' }]);
  });
});

test('one that is called off takes its cards with it, and one that is counted in parts is counted once', async () => {
  const { world, no } = await counted();
  const cards = () => world.all('tickets').filter(({ ticket }) => ticket.kind === 'scorecard');
  const before = cards().length;
  await act(world, manager, no, 'cancel', { reason: '期间写错了。' });
  await step(world);
  expect(cards().map(({ ticket }) => ticket.state)).toEqual(Array(before).fill('called-off'));
  const next = await open(world, manager, 'assessment', PERIOD);
  for (let run = 0; run < 30 && stored(world, next.no).state === 'counting'; run += 1) {
    let left = 2;
    await assess(
      world,
      plainWork(() => (left -= 1) >= 0),
    );
  }
  expect(stored(world, next.no).state).toBe('drafted');
  expect(cards()).toHaveLength(2 * before);
});

test('only what is over is assessed, at most a year of it', async () => {
  const world = memory(LATER);
  const fields = async (from: string, to: string) =>
    ((await refusal(open(world, manager, 'assessment', { from, to }))) as { fields?: object } | undefined)
      ?.fields;
  expect(await fields('2026-10-01', '2027-01-12')).toMatchObject({ to: expect.stringContaining('今天以前') });
  expect(await fields('2025-01-01', '2026-12-31')).toMatchObject({ to: expect.stringContaining('366') });
  expect(await fields('2026-12-31', '2026-12-01')).toMatchObject({ to: '不能早于开始的日期' });
  for (const actor of [operator, operatorLead])
    expect(await refusal(open(world, actor, 'assessment', PERIOD))).toMatchObject({ code: 'forbidden' });
});
