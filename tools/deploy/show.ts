import { createHash } from 'node:crypto';
import type { ByHand, Plan, Step } from './plan';
import { COLLECTION_RULE, RUNTIME, STORAGE_RULE, type Index, type Variables } from './state';

/** A plan in words. Values of variables are never shown: a hash tells whether two are the same. */

const print = (name: string, value: string): string =>
  createHash('sha256').update(`${name}=${value}`).digest('hex').slice(0, 8);

const keysOf = ({ keys, unique }: Index): string =>
  [
    ...Object.entries(keys).map(([name, direction]) => `${name} ${direction > 0 ? '升' : '降'}`),
    ...(unique ? ['唯一'] : []),
  ].join('，');

const variableLines = (wanted: Variables, found: Variables = {}): string[] =>
  [...new Set([...Object.keys(found), ...Object.keys(wanted)])].sort().flatMap(name => {
    const [before, after] = [found[name], wanted[name]];
    if (before === after) return [];
    if (after === undefined) return [`  变量 ${name}：去掉（现在 ${print(name, before ?? '')}）`];
    const shown = print(name, after);
    return [
      before === undefined
        ? `  变量 ${name}：新设 ${shown}`
        : `  变量 ${name}：${print(name, before)} 改为 ${shown}`,
    ];
  });

const gone = {
  runtime: '运行环境或入口不能修改，先删后建',
  broken: '上次没有建成，先删后建',
  extra: '多出来的',
};

const linesOf = (step: Step): string[] => {
  switch (step.do) {
    case 'create-collection':
      return [`集合 ${step.collection}：新建`];
    case 'protect-collection':
      return [
        `集合 ${step.collection}：权限改为 ${COLLECTION_RULE}${step.found ? `（现在 ${step.found}）` : ''}`,
      ];
    case 'drop-index':
      return [
        `索引 ${step.collection}.${step.name}：删除（${step.why === 'extra' ? '多出来的' : '内容变了，先删后建'}）`,
      ];
    case 'create-index':
      return [`索引 ${step.collection}.${step.index.name}：新建（${keysOf(step.index)}）`];
    case 'protect-storage':
      return [`云存储：权限改为 ${STORAGE_RULE}（现在 ${step.found}）`];
    case 'delete-function':
      return [`函数 ${step.name}：删除（${gone[step.why]}）`];
    case 'create-function': {
      const { memory, timeout, variables, mark } = step.settings;
      return [
        `函数 ${step.name}：新建（${RUNTIME}，${memory} MB，${timeout} 秒，代码 ${mark.code}）`,
        ...variableLines(variables),
      ];
    }
    case 'export':
      return [`数据：先导出 ${step.collections.length} 个集合（${step.collections.join('、')}）`];
    case 'update-code':
      if (step.foreign) return [`函数 ${step.name}：更新代码（被别的工具改过，换回 ${step.hash}）`];
      return [`函数 ${step.name}：更新代码（${step.found ?? '来历不明'} 改为 ${step.hash}）`];
    case 'configure': {
      const { found, settings } = step;
      const changed = (['memory', 'timeout'] as const)
        .filter(key => found[key] !== settings[key])
        .map(key => `${{ memory: '内存', timeout: '超时' }[key]} ${found[key]} 改为 ${settings[key]}`);
      if (found.mark.hand !== settings.mark.hand) changed.push('登记人工步骤已完成');
      return [
        `函数 ${step.name}：更新配置${changed.length > 0 ? `（${changed.join('，')}）` : ''}`,
        ...variableLines(settings.variables, found.variables),
      ];
    }
    case 'permit':
      return [`函数 ${step.name}：云调用权限改为 ${step.openapi.join('、') || '无'}`];
    case 'push':
      return [`消息推送：${step.pushes.map(({ event, to }) => `${event} 推送到函数 ${to}`).join('；')}`];
    case 'run-setup':
      return ['数据：用一次性口令运行 setup，直到数据升级完成'];
    case 'create-route':
      return [`HTTP 访问 ${step.path}：新建，指向函数 ${step.to}`];
    case 'change-route':
      return [`HTTP 访问 ${step.domain}${step.path}：改为指向函数 ${step.to}，不要求登录`];
    case 'delete-route':
      return [`HTTP 访问 ${step.domain}${step.path}：删除（多出来的，指向 ${step.to}）`];
    case 'delete-collection':
      return [
        `集合 ${step.collection}：删除（多出来的${step.documents === undefined ? '' : `，有 ${step.documents} 条记录`}）`,
      ];
    case 'delete-timer':
      return [
        `定时器 ${step.name}.${step.timer.name}：删除（${step.why === 'extra' ? '多出来的' : '时间变了或有重复，先删后建'}）`,
      ];
    case 'create-timer':
      return [`定时器 ${step.name}.${step.timer.name}：新建（${step.timer.cron}）`];
  }
};

/** One step; the first line names it. */
export const showStep = (step: Step): string => linesOf(step).join('\n');

const handLines = ({ name, openapi, pushed }: ByHand): string[] => [
  ...(openapi.length > 0
    ? [
        `  函数 ${name} 的云调用权限 ${openapi.join('、')}：用微信开发者工具打开本目录，在 dist/cloudfunctions 里右键这个函数，选“上传并部署：云端安装依赖”（代码是同一份）。`,
        `    怎样核对：约十分钟后在小程序里做一件用得到的事，再运行 npm run doctor，日志里不应再有 -604101。`,
      ]
    : []),
  ...pushed.flatMap(event => [
    `  消息推送 ${event}：在云开发控制台“设置 → 其他设置 → 消息推送”里，消息类型选 event，事件填 ${event}，指向函数 ${name}。`,
    `    怎样核对：在小程序里提交一张图片，几分钟内由“检查中”变为可以打开。`,
  ]),
];

/** What a person has still to do. */
export const showByHand = (byHand: readonly ByHand[]): string[] =>
  byHand.length === 0
    ? []
    : [
        '需要人工完成（没有接口能做，或者微信没有允许）：',
        ...byHand.flatMap(handLines),
        '  做完以后运行 npm run deploy -- --env 环境ID --done，以后不再提示，权限清单变了才会再提示。',
      ];

/** What is there and stays. */
export const showKept = ({ extras, keptVariables }: Plan): string[] => [
  ...(extras.length > 0
    ? ['多出来的，没有动；确认不要了，加 --prune 删除：', ...extras.map(step => `  ${linesOf(step)[0]}`)]
    : []),
  ...keptVariables.map(
    ({ name, variables }) => `函数 ${name} 另有变量 ${variables.join('、')}，没有动；加 --prune 去掉。`,
  ),
];

/** Short ones say nothing, and stand in other words too. */
const LEAST_HIDDEN = 6;

/** A text of the interface may repeat what it was sent: no value of a variable, as a whole or a key in it, is shown. */
export const hideValues = (variables: Variables, text: string): string =>
  Object.values(variables)
    .flatMap(value => [value, ...value.split(/["\s,{}]+/)])
    .filter(value => value.length >= LEAST_HIDDEN)
    .sort((one, other) => other.length - one.length)
    .reduce((shown, value) => shown.replaceAll(value, '***'), text);
