import { misfits, violations } from '../support/appearance';
import { addressIn } from '../support/every-page';
import { ANSWERS, chosenWalk, everyWalk, saysIn } from '../support/every-state';
import { fillPlaces } from '../support/fill-places';
import { LONG } from '../support/long';
import { useRealSystem, type RealSystem } from '../support/real-system';
import { goOnByKeyboard, linesOf, refresh, startAgain, untold } from '../support/told-states';

/**
 * Every page in every state, in both sizes of letters, from the narrowest phone to a PC: nothing lies outside or is cut,
 * nothing keeps a screen reader or weak eyes out, what happened is said aloud with a way on that the keyboard reaches
 * (issue 14). `npm test` takes each page once, in looks in which each two of state, size and width meet; the long form all
 * of them. With their content pages are in states-look.
 */
const system = useRealSystem({ now: '2026-09-24T10:00' });
const blank = useRealSystem({ now: '2026-09-24T10:00', seed: 'empty' });
const known: Record<string, string> = {};

/** The roles by which the pages are opened, in an installation that has nothing else. */
async function fillPeople({ staff }: RealSystem): Promise<void> {
  const manager = staff('demo-manager');
  await manager.call('region.save', { region: { code: '440000', name: '广东省' } });
  const unit = { id: 'hrss', name: '省人社厅', region: '440000', duties: [], secondSignature: false };
  await manager.call('unit.save', { unit });
  const people: [openid: string, role: string, unitId?: string][] = [
    ['demo-operator', 'operator'],
    ['demo-operator-lead', 'operator-lead'],
    ['demo-security', 'security'],
    ['demo-hrss-handler', 'handler', 'hrss'],
    ['demo-hrss-lead', 'lead', 'hrss'],
  ];
  for (const [openid, role, unitId] of people)
    await manager.call('member.invite', { openid, name: role, role, ...(unitId ? { unitId } : {}) });
}

beforeAll(async () => {
  Object.assign(known, await fillPlaces(system));
  await fillPeople(blank);
});

const walk = (LONG ? everyWalk : chosenWalk).map(({ place, look }) => ({ ...place, ...look }));

test.each(walk)(
  '$name: $state, $screen, in large letters: $care',
  async ({ state, care, screen, ...place }) => {
    const { as, page } = place;
    const here = state === 'empty' ? blank : system;
    const ends = state === 'closed';
    const cloud = ends ? {} : ANSWERS[state];
    const hand = await here.open(as, addressIn(page, known), { care, screen, cloud });
    if (ends) {
      // The role ends while its page is open: what was asked for before has come.
      await hand.sees(place.content);
      await hand.settled();
      await hand.set(ANSWERS.closed);
      await refresh(hand);
      await hand.sees(saysIn(place, state));
      const left = await linesOf(hand);
      // What it shows to who opens it now is all that may be left of it.
      await startAgain(hand);
      await hand.sees(saysIn(place, state));
      const shown = await linesOf(hand);
      expect(left.filter(line => !shown.includes(line))).toEqual([]);
    }
    if (state === 'loading') await hand.page.getByLabel('正在加载').first().waitFor();
    else {
      await hand.sees(saysIn(place, state));
      await hand.settled();
    }
    expect(await untold(hand.page, state)).toEqual([]);
    expect(await violations(hand.page)).toEqual([]);
    expect(await misfits(hand.page)).toEqual([]);
    if (state !== 'error' && state !== 'offline') return;
    await hand.set({ fail: '', online: true });
    await goOnByKeyboard(hand);
    await hand.sees(place.content);
  },
);
