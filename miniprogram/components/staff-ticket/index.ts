import type {
  ExplainedDay,
  ListedProcedure,
  MergedTicket,
  ShownClock,
  ShownFact,
  ShownTicket,
  TimelineItem,
} from '../../../typings/contract';
import type { Values } from '../../../typings/api';
import { staff } from '../../cloud/client';
import { isClosed, loading, problem, ready, troubleText } from '../../cloud/view';
import { dayText, momentText } from '../../lib/dates';
import { go, routes } from '../../lib/routes';
import { during } from '../../lib/busy';
import { forgetKeys, type Key } from '../../lib/keys';
import { look } from '../../lib/look';
import { counted, isolated } from '../../lib/text';
import { copy, ring } from '../../lib/wechat';
import { forget } from '../../model/account/session';
import { leave } from '../../model/handoff';
import { noticeCard, type NoticeCard } from '../../model/notice/notices';
import { openFile } from '../../model/report/taken-out';
import { aboutTicket, openings } from '../../model/procedure/opening';
import { CATEGORY_NAMES } from '../../model/ticket/categories';
import { flagWords, openingOf, rulesText, storyOf } from '../../model/ticket/tickets';

type ClockLine = ShownClock & { key: number; due: string; ran: string };

/** A procedure that may be started about the ticket. */
type Start = { kind: ListedProcedure['kind']; label: string; values: Values };

const CHANNELS: Record<string, string> = {
  online: '小程序',
  phone: '电话',
  counter: '窗口',
  '12345': '12345 热线',
  assigned: '交办',
};

/**
 * A ticket as staff handle it: first what to do by when, then the matter, the acts, and what happened. Fires `changed` with
 * `{ticket}`, and `writing` with `{open}` as a form opens and closes.
 */
Component({
  properties: {
    no: { type: String, value: '' },
    /** It is the whole page: on a phone its buttons stay at the bottom. */
    alone: { type: Boolean, value: false },
  },
  data: {
    wide: false,
    /** The act whose form is open. */
    act: '',
    /** Who else is at the ticket, in words. */
    others: '',
    view: loading,
    ticket: null as ShownTicket | null,
    facts: '',
    /** Who filed it, and how; who started the procedure. */
    from: '',
    /** What the forms were given, line by line. */
    entered: [] as ShownFact[],
    /** Lists among them, each in a card of its own. */
    lists: [] as ShownFact[],
    notice: null as NoticeCard | null,
    /** What I may start about a citizen's ticket, e.g. the report of a fault. */
    starts: [] as Start[],
    marks: '',
    /** In the citizen's own words. */
    rating: '',
    ratingTags: '',
    filedAt: '',
    /** Who has it now. */
    held: '',
    rules: '',
    clocks: [] as ClockLine[],
    claimUntil: '',
    signing: '',
    /** How many citizens wait for the service; no more are listed. */
    waiting: '',
    /** Who is behind what was merged into it, a line each. */
    merged: [] as { no: string; title: string; who: string }[],
    notes: 0,
    /** Others are linked as the same matter, and something can be done with this one. */
    linked: false,
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
    counting: '',
    provisional: false,
    takingOut: false,
    asked: 0,
  },
  observers: {
    no(no: string) {
      this.setData({
        ticket: null,
        view: loading,
        trouble: '',
        outcome: '',
        act: '',
        others: '',
        wide: look().wide,
      });
      if (no) void during(this.load());
    },
  },
  methods: {
    async load() {
      const asked = ++this.data.asked;
      const answer = await staff('ticket.get', { no: this.data.no });
      if (asked !== this.data.asked) return;
      if (answer.ok) return this.show(answer.data.ticket);
      forgetKeys();
      if (answer.error.code === 'forbidden') forget();
      if (this.data.ticket && !isClosed(answer.error)) return this.setData({ trouble: answer.error.message });
      this.setData({ ticket: null, view: problem(answer.error) });
    },
    /** 一件一档 (A54): the case as one file. */
    async takeOut() {
      if (this.data.takingOut) return;
      this.setData({ takingOut: true, trouble: '' });
      const answer = await staff('ticket.file', { no: this.data.no });
      this.setData({ takingOut: false });
      if (!answer.ok) return this.setData({ trouble: troubleText(answer.error) });
      openFile(answer.data);
    },
    show(ticket: ShownTicket) {
      const work = ticket.facts !== undefined;
      const facts = [
        ticket.kindLabel,
        work ? '' : CATEGORY_NAMES[ticket.category],
        ticket.service?.name,
        work ? '' : (CHANNELS[ticket.channel] ?? ticket.channel),
        ticket.assigned
          ? `${ticket.assigned.origin} ${ticket.assigned.documentNo}，文件要求 ${dayText(ticket.assigned.dueOn)} 办结`
          : ticket.externalNo,
      ];
      const { name, onBehalfOf } = ticket.applicant;
      const from = work
        ? [name ? `${isolated(name)} 发起` : '']
        : [
            isolated(name || '未留姓名'),
            ticket.contact.phone,
            onBehalfOf ? `替${isolated(onBehalfOf)}反映` : '',
          ];
      this.setData({
        ticket,
        view: ready,
        trouble: '',
        ...openingOf(ticket),
        last: lastSaid(ticket),
        toDo: hasMain(ticket) ? '请选择' : '还可以',
        facts: facts.filter(Boolean).join(' · '),
        entered: enteredOf(ticket),
        lists: (ticket.facts ?? []).filter(({ rows }) => rows !== undefined),
        from: from.filter(Boolean).join(' · '),
        notice: ticket.notice ? noticeCard(ticket.notice) : null,
        rating: ticket.rating?.label ?? '',
        ratingTags: (ticket.rating?.tags ?? []).join(' · '),
        marks: [ticket.signature?.label ?? '', ...flagWords(ticket.flags, true)].filter(Boolean).join(' · '),
        filedAt: momentText(ticket.createdAt),
        held: heldText(ticket),
        rules: rulesText(ticket.ruleSet),
        clocks: ticket.clocks.map(clockLine),
        story: storyOf(ticket),
        signing: signingText(ticket),
        claimUntil: ticket.claimCode ? momentText(ticket.claimCode.until) : '',
        waiting: counted(ticket.openTickets?.length ?? 0),
        merged: (ticket.merged ?? []).map(mergedLine),
        linked: ticket.acts.length > 0 && hasSameMatter(ticket),
        notes: ticket.timeline.filter(item => item.internal).length,
      });
      void this.offerStarts(ticket);
    },
    /** What a citizen says may be the first sign of a fault. */
    async offerStarts(ticket: ShownTicket) {
      const fitting = ticket.facts === undefined && ticket.service !== undefined && ticket.acts.length > 0;
      const found = fitting ? await openings() : undefined;
      const starts = (found && found.ok ? found.data : []).flatMap(({ kind, offeredAt }) =>
        offeredAt?.ticket ? [{ kind, ...offeredAt.ticket }] : [],
      );
      if (this.data.no === ticket.no) this.setData({ starts });
    },
    start(event: { currentTarget: { dataset: { index: number } } }) {
      const start = this.data.starts[event.currentTarget.dataset.index];
      if (!this.data.ticket || !start) return;
      leave('opening', aboutTicket(this.data.ticket, start.values));
      go(routes.openProcedure(start.kind));
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
      const now = [ticket.stateLabel, ticket.ended ? '' : heldText(ticket)].filter(Boolean).join('，');
      // Whoever has walked on meanwhile keeps the ticket that is open now.
      if (ticket.no === this.data.ticket?.no) {
        // What was asked before the act is older than what the act brought.
        this.data.asked += 1;
        this.show(ticket);
        this.setData({ outcome: outcome ? `${outcome}。现在：${now}` : '' });
      }
      this.triggerEvent('changed', { ticket, outcome: `${outcome}。现在：${now}` });
    },
    writing(event: { detail: { open: boolean; act: string } }) {
      this.setData({ act: event.detail.act });
      this.triggerEvent('writing', event.detail);
    },
    others(event: { detail: { line: string } }) {
      this.setData({ others: event.detail.line });
    },
    /** Whoever begins to write learns at once who else does. */
    begun() {
      const present = this.selectComponent('.present') as unknown as { touch(): Promise<void> } | null;
      void present?.touch();
    },
    stale() {
      void during(this.load());
      this.triggerEvent('changed', { ticket: null, outcome: '' });
    },
    /** Keys for what is done with the ticket. */
    key(key: Key) {
      if (!this.data.ticket || this.data.ticket.acts.length === 0) return;
      const panel = this.selectComponent('.acts') as unknown as { key(key: Key): void } | null;
      panel?.key(key);
    },
    ring() {
      if (this.data.ticket?.personal?.phone) ring(this.data.ticket.personal.phone);
    },
    copyPhone() {
      if (this.data.ticket?.personal?.phone) copy(this.data.ticket.personal.phone);
    },
    explain(event: { currentTarget: { dataset: { index: number } } }) {
      const clock = this.data.clocks[event.currentTarget.dataset.index];
      if (!clock || clock.explanation.length === 0) return;
      const { explanation, counting, provisional } = clock;
      this.setData({ explaining: true, days: explanation, counting, provisional });
    },
    /** What becomes of limits of this clause elsewhere (J-24). */
    openClause(event: { currentTarget: { dataset: { clause: string } } }) {
      go(routes.clauses(event.currentTarget.dataset.clause));
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
    /** One act on all of them, e.g. one reply. */
    handleLinked() {
      go(routes.bulkLinked(this.data.no));
    },
    copyNo() {
      copy(this.data.no);
    },
  },
});

/** Whose a merged ticket was and how it came (A43). */
function mergedLine({ no, title, applicant, contact, channel, externalNo, createdAt }: MergedTicket) {
  const { name, onBehalfOf } = applicant;
  const who = [
    isolated(name || '未留姓名'),
    contact.phone,
    onBehalfOf ? `替${isolated(onBehalfOf)}反映` : '',
    CHANNELS[channel] ?? channel,
    externalNo,
    `${momentText(createdAt)} 提交`,
  ];
  return { no, title, who: who.filter(Boolean).join(' · ') };
}

const hasSameMatter = ({ links }: ShownTicket): boolean =>
  links.some(({ relation }) => relation === 'same-matter');

const RAN: Record<ShownClock['state'], string> = {
  running: '',
  met: '按时',
  late: '超期完成',
  cancelled: '已取消',
};

function clockLine(clock: ShownClock, key: number): ClockLine {
  const due = clock.dueAt ? momentText(clock.dueAt) : clock.date ? dayText(clock.date) : '';
  const ran = clock.paused ? '等待验证，暂停计时' : RAN[clock.state];
  return { ...clock, key, due, ran };
}

const hasMain = ({ acts }: ShownTicket): boolean => acts.some(({ place }) => place === 'main');

/** Of a procedure of staff the last step, as the application stands above; else with what it was handed on, some steps ago perhaps. */
function lastSaid(ticket: ShownTicket): TimelineItem | null {
  if (!hasMain(ticket)) return null;
  if (ticket.facts === undefined) {
    const handedOn = ticket.timeline.filter(item => item.handedOn);
    return handedOn[handedOn.length - 1] ?? null;
  }
  const steps = ticket.timeline.slice(1).filter(item => !item.internal);
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
function enteredOf({ facts, service }: ShownTicket): ShownFact[] {
  return (facts ?? [])
    .filter(({ rows, value }) => !rows && value !== service?.name)
    .map(fact => ({ ...fact, label: fact.label.replace(/（[^（）]*）$/, '') }));
}

/** Whether somebody of the party that has to act has opened it. */
function signingText({ signing, ended }: ShownTicket): string {
  if (!signing || ended) return '';
  if (signing.signedAt) return `${momentText(signing.signedAt)} 签收（${signing.who ?? ''}）`;
  return `还没有签收，最迟 ${momentText(signing.dueAt)}`;
}
