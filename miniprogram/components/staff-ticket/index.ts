import type { ExplainedDay, ShownClock, ShownTicket, TimelineItem } from '../../../typings/contract';
import { staff } from '../../cloud/client';
import { loading, problem, ready } from '../../cloud/view';
import { isMain } from '../../model/ticket/acts';
import { isCall } from '../../model/ticket/call-list';
import { leave } from '../../lib/handoff';
import { noticeCard, type NoticeCard } from '../../model/notice/notices';
import { aboutTicket, openings } from '../../model/procedure/opening';
import { forget } from '../../model/account/session';
import { go, routes } from '../../lib/routes';
import {
  clauseText,
  flagWords,
  openingOf,
  rulesText,
  storyOf,
  taskOf,
  type Task,
} from '../../model/ticket/tickets';
import { CATEGORY_NAMES, RATINGS, dayText, momentText } from '../../lib/words';

type ClockLine = ShownClock & { key: number; due: string; ran: string };

const FAULT = 'fault';

const CHANNELS: Record<string, string> = {
  online: '小程序',
  phone: '电话',
  counter: '窗口',
  '12345': '12345 热线',
};

/**
 * A ticket as staff handle it: first what to do by when, then the matter, the acts, and what happened. Fires `changed` with
 * `{ticket}`, and `writing` with `{open}` as a form opens and closes.
 */
Component({
  properties: {
    no: { type: String, value: '' },
  },
  data: {
    view: loading,
    ticket: null as ShownTicket | null,
    task: null as Task | null,
    facts: '',
    /** Who filed it, and how; who started the procedure. */
    from: '',
    /** What the forms were given, line by line. */
    entered: [] as NonNullable<ShownTicket['facts']>,
    notice: null as NoticeCard | null,
    /** A citizen's ticket about a service whose fault I may report. */
    mayReport: false,
    marks: '',
    /** In the citizen's own words. */
    rating: '',
    ratingTags: '',
    filedAt: '',
    /** Who has it now. */
    held: '',
    rules: '',
    clocks: [] as ClockLine[],
    notes: 0,
    story: [] as TimelineItem[],
    internal: true,
    trouble: '',
    /** What came of the act that was just taken: said aloud. */
    outcome: '',
    /** What was said last, where somebody has to act on it: why it came back, what was found. */
    last: null as TimelineItem | null,
    /** Above the acts: what they are. */
    toDo: '',
    title: '',
    text: '',
    explaining: false,
    days: [] as ExplainedDay[],
    provisional: false,
    asked: 0,
  },
  observers: {
    no(no: string) {
      this.setData({ ticket: null, view: loading, trouble: '', outcome: '' });
      if (no) void this.load();
    },
  },
  methods: {
    async load() {
      const asked = ++this.data.asked;
      const answer = await staff('ticket.get', { no: this.data.no });
      if (asked !== this.data.asked) return;
      if (answer.ok) return this.show(answer.data.ticket);
      const { code } = answer.error;
      if (code === 'forbidden') forget();
      const gone = code === 'forbidden' || code === 'not-found';
      if (this.data.ticket && !gone) return this.setData({ trouble: answer.error.message });
      this.setData({ ticket: null, view: problem(answer.error) });
    },
    show(ticket: ShownTicket) {
      const work = ticket.facts !== undefined;
      const facts = [
        ticket.kindLabel,
        work ? '' : CATEGORY_NAMES[ticket.category],
        ticket.service?.name,
        work ? '' : (CHANNELS[ticket.channel] ?? ticket.channel),
        ticket.externalNo,
      ];
      const { name, onBehalfOf } = ticket.applicant;
      const from = work
        ? [name ? `${name} 发起` : '']
        : [name || '未留姓名', ticket.contact.phone, onBehalfOf ? `替${onBehalfOf}反映` : ''];
      this.setData({
        ticket,
        view: ready,
        trouble: '',
        ...openingOf(ticket),
        last: lastSaid(ticket),
        toDo: ticket.acts.some(act => isMain(act, true)) ? '请选择' : '还可以',
        task: taskOf(ticket) ?? null,
        facts: facts.filter(Boolean).join(' · '),
        entered: enteredOf(ticket),
        from: from.filter(Boolean).join(' · '),
        notice: ticket.notice ? noticeCard(ticket.notice) : null,
        rating: RATINGS.find(each => each.value === String(ticket.rating?.level))?.label ?? '',
        ratingTags: (ticket.rating?.tags ?? []).join(' · '),
        marks: flagWords(ticket.flags, true).join(' · '),
        filedAt: momentText(ticket.createdAt),
        held: heldText(ticket),
        rules: rulesText(ticket.ruleSet),
        clocks: ticket.clocks.map(clockLine),
        story: storyOf(ticket),
        notes: ticket.timeline.filter(item => item.internal).length,
      });
      void this.offerReport(ticket);
    },
    /** What a citizen says may be the first sign of a fault. */
    async offerReport(ticket: ShownTicket) {
      const fitting = ticket.facts === undefined && ticket.service !== undefined && ticket.acts.length > 0;
      const found = fitting ? await openings() : undefined;
      const mayReport = Boolean(found && found.ok && found.data.some(each => each.kind === FAULT));
      if (this.data.no === ticket.no) this.setData({ mayReport });
    },
    reportFault() {
      if (!this.data.ticket) return;
      leave('opening', aboutTicket(this.data.ticket));
      go(routes.openProcedure(FAULT));
    },
    openService() {
      if (this.data.ticket?.service) go(routes.service(this.data.ticket.service.id));
    },
    openNotice() {
      if (this.data.notice) go(routes.notice(this.data.notice.id));
    },
    retry() {
      this.setData({ view: this.data.ticket ? ready : loading });
      void this.load();
    },
    done(event: { detail: { ticket: ShownTicket; outcome: string } }) {
      const { ticket, outcome } = event.detail;
      this.show(ticket);
      const now = [ticket.stateLabel, ticket.ended ? '' : heldText(ticket)].filter(Boolean).join('，');
      this.setData({ outcome: outcome ? `${outcome}。现在：${now}` : '' });
      this.triggerEvent('changed', { ticket: event.detail.ticket });
    },
    writing(event: { detail: { open: boolean } }) {
      this.triggerEvent('writing', event.detail);
    },
    stale() {
      void this.load();
      this.triggerEvent('changed', { ticket: null });
    },
    /** By the keys 1–9. */
    chooseAct(index: number) {
      const panel = this.selectComponent('.acts') as unknown as { choose(index: number): void } | null;
      panel?.choose(index);
    },
    explain(event: { currentTarget: { dataset: { index: number } } }) {
      const clock = this.data.clocks[event.currentTarget.dataset.index];
      if (!clock || clock.explanation.length === 0) return;
      this.setData({ explaining: true, days: clock.explanation, provisional: clock.provisional });
    },
    endExplain() {
      this.setData({ explaining: false });
    },
    toggleInternal(event: { detail: { value: boolean } }) {
      this.setData({ internal: event.detail.value });
    },
    openLink(event: { currentTarget: { dataset: { no: string } } }) {
      go(routes.staffTicket(event.currentTarget.dataset.no));
    },
    copyNo() {
      wx.setClipboardData({ data: this.data.no });
    },
  },
});

const RAN: Record<ShownClock['state'], string> = {
  running: '',
  met: '按时',
  late: '超期完成',
  cancelled: '已取消',
};

function clockLine(clock: ShownClock, key: number): ClockLine {
  const due = clock.dueAt ? momentText(clock.dueAt) : clock.date ? dayText(clock.date) : '';
  const ran = clock.paused ? '等待验证，暂停计时' : RAN[clock.state];
  return { ...clock, key, due, ran, clause: clauseText(clock.clause) };
}

/** Of a procedure of staff; the application itself stands above already. */
function lastSaid({ facts, acts, timeline }: ShownTicket): TimelineItem | null {
  if (facts === undefined || !acts.some(act => isMain(act, true))) return null;
  const steps = timeline.slice(1).filter(item => !item.internal);
  const { at } = steps[steps.length - 1] ?? { at: '' };
  return steps.filter(item => item.at === at && item.text)[0] ?? null;
}

/** Who has it now; first the unit that answers for it, where that is somebody else. When all is done, only that one. */
function heldText({ unit, holderName, holder, ended }: ShownTicket): string {
  if (ended) return unit?.name ?? holderName;
  const now = [holderName, holder.memberName].filter(Boolean).join(' · ');
  return unit && unit.name !== holderName ? `${unit.name}负责，现在由${now}办理` : now;
}

/** What the forms were given: without the service, which stands above, and without the hints for whoever fills in. */
function enteredOf({ facts, service }: ShownTicket): NonNullable<ShownTicket['facts']> {
  return (facts ?? [])
    .filter(({ name, rows }) => !rows && !isCall(name) && (name !== 'serviceId' || !service))
    .map(fact => ({ ...fact, label: fact.label.replace(/（[^）]*）$/, '') }));
}
