import { addWorkdays, workdayFrom } from '../../../cloudfunctions/domain/calendar';
import type { Member, Service } from '../../../cloudfunctions/domain/catalogue';
import type { Actor } from '../../../cloudfunctions/domain/engine';
import { maskName, maskPhone } from '../../../cloudfunctions/domain/privacy/mask';
import { waitsForSignatureOf } from '../../../cloudfunctions/domain/ticket/signing';
import { isOpen, type Ticket } from '../../../cloudfunctions/domain/ticket/ticket';
import {
  addDays,
  addMinutes,
  civilDateOf,
  instantAt,
  type Instant,
} from '../../../cloudfunctions/domain/time';
import type { Ports } from '../../../cloudfunctions/usecases/kernel/ports';
import { citizenActor, memberActor } from '../../../cloudfunctions/usecases/kernel/runtime';
import type { Snapshot } from '../../../cloudfunctions/usecases/kernel/reading/snapshot';
import type { Chance } from './chance';
import { isOfStaff, isOpenStory, isTold, isTwin, type Plan } from './plan';
import type { Teller } from './teller';
import { channelOf, externalNoOf, likeMatter, matterOf, personOf, type Matter, type Person } from './texts';

/** What becomes of a ticket: who does what next, and after how many working days. Each story follows from its number. */

export type World = {
  snapshot: Snapshot;
  services: readonly Service[];
  members: readonly Member[];
  plan: Plan;
  end: Instant;
  secrets: Ports['secrets'];
};

/** This unit holds half of what has a service (issue 13: one unit that holds very much). */
export const LARGE_UNIT = 'hrss';

const SLOW = 0;
/** After so many days whatever was filed is over. */
const OVER_DAYS = 70;
/** How fast those in charge are, in working days for each thing to do. */
const PACES = [1, 1, 2, 3, 4, 6, 9, 16] as const;

const memberFor = ({ members }: World, role: Member['role'], unitId?: string): Actor => {
  const found = members.find(one => one.role === role && (unitId === undefined || one.unitId === unitId));
  if (!found) throw new Error(`nobody is ${role} of ${unitId ?? 'the platform'}`);
  return memberActor(found);
};

const holderOf = (world: World, { holder }: Ticket): Actor => {
  switch (holder.role) {
    case 'unit':
      return memberFor(world, 'handler', holder.unitId);
    case 'lead':
      return memberFor(world, 'lead', holder.unitId);
    case 'operator-lead':
    case 'manager':
      return memberFor(world, holder.role);
    default:
      return memberFor(world, 'operator');
  }
};

/** Some minutes later on the same day, or a time of work so many working days later. */
const later = ({ snapshot }: World, at: Instant, workdays: number, chance: Chance): Instant => {
  const sameDay = addMinutes(at, chance.whole(20, 90));
  if (workdays === 0 && civilDateOf(sameDay) === civilDateOf(at)) return sameDay;
  const day =
    workdays === 0
      ? workdayFrom(snapshot.calendar, addDays(civilDateOf(at), 1))
      : addWorkdays(snapshot.calendar, civilDateOf(at), workdays);
  return addMinutes(instantAt(day, '09:00'), chance.whole(0, 500));
};

type Step = { who: Actor; act: string; input?: Record<string, unknown>; workdays: number };

type Mood = { pace: number; rating: number; person: Person; matter: Matter };

const refusal = {
  reason: '反映的事项已经由人民法院受理，行政机关不再另行处理。',
  basis: '《信访工作条例》关于已经进入诉讼程序的事项的规定',
  redirect: '请在诉讼中向人民法院提出，也可以拨打 12348 咨询。',
};

/** What happens while a unit works on it, besides the answer. */
const besides = (world: World, ticket: Ticket, { person, pace }: Mood, chance: Chance): Step | undefined => {
  const holder = holderOf(world, ticket);
  const workdays = Math.ceil(pace / 2);
  const owner = ticket.ownerId ? citizenActor(person.openid) : undefined;
  if (owner && chance.percent(7)) return { who: owner, act: 'urge', workdays };
  if (owner && chance.percent(4))
    return {
      who: owner,
      act: 'supplement',
      input: { text: '补充说明：当时的受理回执还在，可以提供。' },
      workdays: 0,
    };
  if (chance.percent(4))
    return { who: holder, act: 'note', input: { text: '已电话核实，正在调取当天的办理记录。' }, workdays: 0 };
  return undefined;
};

const nextStep = (world: World, ticket: Ticket, mood: Mood, chance: Chance): Step | undefined => {
  const { pace, rating, person, matter } = mood;
  const { details } = ticket;
  const holder = holderOf(world, ticket);
  const owner = ticket.ownerId ? citizenActor(person.openid) : undefined;
  if (details.pendingReply || details.pendingDecision)
    return { who: memberFor(world, 'lead', ticket.holder.unitId), act: 'approveReply', workdays: 1 };
  switch (ticket.state) {
    case 'submitted': {
      const unitId = ticket.suggestions?.[0]?.unitId ?? 'general';
      const next = ticket.details.returns.length > 0 ? 'general' : unitId;
      return {
        who: holder,
        act: ticket.holder.role === 'manager' ? 'designate' : 'dispatch',
        input: { unitId: next, reason: '按职责分工' },
        workdays: 1,
      };
    }
    case 'dispatched': {
      if (owner && chance.percent(3))
        return { who: owner, act: 'withdraw', input: { reason: '已经自己办好' }, workdays: 0 };
      const atUnit = ticket.holder.unitId !== undefined;
      if (ticket.kind === 'complaint' && atUnit) {
        if (chance.percent(5))
          return { who: holder, act: 'refuse', input: refusal, workdays: Math.min(pace, 5) };
        if (details.returns.length === 0 && chance.percent(4))
          return {
            who: holder,
            act: 'return',
            input: { reason: '不属于本单位职责，建议改派。', suggestedUnitId: 'general' },
            workdays: 1,
          };
        return { who: holder, act: 'accept', workdays: Math.min(pace, 7) };
      }
      return besides(world, ticket, mood, chance) ?? answer(world, ticket, matter, Math.min(pace, 6));
    }
    case 'accepted':
      return besides(world, ticket, mood, chance) ?? answer(world, ticket, matter, pace);
    case 'replied':
      return owner && rating > 0
        ? { who: owner, act: 'rate', input: { level: rating }, workdays: 1 }
        : undefined;
    case 'rectifying':
      return ticket.clocks.some(({ name, state }) => name === 'contact' && state === 'running')
        ? { who: holder, act: 'logCall', input: { reached: true, text: '已联系，说明整改安排' }, workdays: 1 }
        : {
            who: holder,
            act: 'rectify',
            input: { text: '已重新核实并当面说明，补发了书面答复。' },
            workdays: 5,
          };
    case 'refused':
      return details.objection && !details.objection.decidedAt
        ? {
            who: memberFor(world, 'manager'),
            act: 'decideObjection',
            input: { uphold: chance.percent(40), reason: '已复核原受理材料。' },
            workdays: 3,
          }
        : owner && !details.objection && chance.percent(15)
          ? { who: owner, act: 'object', input: { text: '我有新的证据，请重新审查。' }, workdays: 2 }
          : undefined;
    default:
      return undefined;
  }
};

const answer = (world: World, ticket: Ticket, { reply }: Matter, workdays: number): Step => {
  const { role, unitId } = ticket.holder;
  const signs =
    role === 'unit' && unitId !== undefined && world.snapshot.catalogue.unit(unitId)?.secondSignature;
  return {
    who: holderOf(world, ticket),
    act: signs ? 'submitReply' : 'reply',
    input: { text: reply },
    workdays,
  };
};

/** Goes on with a ticket until it is over, nobody does anything any more, or the present has come. */
const live = async (
  world: World,
  teller: Teller,
  no: string,
  from: Instant,
  mood: Mood,
  chance: Chance,
): Promise<void> => {
  let at = from;
  for (;;) {
    let { ticket } = await teller.pass(no, at);
    if (!isOpen(ticket, at)) break;
    const opened = addMinutes(at, chance.whole(1, 15));
    const reader = holderOf(world, ticket);
    if (
      waitsForSignatureOf(reader, ticket) &&
      opened <= world.end &&
      (mood.pace !== SLOW || chance.percent(60))
    ) {
      ({ ticket } = await teller.read(no, reader, opened));
      at = opened;
    }
    const step = mood.pace === SLOW ? undefined : nextStep(world, ticket, mood, chance);
    if (!step) break;
    const next = later(world, at, step.workdays, chance);
    if (next > world.end) break;
    await teller.pass(no, next);
    // Refused by what happened meanwhile, or by the calendar: the same is tried another day.
    await teller.take(no, step.act, step.input ?? {}, step.who, next);
    at = next;
  }
  await teller.pass(no, world.end);
};

/** When it was filed: the open ones lately, the others early enough to be over by now; at any time of a long day. */
const filedAt = ({ end, plan }: World, n: number, isLate: boolean, chance: Chance): Instant => {
  const days = isOpenStory(n)
    ? isLate
      ? chance.whole(25, 40)
      : Math.floor(chance.next() ** 2 * 20)
    : chance.whole(OVER_DAYS, OVER_DAYS + plan.days - 1);
  const day = addDays(civilDateOf(end), -days);
  const at = addMinutes(instantAt(day, '07:00'), chance.whole(0, 960));
  return at < end ? at : addMinutes(end, -chance.whole(2, 120));
};

/** The first of all has filed one in a hundred; the others a few each. */
const personFor = ({ plan }: World, chance: Chance): Person =>
  personOf(chance.percent(1) ? 0 : Math.floor(chance.next() ** 2 * Math.max(20, plan.told / 6)));

const fileOne = async (
  world: World,
  teller: Teller,
  n: number,
  at: Instant,
  { matter, person, pace }: Mood,
  chance: Chance,
): Promise<string> => {
  const { kind, category, title, text, serviceId, region } = matter;
  const channel = channelOf(chance);
  const online = channel === 'online';
  const anonymous = online && chance.percent(4);
  const name = anonymous ? undefined : person.name;
  const phone = anonymous && chance.percent(50) ? undefined : person.phone;
  const unitId = world.services.find(({ id }) => id === serviceId)?.unitId;
  const unit = unitId === undefined ? undefined : world.snapshot.catalogue.unit(unitId);
  const personal = { ...(name ? { name } : {}), ...(phone ? { phone } : {}) };
  const { ticket } = await teller.file(
    n,
    {
      kind,
      category,
      title,
      text,
      ...(region ? { region } : {}),
      channel,
      ...(channel === '12345' ? { externalNo: externalNoOf(n) } : {}),
      ownerId: online ? person.openid : null,
      ...(phone ? { phoneHash: world.secrets.phoneHash(phone) } : {}),
      applicant: { type: 'person', ...(name ? { name: maskName(name) } : {}) },
      contact: phone ? { phone: maskPhone(phone) } : {},
      sealed: name || phone ? [world.secrets.seal(personal)] : [],
      anonymous,
      ...(kind === 'complaint' && serviceId && category === 'business' && chance.percent(3)
        ? { against: 'staff' as const }
        : {}),
      urgent: pace !== SLOW && chance.percent(2),
      ...(online ? { consent: { policyVersion: world.snapshot.settings.policyVersion, at } } : {}),
      attachments: [],
      suggestions:
        serviceId || !unit
          ? []
          : [{ unitId: unit.id, unitName: unit.name, reason: '按内容推荐', confidence: 0.6 }],
      reviewText: false,
    },
    online ? citizenActor(person.openid) : memberFor(world, 'operator'),
    at,
    serviceId,
  );
  return ticket.no;
};

const aboutService = ({ services }: World, n: number, chance: Chance): Service => {
  const large = services.filter(({ unitId }) => unitId === LARGE_UNIT);
  return chance.pick(large.length > 0 && chance.percent(isOpenStory(n) ? 60 : 50) ? large : services);
};

/** The large unit cannot keep up: of what came lately most waits, so that very many lie at one desk (issue 13). */
const waits = ({ services }: World, n: number, { serviceId }: Matter, chance: Chance): boolean =>
  isOpenStory(n) && services.find(({ id }) => id === serviceId)?.unitId === LARGE_UNIT && chance.percent(95);

/** Something that staff have opened and brought to its end: a fault of a service, or a matter between units. */
const tellOfStaff = async (world: World, teller: Teller, n: number, chance: Chance): Promise<void> => {
  const operator = memberFor(world, 'operator');
  const manager = memberFor(world, 'manager');
  const at = filedAt(world, n, false, chance);
  const next = (from: Instant): Instant => later(world, from, 0, chance);
  if (chance.percent(50)) {
    const service = chance.pick(
      world.services.filter(({ state, conditions = [] }) => state === 'online' && conditions.length === 0),
    );
    const opened = await teller.open(
      n,
      'fault',
      {
        serviceId: service.id,
        impact: '提交后提示系统繁忙，正在核实处理。',
        instead: '可以到就近窗口办理。',
        source: 'citizens',
      },
      operator,
      at,
    );
    if (!opened) throw new Error(`a fault of ${service.id} could not be reported`);
    const { no } = opened.ticket;
    let time = at;
    for (const [act, input] of [
      ['reportFix', { cause: '接口超时', fix: '已重启并扩容' }],
      ['verify', { verifier: '运营演示甲', evidence: '完整办理一次，结果正确。' }],
      ['report', { result: '已恢复，没有数据丢失。' }],
    ] as const) {
      time = next(time);
      await teller.pass(no, time);
      await teller.take(no, act, input, operator, time);
    }
    await teller.pass(no, world.end);
    return;
  }
  const [one, other] = [chance.pick(world.services).unitId, LARGE_UNIT];
  const parties = [{ unitId: one }, { unitId: one === other ? 'general' : other }];
  const opened = await teller.open(
    n,
    'coordination',
    {
      subject: `${chance.pick(world.services).name}由谁办理`,
      background: '两个单位都认为不归自己，群众等了很久。',
      parties,
    },
    operator,
    at,
  );
  if (!opened) throw new Error('a coordination could not be opened');
  const { no } = opened.ticket;
  const time = later(world, at, 2, chance);
  if (time <= world.end) {
    await teller.pass(no, time);
    await teller.take(
      no,
      'decide',
      { decision: '由首接单位牵头办理，另一单位配合。', minutes: '双方均无异议。' },
      manager,
      time,
    );
  }
  await teller.pass(no, world.end);
};

/** One of very many that complain about the same within the last hour: nobody has done anything yet. */
const tellOfBurst = async (world: World, teller: Teller, n: number, chance: Chance): Promise<void> => {
  const service = chance.pick(world.services.filter(({ unitId }) => unitId === LARGE_UNIT));
  const mood: Mood = {
    pace: SLOW,
    rating: 0,
    person: personFor(world, chance),
    matter: likeMatter(chance, service),
  };
  const at = addMinutes(world.end, -chance.whole(2, 59));
  const no = await fileOne(world, teller, n, at, mood, chance);
  await teller.pass(no, world.end);
};

/** Tells the story of a number; of a twin both tickets. */
export const tellStory = async (world: World, teller: Teller, n: number, chance: Chance): Promise<void> => {
  const { burst } = world.plan;
  if (n >= burst) return tellOfBurst(world, teller, n, chance);
  if (!isTold(n)) return;
  if (isOfStaff(n)) return tellOfStaff(world, teller, n, chance);
  const matter = matterOf(
    chance,
    aboutService(world, n, chance),
    world.snapshot.catalogue.regions().map(({ code }) => code),
  );
  const slow = isOpenStory(n) && chance.percent(12);
  const pace = slow || waits(world, n, matter, chance) ? SLOW : chance.pick(PACES);
  const rating = chance.percent(55) ? chance.pick([5, 5, 5, 4, 4, 3, 2, 1]) : 0;
  const mood: Mood = { pace, rating, person: personFor(world, chance), matter };
  const at = filedAt(world, n, slow, chance);
  const no = await fileOne(world, teller, n, at, mood, chance);
  if (isTwin(n) && n + 1 < burst) {
    const again = addMinutes(at, chance.whole(5, 50));
    const second = await fileOne(world, teller, n + 1, again, mood, chance);
    const lead = memberFor(world, 'operator-lead');
    // What is anonymous, or was refused meanwhile, is handled by itself.
    const merged = await teller.take(second, 'merge', { into: no }, lead, addMinutes(again, 30));
    if (merged) await teller.pass(second, world.end);
    else await live(world, teller, second, addMinutes(again, 30), mood, chance);
    return live(world, teller, no, addMinutes(again, 30), mood, chance);
  }
  return live(world, teller, no, at, mood, chance);
};
