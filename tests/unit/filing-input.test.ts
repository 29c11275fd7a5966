import { citizenOf } from '../support/callers';
import { MONDAY } from '../support/domain';
import { memory } from '../support/memory';

/** What `ticket.file` takes of what people type. */

test('an enterprise gives its credit code as keyboards write it; one that cannot be is refused at its field', async () => {
  const world = memory(MONDAY);
  const ou = citizenOf(world, 'ou');
  const file = (creditCode: string) =>
    ou.file({ applicant: { type: 'enterprise', name: '某公司', creditCode } });
  const { no } = await file('９１３５０１００m000100 Y43');
  expect((await ou.get(no)).applicant).toMatchObject({ type: 'enterprise' });
  for (const wrong of ['0'.repeat(18), '91350100M000100Y44', '123'])
    await expect(file(wrong)).rejects.toMatchObject({
      code: 'invalid',
      fields: { 'applicant.creditCode': expect.stringContaining('18 位') as string },
    });
});
