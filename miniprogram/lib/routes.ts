import { refused } from './wechat';

/** Where everything is. Numbers and ids are plain letters and digits; free text never travels in a query. */
export const routes = {
  home: '/pages/home/index',
  ask: '/pages/ask/index',
  tickets: '/pages/tickets/index',
  workbench: '/pages/workbench/index',
  file: (kind = '') => `/packages/citizen/file/index${kind ? `?kind=${kind}` : ''}`,
  ticket: (no: string) => `/packages/citizen/ticket/index?no=${no}`,
  filed: (no: string) => `/packages/citizen/ticket/index?no=${no}&filed=1`,
  services: '/packages/citizen/services/index',
  notices: '/packages/citizen/notices/index',
  notice: (id: string) => `/packages/citizen/notice/index?id=${id}`,
  disclosed: '/packages/citizen/disclosed/index',
  inbox: (staff = false) => `/packages/citizen/inbox/index${staff ? '?staff=1' : ''}`,
  privacy: '/packages/citizen/privacy/index',
  staffTicket: (no: string) => `/packages/staff/tickets/ticket/index?no=${no}`,
  bulk: (view: string) => `/packages/staff/tickets/bulk/index?view=${view}`,
  bulkLinked: (no: string) => `/packages/staff/tickets/bulk/index?of=${no}`,
  address: '/packages/staff/desk/address/index',
  board: '/packages/staff/desk/board/index',
  phrases: '/packages/staff/desk/phrases/index',
  register: '/packages/staff/tickets/record/index',
  supervision: '/packages/staff/supervision/overview/index',
  clauses: (clause = '') => `/packages/staff/supervision/clauses/index${clause ? `?clause=${clause}` : ''}`,
  behindFigure: '/packages/staff/supervision/tickets/index',
  lights: '/packages/staff/supervision/lights/index',
  odd: '/packages/staff/supervision/odd/index',
  heldDocuments: '/packages/staff/supervision/documents/index',
  audit: '/packages/staff/oversight/audit/index',
  timer: '/packages/staff/oversight/timer/index',
  reports: '/packages/staff/reports/list/index',
  report: (id: string) => `/packages/staff/reports/report/index?id=${id}`,
  cases: '/packages/staff/reports/cases/index',
  rules: '/packages/staff/rules/sets/index',
  rulesVersion: (id: string, version: number) =>
    `/packages/staff/rules/version/index?id=${id}&version=${version}`,
  tryOut: '/packages/staff/rules/try-out/index',
  calendar: '/packages/staff/rules/calendar/index',
  knowledge: '/packages/staff/knowledge/entries/index',
  entry: (id: string) => `/packages/staff/knowledge/entry/index?id=${id}`,
  editEntry: (id = '') => `/packages/staff/knowledge/edit/index${id ? `?id=${id}` : ''}`,
  knowledgeTry: '/packages/staff/knowledge/try/index',
  knowledgeFiles: '/packages/staff/knowledge/files/index',
  proposals: '/packages/staff/knowledge/proposals/index',
  duplicates: '/packages/staff/knowledge/duplicates/index',
  judge: '/packages/staff/knowledge/judge/index',
  sample: '/packages/staff/knowledge/sample/index',
  knowledgeWords: '/packages/staff/knowledge/words/index',
  knowledgeSubmit: '/packages/staff/knowledge/submit/index',
  knowledgeNumbers: '/packages/staff/knowledge/numbers/index',
  start: '/packages/staff/procedures/start/index',
  openProcedure: (kind: string) => `/packages/staff/procedures/open/index?kind=${kind}`,
  registered: '/packages/staff/services/list/index',
  service: (id: string) => `/packages/staff/services/service/index?id=${id}`,
  editService: (id: string) => `/packages/staff/services/edit/index?id=${id}`,
  serviceFiles: '/packages/staff/knowledge/files/index?what=services',
  maintenance: '/packages/staff/services/maintenance/index',
  registers: '/packages/staff/registers/list/index',
  rows: (register: string) => `/packages/staff/registers/register/index?register=${register}`,
  row: '/packages/staff/registers/row/index',
  plans: '/packages/staff/plans/list/index',
  plan: '/packages/staff/plans/edit/index',
  units: '/packages/staff/people/units/index',
  unit: (id: string) => `/packages/staff/people/unit/index?id=${id}`,
  editUnit: (id = '') => `/packages/staff/people/edit/index${id ? `?id=${id}` : ''}`,
  regions: '/packages/staff/people/regions/index',
  standIn: '/packages/staff/people/stand-in/index',
  staffNotices: '/packages/staff/notices/list/index',
  contentCalendar: '/packages/staff/notices/calendar/index',
  editNotice: (id = '') => `/packages/staff/notices/edit/index${id ? `?id=${id}` : ''}`,
};

/** WeChat keeps ten pages open; beyond that the newest is replaced. */
const MOST_PAGES = 10;

/** A second tap within this time is the same tap. */
const DOUBLE_TAP_MS = 500;
let last = { url: '', at: 0 };

/** A package of pages that is not on the phone yet cannot be fetched without network. */
const fail = refused('页面没有打开，请检查网络后重试');

/** Opens a page; a double tap opens it once. */
export function go(url: string): void {
  const at = Date.now();
  if (url === last.url && at - last.at < DOUBLE_TAP_MS) return;
  last = { url, at };
  if (getCurrentPages().length < MOST_PAGES) wx.navigateTo({ url, fail });
  else goInstead(url);
}

/** Opens a page in place of this one. */
export const goInstead = (url: string): void => wx.redirectTo({ url, fail });

/** Opens a tab page. */
export const goToTab = (url: string): void => wx.switchTab({ url, fail });

/** Back to the page before; where there is none, or another one than expected, `otherwise` takes the place of this one. */
export function goBack(otherwise: string, expected?: string): void {
  const pages = getCurrentPages();
  const before = pages[pages.length - 2]?.route;
  if (before && (!expected || before === expected)) wx.navigateBack({ fail });
  else goInstead(otherwise);
}
