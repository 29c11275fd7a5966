import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { everyPlace } from '../support/every-page';
import { chosenWalk, everyPage, STATES, statesOf, WIDTHS } from '../support/every-state';

type App = { pages: string[]; subPackages: { root: string; pages: string[] }[] };

/** A page behind another one stands at its own address once it is open. */
const BEHIND: Record<string, string> = {
  'packages/staff/supervision/tickets/index': 'behind a figure',
  'packages/staff/plans/edit/index': 'a plan',
  'packages/staff/registers/row/index': 'a row',
};

test('every page of app.json is looked at, in all sizes, by tests/browser/states-look (issue 14, accessibility)', () => {
  const app = JSON.parse(readFileSync(join(__dirname, '../../miniprogram/app.json'), 'utf8')) as App;
  const pages = [
    ...app.pages,
    ...app.subPackages.flatMap(({ root, pages: inside }) => inside.map(page => `${root}/${page}`)),
  ];
  const names = everyPlace.map(({ name }) => name);
  const walked = everyPlace.map(({ page }) => page.slice(1).replace(/\?.*/, ''));
  expect(new Set(names).size).toBe(names.length);
  expect(pages.filter(page => !walked.includes(page) && !names.includes(BEHIND[page] ?? ''))).toEqual([]);
  expect(walked.filter(page => !pages.includes(page))).toEqual([]);
});

test('the looks that `npm test` takes hold each two of state, width and size of letters together (issue 14)', () => {
  const pairs = new Set(
    chosenWalk.flatMap(({ look: { state, screen, care } }) => [
      `${state}/${screen}`,
      `${state}/${care}`,
      `${screen}/${care}`,
    ]),
  );
  const sizes = [true, false];
  const wanted = [
    ...STATES.filter(state => state !== 'loaded').flatMap(state =>
      [...WIDTHS, ...sizes].map(other => `${state}/${other}`),
    ),
    ...WIDTHS.flatMap(screen => sizes.map(care => `${screen}/${care}`)),
  ];
  expect([...pairs].sort()).toEqual(wanted.sort());
});

test('each page has its states; what names none of them is a mistake of the table', () => {
  const pages = new Set(everyPlace.map(({ page }) => page.replace(/\?.*/, '')));
  expect(new Set(everyPage.map(({ page }) => page.replace(/\?.*/, ''))).size).toBe(pages.size);
  expect(everyPage.filter(place => statesOf(place).length === 0)).toEqual([]);
});
