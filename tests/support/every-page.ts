/**
 * Every page of app.json, in the states that look different, with who opens it and what stands there when the cloud has answered.
 * What is handed from page to page is opened by the way that leads there (`by`: what is pressed, one after the other).
 */
export type Place = {
  name: string;
  as: string;
  page: string;
  content: string | RegExp;
  by?: (string | RegExp)[];
  /** Only in the long form. */
  long?: true;
};

/** The citizen whose tickets the test has filed. */
export const LOOKER = 'look-citizen';

const STAFF = '/packages/staff';

const staff = (
  name: string,
  as: string,
  path: string,
  content: string | RegExp,
  ...by: (string | RegExp)[]
): Place => ({ name, as, page: `${STAFF}/${path}`, content, ...(by.length > 0 ? { by } : {}) });

const citizen = (name: string, page: string, content: string | RegExp): Place => ({
  name,
  as: LOOKER,
  page,
  content,
});

const ofCitizens: Place[] = [
  citizen('home', '/pages/home/index', /收不到验证码|小区门口的路灯|养老金少发|仲裁结果|社会保障卡补办/),
  citizen('ask', '/pages/ask/index', '有问题，直接问'),
  citizen('my tickets', '/pages/tickets/index', '小区门口的路灯坏了'),
  citizen('mine', '/pages/mine/index', /\d+ 条没看/),
  citizen('file', '/packages/citizen/file/index?kind=complaint', '选了服务，能更快转到负责单位'),
  citizen('a ticket', '/packages/citizen/ticket/index?no=DISPATCHED', '最迟答复您'),
  citizen('a refused ticket', '/packages/citizen/ticket/index?no=REFUSED', '不予受理告知书'),
  citizen('a replied ticket', '/packages/citizen/ticket/index?no=REPLIED', '已补发，请核对银行到账记录。'),
  citizen('an answered ticket', '/packages/citizen/ticket/index?no=ANSWERED', '知识库的回答'),
  citizen('services', '/packages/citizen/services/index', '不动产信息查询'),
  citizen('notices', '/packages/citizen/notices/index', '医保电子凭证系统升级'),
  citizen('a notice', '/packages/citizen/notice/index?id=NOTICE', '转发给别人'),
  citizen('inbox', '/packages/citizen/inbox/index', /已收到/),
  citizen('privacy', '/packages/citizen/privacy/index', /版本 2026-11/),
  citizen('public outcomes', '/packages/citizen/disclosed/index', '还没有公开的办理结果'),
];

const ofTheDesk: Place[] = [
  ...(
    [
      ['the operator', 'demo-operator', '小区门口的路灯坏了'],
      ['a handler', 'demo-hrss-handler', /社会保障卡补办三次/],
      ['the manager', 'demo-manager', /全省超期/],
      ['the security officer', 'demo-security', /待办的都办完了/],
      ['a partner', 'demo-partner', /待办的都办完了/],
    ] as const
  ).map(([who, as, content]) => ({
    name: `workbench of ${who}`,
    as,
    page: '/pages/workbench/index',
    content,
  })),
  staff('handling', 'demo-hrss-handler', 'tickets/ticket/index?no=DISPATCHED', /前：决定是否受理/),
  staff('triage', 'demo-operator', 'tickets/ticket/index?no=SUBMITTED', '可能的负责单位'),
  staff('a procedure of staff', 'demo-manager', 'tickets/ticket/index?no=MEETING', '数据不同步'),
  staff('registering', 'demo-operator', 'tickets/record/index', '照对方的话记，不用整理'),
  staff('bulk', 'demo-hrss-handler', 'tickets/bulk/index?view=unit', /社会保障卡补办三次/),
  staff('what can be started', 'demo-manager', 'procedures/start/index', '疑难件协调会'),
  staff('the form of a procedure', 'demo-manager', 'procedures/open/index?kind=coordination', '参加单位'),
  staff('the board', 'demo-manager', 'desk/board/index', '本周新增'),
  {
    ...citizen('messages of staff', '/packages/citizen/inbox/index?staff=1', /请按时办理/),
    as: 'demo-operator',
  },
  staff('the own address', 'demo-operator', 'desk/address/index', '境外号码以 + 开头'),
  staff('phrases', 'demo-hrss-handler', 'desk/phrases/index', '还没有常用语。经常写的话存一条，下次一点就用'),
];

const ofOversight: Place[] = [
  staff('supervision', 'demo-manager', 'supervision/overview/index', '现在超期'),
  staff('supervision of a unit', 'demo-hrss-lead', 'supervision/overview/index', '本单位的其他服务'),
  staff('limits by clause', 'demo-manager', 'supervision/clauses/index', /条款/),
  staff(
    'behind a figure',
    'demo-manager',
    'supervision/clauses/index',
    /收不到验证码|社会保障卡补办三次|小区门口的路灯|养老金少发/,
    /^[1-9]\d*\s*在办/,
  ),
  staff('lights', 'demo-manager', 'supervision/lights/index', /灯/),
  staff('odd tickets', 'demo-manager', 'supervision/odd/index', /异常办理/),
  staff('documents held', 'demo-manager', 'supervision/documents/index', /制度/),
  staff('checking the journal', 'demo-security', 'oversight/audit/index', '开始核对'),
  staff('the timer', 'demo-manager', 'oversight/timer/index', '运行状况'),
  staff('reports', 'demo-manager', 'reports/list/index', /还没有报告/),
  staff('a report', 'demo-operator', 'reports/report/index?id=monthly-2026-08', /XLSX/),
  staff('behind a figure of a report', 'demo-operator', 'reports/cases/index', '请从报告的数字里打开'),
  staff('plans', 'demo-manager', 'plans/list/index', '按模板新建'),
  staff('a plan', 'demo-manager', 'plans/list/index', '保存', /^每周巡检/),
  staff('lists of record', 'demo-manager', 'registers/list/index', '资产'),
  staff('a list of record', 'demo-manager', 'registers/register/index?register=assets', '登记一项'),
  staff('a row', 'demo-manager', 'registers/register/index?register=assets', '保存', '登记一项'),
];

const ofRules: Place[] = [
  staff('rule sets', 'demo-manager', 'rules/sets/index', '每件工单按提交时现行的规则集办理'),
  staff(
    'a version of a rule set',
    'demo-manager',
    'rules/version/index?id=gdzw-0001.5-2019&version=1',
    '称谓',
  ),
  staff('the calendar', 'demo-manager', 'rules/calendar/index', '国庆节'),
  staff('a trial of rules', 'demo-manager', 'rules/try-out/index', /试算/),
];

const ofContent: Place[] = [
  staff('entries', 'demo-operator', 'knowledge/entries/index', /条目/),
  staff('an entry', 'demo-operator', 'knowledge/entry/index?id=ENTRY', /版/),
  staff('writing an entry', 'demo-operator', 'knowledge/edit/index', '相似问法'),
  staff('trying the knowledge', 'demo-operator', 'knowledge/try/index', /问/),
  staff('files of entries', 'demo-operator', 'knowledge/files/index', /导入/),
  staff('files of services', 'demo-operator-lead', 'knowledge/files/index?what=services', /导入/),
  staff('proposals', 'demo-operator', 'knowledge/proposals/index', /没有|问/),
  staff('duplicates', 'demo-operator', 'knowledge/duplicates/index', /没有|相近|重复/),
  staff('judging', 'demo-operator', 'knowledge/judge/index', /没有|判|问/),
  staff('a sample', 'demo-operator', 'knowledge/sample/index', /没有|抽|问/),
  staff('numbers of the knowledge', 'demo-manager', 'knowledge/numbers/index', /%|件|次/),
  staff('words', 'demo-operator-lead', 'knowledge/words/index', /同义|词/),
  staff('handing in', 'demo-hrss-lead', 'knowledge/submit/index', /草稿|没有/),
  staff('services of staff', 'demo-operator', 'services/list/index', '不动产信息查询'),
  staff('a service of staff', 'demo-operator-lead', 'services/service/index?id=S001', /登记/),
  staff('editing a service', 'demo-operator-lead', 'services/edit/index?id=S001', '保存'),
  staff('maintenance', 'demo-operator', 'services/maintenance/index', /维护/),
  staff('notices of staff', 'demo-operator', 'notices/list/index', '医保电子凭证系统升级'),
  staff('writing a notice', 'demo-operator', 'notices/edit/index', '正文'),
  staff('what is planned', 'demo-manager', 'notices/calendar/index', '下月 ›'),
];

const ofPeople: Place[] = [
  staff('units', 'demo-manager', 'people/units/index', '人力资源和社会保障厅'),
  staff('a unit', 'demo-manager', 'people/unit/index?id=hrss', '邀请人员'),
  staff('people of no unit', 'demo-manager', 'people/unit/index', '邀请人员'),
  staff('inviting', 'demo-manager', 'people/unit/index', '姓名', '邀请人员'),
  staff('editing a unit', 'demo-manager', 'people/edit/index?id=hrss', '保存'),
  staff('regions', 'demo-manager', 'people/regions/index', '天河区'),
  staff('a stand-in', 'demo-hrss-handler', 'people/stand-in/index', '代班'),
];

export const everyPlace: Place[] = [
  ...ofCitizens,
  ...ofTheDesk,
  ...ofOversight,
  ...ofRules,
  ...ofContent,
  ...ofPeople,
];

/** The address of a place, with what stands behind its word. */
export const addressIn = (page: string, known: Record<string, string>): string =>
  page.replace(/[A-Z]{5,}$/, word => known[word] ?? word);
