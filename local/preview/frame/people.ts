import { button, card, make } from './dom';

export type Person = { openid: string; name: string; group: string };

/** Units of the demo data (contract §3). */
const UNITS: [string, string][] = [
  ['hrss', '人力资源和社会保障厅'],
  ['psb', '公安厅'],
  ['hsa', '医疗保障局'],
  ['mca', '民政厅'],
  ['tax', '税务局'],
  ['mot', '交通运输厅'],
  ['hurd', '住房和城乡建设厅'],
  ['amr', '市场监督管理局'],
  ['edu', '教育厅'],
  ['nr', '自然资源厅'],
  ['health', '卫生健康委员会'],
  ['eco', '生态环境厅'],
  ['general', '综合受理中心'],
  ['gz-hrss', '广州市人力资源和社会保障局'],
  ['gz-hurd', '广州市住房和城乡建设局'],
  ['sz-hrss', '深圳市人力资源和社会保障局'],
];

/** Everyone of the demo data who can hold the phone. */
const PEOPLE: Person[] = [
  { openid: 'demo-citizen-1', name: '群众甲', group: '群众' },
  { openid: 'demo-citizen-2', name: '群众乙', group: '群众' },
  { openid: 'demo-citizen-3', name: '群众丙', group: '群众' },
  { openid: 'demo-operator', name: '运营方 · 坐席', group: '运营方' },
  { openid: 'demo-operator-lead', name: '运营方 · 组长', group: '运营方' },
  { openid: 'demo-manager', name: '管理方', group: '管理方' },
  { openid: 'demo-security', name: '安全员', group: '管理方' },
  { openid: 'demo-gz-local', name: '广州市主管部门', group: '各地与合作方' },
  { openid: 'demo-th-local', name: '天河区主管部门', group: '各地与合作方' },
  { openid: 'demo-partner', name: '第三方业态合作方', group: '各地与合作方' },
  ...UNITS.flatMap(([id, name]) => [
    { openid: `demo-${id}-handler`, name: `${name} · 经办人`, group: '事权责任单位' },
    { openid: `demo-${id}-lead`, name: `${name} · 负责人`, group: '事权责任单位' },
  ]),
];

export const personOf = (openid: string): Person =>
  PEOPLE.find(one => one.openid === openid) ?? { openid, name: openid, group: '其他' };

/** 我是谁: a list that typing narrows. */
export function peopleCard(chosen: string, onChoose: (person: Person) => void): HTMLElement {
  const now = make('div', 'person-now');
  const search = make('input', 'search');
  search.type = 'search';
  search.placeholder = '找：群众、运营方、人社、经办人……';
  search.setAttribute('aria-label', '找一个身份');
  const list = make('div', 'people');
  let current = chosen;

  const draw = (): void => {
    const person = personOf(current);
    now.replaceChildren(make('strong', '', person.name), make('span', 'second', person.openid));
    const words = search.value.trim().toLowerCase().split(/\s+/);
    const found = PEOPLE.filter(one =>
      words.every(word => `${one.name} ${one.group} ${one.openid}`.toLowerCase().includes(word)),
    );
    const groups = [...new Set(found.map(one => one.group))];
    const blocks = groups.flatMap(group => [
      make('div', 'group', group),
      ...found
        .filter(one => one.group === group)
        .map(one => {
          const item = button(one.name, () => choose(one), 'person');
          item.setAttribute('aria-pressed', String(one.openid === current));
          return item;
        }),
    ]);
    list.replaceChildren(...(blocks.length > 0 ? blocks : [make('div', 'second', '没有这样的身份')]));
  };
  const choose = (person: Person): void => {
    current = person.openid;
    draw();
    onChoose(person);
  };
  search.addEventListener('input', draw);
  search.addEventListener('keydown', event => {
    if (event.key === 'Enter') list.querySelector<HTMLButtonElement>('.person')?.click();
  });
  draw();
  return card('我是谁', [now, search, list]);
}
