import { systemActor } from '../../cloudfunctions/domain/engine';
import { refitRouterFromJudgements } from '../../cloudfunctions/usecases/knowledge/measuring/refit-router';
import type { Runtime } from '../../cloudfunctions/usecases/kernel/runtime';

/** A calculation of minutes keeps an instance from noticing that its connections were closed meanwhile. */

test('between the calculation and the writing the instance hears what became of its connections', async () => {
  const did: string[] = [];
  const judgements = Array.from({ length: 120 }, (_, at) => ({
    _id: `ticket:${at}`,
    q: at % 2 ? `第${at}位老人怎么领养老金` : `第${at}辆车怎么办过户`,
    gold: null,
    unitId: at % 2 ? 'hrss' : 'psb',
    key: `2026|${at}`,
  }));
  let pages = 0;
  const database = {
    find: (name: string) => Promise.resolve(name === 'judgements' && pages++ === 0 ? judgements : []),
    transaction: () => Promise.resolve(void did.push('written')),
  };
  const runtime = {
    ports: {
      database,
      now: () => '2026-09-24T10:00:00.000+08:00',
      sleep: () => Promise.resolve(void did.push('breathed')),
      secrets: { sha256: () => 'hash' },
    },
    snapshots: {
      current: () =>
        Promise.resolve({
          router: () => Promise.resolve(undefined),
          catalogue: { unit: (id: string) => ({ id }) },
          settings: {},
        }),
    },
  } as unknown as Runtime;
  await refitRouterFromJudgements(runtime, systemActor);
  expect(did).toEqual(['breathed', 'written']);
});
