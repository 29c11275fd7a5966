import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { everyPlace } from '../support/every-page';

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
