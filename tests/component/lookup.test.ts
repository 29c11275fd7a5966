import { called } from './handler-desk';
import { mount, type Mounted } from './harness';
import { failure, newPhone, ok, type CloudScript } from './phone';
import { colleague } from './samples';

/** Fields that point to something or somebody, found by typing. */

describe('a field that points to something', () => {
  it('finds it by typing, and takes it back', async () => {
    const phone = newPhone({
      'citizen/service.list': input =>
        ok({
          services: [
            {
              id: 's1',
              name: `社保卡补办${input.query}`,
              unitId: 'hrss',
              unitName: '人社厅',
              state: 'online',
            },
          ],
        }),
    });
    const lookup = await mount(
      'components/lookup/index',
      { name: 'serviceId', label: '哪个服务', source: 'service' },
      phone,
    );
    const changes = lookup.events('change');
    await lookup.tap('哪个服务，点这里选');
    await lookup.tap('社保卡补办 人社厅');
    expect(changes).toEqual([{ name: 'serviceId', value: 's1', label: '社保卡补办' }]);
  });
});

test('one types into the search as soon as its sheet is open, and not into what had the focus before', async () => {
  const phone = newPhone({ 'staff/unit.list': () => ok({ units: [], vacant: [] }) });
  const lookup = await mount(
    'components/lookup/index',
    { name: 'unitId', label: '单位', source: 'unit' },
    phone,
  );
  const focus = () => lookup.inner('ui-field').map(({ data }) => data['focus']);
  await lookup.tap('单位，点这里选');
  expect(focus()).toEqual([false]);
  await new Promise(done => setTimeout(done, 400));
  expect(focus()).toEqual([true]);
  await lookup.tap('关闭');
  await lookup.tap('单位，点这里选');
  expect(focus()).toEqual([false]);
});

describe('a field that points to a colleague', () => {
  const person = (n: number, name = `人员${n}`) => colleague(`m${n}`, name);
  const members: CloudScript = {
    'staff/member.list': ({ query }) =>
      query === '欧阳'
        ? ok({ members: [person(999, '欧阳明')], invites: [] })
        : ok({ members: Array.from({ length: 99 }, (_, n) => person(n)), invites: [], nextCursor: 'm98' }),
  };
  const field = { name: 'memberId', label: '谁', source: 'member' };
  const search = async (lookup: Mounted, words: string) => {
    await lookup.tap('谁，点这里选');
    await lookup.type('', words);
    await new Promise(resolve => setTimeout(resolve, 350));
    await lookup.settle();
  };

  it('has the cloud look for a name among all, with one call', async () => {
    const lookup = await mount('components/lookup/index', field, newPhone(members));
    const changes = lookup.events('change');
    await lookup.tap('谁，点这里选');
    await lookup.tap('关闭');
    await search(lookup, ' 欧阳');
    expect(called(lookup, 'member.list').map(call => call.input)).toEqual([{}, {}, { query: '欧阳' }]);
    await lookup.tap('欧阳明');
    expect(changes).toEqual([{ name: 'memberId', value: 'm999', label: '欧阳明' }]);
  });

  it('finds one of the own side for those who keep no list of members', async () => {
    const phone = newPhone({
      'staff/member.list': () => failure('forbidden', '您的角色不能使用这个功能'),
      'staff/member.standIns': () =>
        ok({
          colleagues: [
            { id: 'm1', name: '李四', roleLabel: '运营人员' },
            { id: 'm2', name: '王五', roleLabel: '运营方负责人' },
          ],
          forOthers: [],
        }),
    });
    const lookup = await mount('components/lookup/index', field, phone);
    const changes = lookup.events('change');
    await lookup.tap('谁，点这里选');
    expect(lookup.text()).not.toContain('不能使用');
    await lookup.tap('王五 运营方负责人');
    expect(changes).toEqual([{ name: 'memberId', value: 'm2', label: '王五' }]);
  });

  it('says so when the answer does not come', async () => {
    const first = members['staff/member.list']!;
    const phone = newPhone({
      'staff/member.list': input => (input['query'] ? failure('internal', '出错了。') : first(input)),
    });
    const lookup = await mount('components/lookup/index', field, phone);
    await search(lookup, '人员1');
    expect(lookup.text()).toContain('出错了。');
    expect(lookup.text()).not.toContain('人员1 ');
  });
});
