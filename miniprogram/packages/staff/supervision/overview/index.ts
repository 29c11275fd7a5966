import type { ShownService, TicketSummary } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { isClosed, loading, problem, ready } from '../../../../cloud/view';
import { civilNow } from '../../../../lib/dates';
import { look } from '../../../../lib/look';
import { go, goToTab, routes } from '../../../../lib/routes';
import { wholeLine } from '../../../../model/desk/desk';
import { leave } from '../../../../model/handoff';
import { lateWords, lightLine, type LightLine } from '../../../../model/supervision/lights';
import { ownServices, troubledServices, type TroubledService } from '../../../../model/supervision/live';

/** How often it is looked at anew while it stands there (J-17: 实时查看). */
const EVERY_MILLISECONDS = 60_000;
const SHOWN = 5;
/** A line each, so that the whole morning is on one screen (A24). */
const SHOWN_LIGHTS = 20;
/** What is open of a kind, and how the list of it is called. */
const openOf = {
  complaint: { view: 'all', kind: 'complaint', open: true },
  fault: { view: 'all', kind: 'fault', open: true },
} as const;
const CALLED = { complaint: '在办的投诉', fault: '在办的服务异常' };

/** What goes on now: own services that do not work, faults, complaints, what is late; from here to figures and lists. */
Page({
  data: {
    ...look(),
    view: loading,
    isThere: false,
    trouble: '',
    at: '',
    now: { overdue: '0', today: '0', open: '0' },
    /** How much is late, and with whom. */
    late: '',
    /** What is red now, the longest first; `moreRed`: there are others. */
    red: [] as LightLine[],
    moreRed: false,
    services: [] as TroubledService[],
    moreServices: false,
    /** A unit's own, besides. */
    own: [] as TroubledService[],
    moreOwn: false,
    isUnit: false,
    complaints: [] as TicketSummary[],
    moreComplaints: false,
    faults: [] as TicketSummary[],
    moreFaults: false,
    pages: [
      { key: 'clauses', label: '按条款看时限', hint: '每项时限到期、按时、超期多少，点开看件' },
      { key: 'lights', label: '黄灯和红灯', hint: '谁的灯、什么原因、怎么整改' },
      { key: 'odd', label: '异常办理清单', hint: '踩点答复、踩点退回等情形' },
      { key: 'documents', label: '应有的制度文件', hint: '制度、细则、方案、预案：有效、没有、到期' },
      { key: 'reports', label: '运行报告', hint: '周报、月报和通报' },
    ],
    asked: 0,
  },
  timer: undefined as ReturnType<typeof setInterval> | undefined,

  onShow() {
    this.setData(look());
    void this.load();
    this.stop();
    this.timer = setInterval(() => void this.load(), EVERY_MILLISECONDS);
  },

  onHide() {
    this.stop();
  },

  onUnload() {
    this.stop();
  },

  stop() {
    if (this.timer !== undefined) clearInterval(this.timer);
    this.timer = undefined;
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const asked = ++this.data.asked;
    const me = await staff('me.get', {});
    if (asked !== this.data.asked) return;
    const unitId = me.ok ? me.data.unit?.id : undefined;
    const own = unitId === undefined ? {} : { unitId };
    const inState = (state: ShownService['state']) => staff('service.list', { state, ...own });
    const newest = (kind: keyof typeof openOf) => staff('ticket.queue', { ...openOf[kind], limit: SHOWN });
    const [board, red, ofUnit, complaints, faults, ...services] = await Promise.all([
      staff('board.get', { weeks: 1 }),
      staff('light.list', { redNow: true, limit: SHOWN_LIGHTS }),
      unitId === undefined ? undefined : staff('service.list', { unitId }),
      newest('complaint'),
      newest('fault'),
      inState('fault'),
      inState('maintenance'),
    ]);
    if (asked !== this.data.asked) return;
    if (!board.ok) {
      if (this.data.isThere && !isClosed(board.error)) return this.setData({ trouble: board.error.message });
      return this.setData({ isThere: false, view: problem(board.error) });
    }
    const listed = services.flatMap(answer => (answer.ok ? answer.data.services : []));
    this.setData({
      isThere: true,
      view: ready,
      trouble: complaints.ok && faults.ok && red.ok ? '' : '有的内容没有取到，稍后自动再取',
      at: civilNow().slice(11, 16),
      now: wholeLine(board.data.now),
      late: lateWords(board.data.now, unitId === undefined ? board.data.desks : []),
      red: red.ok ? red.data.lights.slice(0, SHOWN_LIGHTS).map(lightLine) : this.data.red,
      moreRed: red.ok && (red.data.lights.length > SHOWN_LIGHTS || red.data.nextCursor !== undefined),
      services: troubledServices(listed, unitId),
      moreServices: services.some(answer => answer.ok && answer.data.nextCursor !== undefined),
      isUnit: unitId !== undefined,
      own: ofUnit?.ok ? ownServices(ofUnit.data.services) : this.data.own,
      moreOwn: ofUnit?.ok === true && ofUnit.data.nextCursor !== undefined,
      ...(complaints.ok
        ? { complaints: complaints.data.tickets, moreComplaints: complaints.data.nextCursor !== undefined }
        : {}),
      ...(faults.ok ? { faults: faults.data.tickets, moreFaults: faults.data.nextCursor !== undefined } : {}),
    });
  },

  retry() {
    void this.load();
  },

  open(event: { detail: { no: string } }) {
    go(routes.staffTicket(event.detail.no));
  },

  openAll(event: { currentTarget: { dataset: { kind: keyof typeof openOf } } }) {
    const { kind } = event.currentTarget.dataset;
    leave('queue', { ...openOf[kind], words: CALLED[kind] });
    goToTab(routes.workbench);
  },

  openLights() {
    go(routes.lights);
  },

  openServices() {
    go(routes.registered);
  },

  openService(event: { currentTarget: { dataset: { id: string } } }) {
    go(routes.service(event.currentTarget.dataset.id));
  },

  openPage(event: {
    currentTarget: { dataset: { key: 'clauses' | 'lights' | 'odd' | 'documents' | 'reports' } };
  }) {
    const pages = {
      clauses: routes.clauses(),
      lights: routes.lights,
      odd: routes.odd,
      documents: routes.heldDocuments,
      reports: routes.reports,
    };
    go(pages[event.currentTarget.dataset.key]);
  },
});
