import { scrolledBy } from '../../miniprogram/model/desk/in-sight';

/** Walking down a list by keyboard: the card that is walked to stays in sight. */

test('a card that is in sight moves nothing; one below or under the tools moves the page as far as it takes', () => {
  const [above, below] = [200, 636];
  expect(scrolledBy({ top: 300, bottom: 350 }, above, below)).toBe(0);
  expect(scrolledBy({ top: 620, bottom: 670 }, above, below)).toBe(42);
  expect(scrolledBy({ top: 150, bottom: 200 }, above, below)).toBe(-58);
});
