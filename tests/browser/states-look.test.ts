import { misfits, violations } from '../support/appearance';
import { addressIn, everyPlace, LOOKER } from '../support/every-page';
import { fillPlaces } from '../support/fill-places';
import { someOf } from '../support/long';
import { useRealSystem } from '../support/real-system';

/**
 * Every page for everyone: nothing that a screen reader or weak eyes cannot use, nothing cut in large letters. Each is
 * looked at when it shows what the cloud answered: a page of an error would have nothing to be cut.
 */
const system = useRealSystem({ now: '2026-09-24T10:00' });
const known: Record<string, string> = {};
const addressOf = (page: string): string => addressIn(page, known);

beforeAll(async () => {
  Object.assign(known, await fillPlaces(system));
});

/** The narrowest phone, the usual one and a PC, in both sizes of letters. */
const sizes = (['narrow', 'phone', 'desk'] as const).flatMap(screen =>
  [false, true].map(care => ({ screen, care })),
);
const looks = everyPlace.flatMap((place, at) =>
  sizes.map(({ screen, care }, n) => ({
    ...place,
    screen,
    care,
    chosen: at % 2 === 0 && n === (at / 2) % sizes.length,
  })),
);

/** `npm test` takes every other page in one of the six sizes, so that each size is taken as often. */
test.each(someOf(looks, ({ chosen }) => chosen))(
  '$name, $screen, in large letters: $care',
  async ({ as, page, content, care, screen, by = [] }) => {
    const hand = await system.open(as, addressOf(page), { care, screen });
    for (const name of by) await hand.press(name);
    await hand.sees(content);
    await hand.settled();
    expect(await violations(hand.page)).toEqual([]);
    expect(await misfits(hand.page)).toEqual([]);
  },
);

test('forms: an act with its fields, the days that count, a lookup', async () => {
  for (const care of [false, true]) {
    const hand = await system.open(
      'demo-operator',
      `/packages/staff/tickets/ticket/index?no=${known['SUBMITTED']}`,
      {
        care,
      },
    );
    await hand.press('分办');
    await hand.thing('确认分办').first().waitFor();
    await hand.settled();
    expect(await misfits(hand.page)).toEqual([]);
    expect(await violations(hand.page)).toEqual([]);
    await hand.close();
    const citizen = await system.open(LOOKER, `/packages/citizen/ticket/index?no=${known['DISPATCHED']}`, {
      care,
    });
    await citizen.press('为什么是这天 ›');
    await citizen.settled();
    expect(await violations(citizen.page)).toEqual([]);
    await citizen.close();
  }
});
