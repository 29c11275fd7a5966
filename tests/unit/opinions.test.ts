import { opinionsIn } from '../../cloudfunctions/usecases/oversight/board/count-opinions';
import { getBoard } from '../../cloudfunctions/usecases/oversight/board/show-board';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { citizenOf } from '../support/callers';
import { handlerOf, leadOf, manager, operator } from '../support/domain';
import { plainWork } from '../support/work';
import { no, visitWorld, yes } from '../support/visits';

/** 解决率 beside 满意率 (A49): what is counted, who answered, and no rate of a few. */

const all = (counts: Record<string, number>, units?: string[]) =>
  opinionsIn([counts], units && new Set(units));

test('below twenty there are numbers and no rate', () => {
  const of = (answers: number) => all({ 'visit-solved.yes|visit|hrss': answers, 'visited|visit|hrss': 19 });
  expect(of(19).solved).toEqual({ yes: 19, answers: 19, asked: 19, rate: null, response: null });
  expect(of(20).solved).toMatchObject({ rate: 1, response: null });
});

test('visits, own ratings and own words about the machine’s answer all count; partly is not solved', () => {
  const counts = {
    'visit-solved.yes|visit|hrss': 10,
    'visit-solved.partly|visit|hrss': 4,
    'visit-solved.no|visit|psb': 6,
    'visited|visit|hrss': 18,
    'visited|visit|psb': 12,
    'solved-by-machine|consultation|-': 15,
    'unsolved-by-machine|consultation|-': 5,
    'answered-by-machine|consultation|-': 30,
    'rated.5|complaint|hrss': 20,
    'rated.2|consultation|hrss': 4,
    'visit-level.3|visit|psb': 1,
    'replied|complaint|hrss': 48,
    'visited-unanswered|visit|psb': 2,
  };
  expect(all(counts)).toEqual({
    solved: { yes: 25, answers: 40, asked: 60, rate: 0.625, response: 40 / 60 },
    satisfied: { yes: 21, answers: 25, asked: 50, rate: 0.84, response: 0.5 },
  });
  // The machine belongs to no unit.
  expect(all(counts, ['hrss'])).toEqual({
    solved: { yes: 10, answers: 14, asked: 18, rate: null, response: null },
    satisfied: { yes: 20, answers: 24, asked: 48, rate: 20 / 24, response: 0.5 },
  });
});

test('the board counts what has been said, each person once with the last word; a unit sees its own', async () => {
  const own = visitWorld();
  const first = await own.phoned();
  await own.answered(first);
  const [{ no: visit }] = own.visits() as never as [{ no: string }];
  await own.staff(operator).act(visit, 'recordVisit', no);
  await own.answered(first);
  await own.staff(operator).act(visit, 'recordVisit', { ...yes, level: 4 });
  const ou = citizenOf(own.world, 'ou');
  const second = await ou.file();
  await own.staff(operator).act(second.no, 'dispatch', { unitId: 'psb' });
  await own.staff(handlerOf('psb')).act(second.no, 'reply', { text: '已修好。' });
  await ou.act(second.no, 'rate', { level: 3 });
  await deliverOutbox(own.world, plainWork());
  const { opinions } = await getBoard(own.world, manager, { weeks: 8 });
  expect(opinions.solved).toMatchObject({ yes: 1, answers: 1, asked: 1 });
  // Two replies to the first, one to the second; each of the two persons has rated once.
  expect(opinions.satisfied).toMatchObject({ yes: 2, answers: 2, asked: 3 });
  expect(opinions.definitions.solved).toContain('回访');
  expect(opinions.units.map(({ unitId, satisfied }) => [unitId, satisfied.yes])).toEqual([
    ['hrss', 1],
    ['psb', 1],
  ]);
  const theirs = await getBoard(own.world, leadOf('psb'), { weeks: 8 });
  expect(theirs.opinions.units.map(({ unitId }) => unitId)).toEqual(['psb']);
  expect(theirs.opinions.solved.asked).toBe(0);
});
