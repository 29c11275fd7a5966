import '../support/register-with-files';
import { staffOf } from '../support/callers';
import { jpegWith } from '../support/file-samples';
import { handlerOf, leadOf, manager, MONDAY } from '../support/domain';
import { memory } from '../support/memory';
import { uploadsOf } from '../support/uploads';

/** A register with files treats them as forms do: own, there, looked into, kept as copies, their hashes in the journal. */

const values = { place: '一楼大厅西侧', kind: 'wall', testedUntil: '2027-10-20' };

const newWorld = () => {
  const world = memory(MONDAY);
  const uploads = uploadsOf(world);
  const lead = staffOf(world, leadOf('hrss'));
  const save = (more: object, of: object = {}) =>
    lead.call('register.save', { register: 'screens', ...of, values: { ...values, ...more } });
  return { world, ...uploads, lead, save };
};

test('what is kept is a copy; its name is shown, its link works, its hash stands in the journal', async () => {
  const { world, upload, files, save, lead } = newWorld();
  const fileID = upload('openid-hrss-lead', '检测报告.jpg', jpegWith('GPS 1'));
  const { row } = await save({ report: [fileID] });
  const [keptID] = row.values['report'] as string[];
  expect(keptID).toContain('/kept/');
  expect([files.has(fileID), files.has(keptID!)]).toEqual([false, true]);
  expect(row.words['report']).toBe('检测报告.jpg');
  const { rows } = await lead.call('register.list', { register: 'screens' });
  expect(rows[0]?.files).toEqual([
    { fileID: keptID, name: '检测报告.jpg', type: 'image/jpeg', state: 'ok', url: `https://links/${keptID}` },
  ]);
  const [entry] = world.all('journal').filter(({ type }) => type === 'register.save');
  expect(entry?.payload).toMatchObject({
    files: [{ fileID: keptID, sha256: world.ports.secrets.sha256(files.get(keptID!)!) }],
  });
  expect((await staffOf(world, manager).call('audit.check', {})).broken).toEqual([]);
});

test('saved again it stays; another file of the same name is a change, and the old one is named', async () => {
  const { world, upload, save, lead } = newWorld();
  const { row } = await save({ report: [upload('openid-hrss-lead', '报告.jpg', jpegWith('1'))] });
  const of = { id: row.id, version: row.version };
  const again = await save({ report: row.values['report'], kind: 'kiosk' }, of);
  expect(again.row.values['report']).toEqual(row.values['report']);
  expect(again.row.words['report']).toBe('报告.jpg');
  const other = upload('openid-hrss-lead', '报告.jpg', jpegWith('2'));
  const changed = await save({ kind: 'kiosk', report: [other] }, { id: row.id, version: again.row.version });
  expect(changed.row.values['report']).not.toEqual(row.values['report']);
  const { steps } = await lead.call('register.history', { register: 'screens', id: row.id });
  expect(steps[0]?.what).toBe('检测报告：报告.jpg → 报告.jpg');
  expect(world.get('registers', row.id)?.files).toHaveLength(1);
});

test.each<[string, (upload: ReturnType<typeof newWorld>['upload']) => string]>([
  ['another person’s', upload => upload('openid-hrss-handler')],
  ['one that is not there', upload => `${upload('openid-hrss-lead')}x`],
  ['a text that is no file', () => 'https://example.com/a.jpg'],
  ['a copy of some other thing', () => 'cloud://env.bucket/kept/00000000.jpg'],
  ['a program', upload => upload('openid-hrss-lead', 'a.jpg', new TextEncoder().encode('MZ\u0090'))],
])('%s is refused at its field, and nothing is written', async (_what, fileOf) => {
  const { world, upload, save } = newWorld();
  await expect(save({ report: [fileOf(upload)] })).rejects.toMatchObject({
    code: 'invalid',
    fields: { report: expect.any(String) as string },
  });
  expect(world.all('registers')).toEqual([]);
});

test('a file of a row that the member may not see is not taken over', async () => {
  const { world, upload, save } = newWorld();
  const { row } = await save({ report: [upload('openid-hrss-lead')] });
  await expect(
    staffOf(world, handlerOf('psb')).call('register.save', {
      register: 'screens',
      id: row.id,
      version: row.version,
      values: { ...values, report: row.values['report'] as string[] },
    }),
  ).rejects.toMatchObject({ code: 'not-found' });
  await expect(
    staffOf(world, handlerOf('psb')).call('register.save', {
      register: 'screens',
      values: { ...values, report: row.values['report'] as string[] },
    }),
  ).rejects.toMatchObject({ code: 'invalid' });
});
