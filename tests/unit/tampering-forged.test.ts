import { Attack, check } from '../support/attack';
import { staffOf } from '../support/callers';
import { NOW, storedIn, worldWith, type Stored } from '../support/chained-world';
import { handlerOf, manager, operatorLead } from '../support/domain';
import { rollBack, type Doc, type Tampering } from '../support/tamperings';

/** A47, continued: what was written by the product itself under another key, and anchors that do not fit. */

jest.setTimeout(120_000);

const ADMINISTRATION = 'administration';

let attack: Attack;
let stored: Stored;

beforeAll(async () => {
  attack = await Attack.begin();
  ({ stored } = attack);
});

const ticket = (name: string): string => attack.told.no[name]!;

/** What the product itself writes for somebody who has its code and the database, but not the key of the chain. */
const forgedBy = async (from: Stored, does: (world: ReturnType<typeof worldWith>) => Promise<unknown>) => {
  const world = worldWith(from, NOW, 'x');
  await does(world);
  return storedIn(world);
};

test('forged by the product’s own code with another key', async () => {
  const act = (name: string, by: Parameters<typeof staffOf>[1], what: string, input = {}) => ({
    kind: `${what} (${name})`,
    names: [name],
    does: (world: ReturnType<typeof worldWith>) => staffOf(world, by).act(ticket(name), what, input),
  });
  const hrss = handlerOf('hrss');
  const forgeries = [
    act('late', hrss, 'accept'),
    act('late', hrss, 'reply', { text: '已经办结。', resultType: 'solved' }),
    act('late', manager, 'supervise', { text: '从未有过的督办' }),
    act('anonymous', hrss, 'note', { text: '从未有过的备注' }),
    act('confidential', operatorLead, 'note', { text: '从未有过的备注' }),
    act('remaining', hrss, 'assist', { unitId: 'psb', text: '请协办' }),
  ];
  const tamperings: Tampering[] = [];
  for (const { kind, names, does } of forgeries)
    for (const [index, from] of [stored, attack.told.earlier[2]!].entries()) {
      const forged = await forgedBy(from, does).catch((error: Error) => error);
      if (forged instanceof Error) {
        // Some acts are over in the older copy; none may be so in the newest.
        if (index === 0) throw forged;
        continue;
      }
      tamperings.push({
        kind: `forged: ${kind}${index > 0 ? ', on a copy from before' : ''}`,
        change: copy => names.forEach(name => rollBack(copy, ticket(name), forged)),
      });
    }
  const forgedAdministration = await forgedBy(stored, world =>
    staffOf(world, manager).call('member.invite', { openid: 'evil', name: '伪造的', role: 'manager' }),
  );
  tamperings.push({
    kind: 'forged: a member invited',
    no: ADMINISTRATION,
    change: copy => {
      for (const name of ['members', 'journal', 'chains', 'settings'])
        for (const document of forgedAdministration[name] as Doc[]) copy.put(name, document);
    },
  });
  expect(await attack.missed(tamperings)).toEqual([]);
});

test('anchors that do not fit what is stored', async () => {
  expect(attack.anchors).toBeDefined();
  const text = JSON.stringify(attack.anchors);
  const heads = [...new Set(text.match(/[0-9a-f]{32,}/g) ?? [])];
  expect(heads.length).toBeGreaterThan(0);
  for (const head of heads.slice(0, 20)) {
    const forged = JSON.parse(
      text.replaceAll(head, `${head.startsWith('0') ? '1' : '0'}${head.slice(1)}`),
    ) as unknown;
    expect(await attack.report(() => undefined, undefined, forged)).not.toEqual([]);
  }
  // Everything rolled back at once: seen by the anchors alone, and said of them.
  for (const earlier of attack.told.earlier) {
    const before = worldWith(earlier, NOW);
    expect(await check(before, attack.anchors)).not.toEqual([]);
  }
});
