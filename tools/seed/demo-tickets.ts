import { randomUUID } from 'node:crypto';
import type { ShownTicket } from '../../typings/contract';
import { addDays, addMinutes, civilDateOf, instantAt, type Instant } from '../../cloudfunctions/domain/time';
import type { Cloud } from '../../local/cloud';
import scenarios from './data/tickets.json';
import { call } from '../call';
import { visitSteps } from './demo-visits';
import { workSteps } from './demo-work';
import { plan, type PlannedAct, type Planned } from './plan';
import { storyteller } from './story';

/** Tells the demo tickets through the running functions, in the order of their times: nothing is written past the rules. */

type Scenario = (typeof scenarios)[number];

const byId = new Map<string, Scenario>(scenarios.map(scenario => [scenario.id, scenario]));

type Step = { at: Instant; run: () => Promise<void> };

/** The working time of a day so many days before now; today it is a little before now. */
const timeOf = (now: Instant, daysAgo: number, index: number): Instant => {
  if (daysAgo < 1) return addMinutes(now, -Math.round(daysAgo * 24 * 60) - 1);
  return addMinutes(instantAt(addDays(civilDateOf(now), -Math.floor(daysAgo)), '09:10'), (index * 7) % 420);
};

/** Made-up names, so that lists look as they do in service; every seventh person leaves none. */
const names = ['王小芳', '李建国', '陈秀英', '张志强', '黄丽娟', '刘伟', undefined];

/** The three demo citizens take turns; a second filing of one scenario comes from the same person. */
const citizenOf = (planned: Planned): string => `demo-citizen-${(Number(planned.scenario.slice(1)) % 3) + 1}`;

const actorOf = (ticket: ShownTicket, act: PlannedAct, planned: Planned): string => {
  if (act.who === 'citizen') return citizenOf(planned);
  if (act.who === 'handler' || act.who === 'lead') return `demo-${ticket.unit?.id ?? 'general'}-${act.who}`;
  return `demo-${act.who}`;
};

/** To which version of the rules on data people consent: asked once for each of them, as their phones do. */
const policyAsked = (cloud: Cloud): ((openid: string) => Promise<string>) => {
  const known = new Map<string, Promise<string>>();
  return openid => {
    const asked =
      known.get(openid) ??
      call<{ policyVersion: string }>(cloud, 'citizen', openid, { action: 'me.get' }).then(
        ({ policyVersion }) => policyVersion,
      );
    known.set(openid, asked);
    return asked;
  };
};

/** Files for a planned ticket and returns its number. */
const file = async (
  cloud: Cloud,
  planned: Planned,
  policyOf: ReturnType<typeof policyAsked>,
): Promise<string> => {
  const name = names[Number(planned.scenario.slice(1)) % names.length];
  const scenario = byId.get(planned.scenario);
  if (!scenario) throw new Error(`no scenario ${planned.scenario}`);
  const openid = citizenOf(planned);
  const policyVersion = await policyOf(openid);
  const asked = planned.ask
    ? await call<{ askId: string; band: string }>(cloud, 'citizen', openid, {
        action: 'ask',
        text: planned.ask,
      })
    : undefined;
  const content = {
    requestId: randomUUID(),
    kind: scenario.kind,
    category: scenario.category,
    title: scenario.title,
    text: scenario.text,
    ...('serviceId' in scenario && scenario.serviceId ? { serviceId: scenario.serviceId } : {}),
    ...('region' in scenario && scenario.region ? { region: scenario.region } : {}),
    ...(name ? { applicant: { type: 'person', name } } : {}),
    ...(planned.against ? { against: planned.against } : {}),
    ...(planned.phone ? { contact: { phone: planned.phone } } : {}),
    ...(asked ? { askId: asked.askId } : {}),
    consent: { policyVersion },
  };
  const { ticket } = planned.channel
    ? await call<{ ticket: ShownTicket }>(cloud, 'staff', 'demo-operator', {
        action: 'ticket.register',
        ...content,
        channel: planned.channel,
      })
    : await call<{ ticket: ShownTicket }>(cloud, 'citizen', openid, { action: 'ticket.file', ...content });
  return ticket.no;
};

const inputOf = (
  act: PlannedAct,
  scenario: Scenario,
  numbers: Map<string, string>,
): Record<string, unknown> => {
  if (act.act === 'reply' || act.act === 'submitReply') return { text: scenario.reply };
  if (act.act === 'refuse' && 'refusal' in scenario && scenario.refusal) return scenario.refusal;
  if (act.act === 'merge') return { into: numbers.get(String(act.input?.['into'])) };
  return act.input ?? {};
};

/**
 * Runs all planned tickets up to `now`; the clock of the cloud ends somewhere before it. Answers the stories that the
 * calendar of these days ended early.
 */
export const fillDemoTickets = async (cloud: Cloud, now: Instant): Promise<string[]> => {
  const ended: string[] = [];
  const tell = storyteller(ended);
  const numbers = new Map<string, string>();
  const steps: Step[] = [];
  const policyOf = policyAsked(cloud);
  plan.forEach((planned, index) => {
    const scenario = byId.get(planned.scenario);
    if (!scenario) throw new Error(`no scenario ${planned.scenario}`);
    const key = planned.key ?? planned.scenario;
    steps.push({
      at: timeOf(now, planned.filed, index),
      run: () => tell(key, async () => numbers.set(key, await file(cloud, planned, policyOf))),
    });
    for (const act of planned.acts ?? []) {
      steps.push({
        at: timeOf(now, act.ago, index),
        run: () =>
          tell(key, async () => {
            const no = numbers.get(key);
            const { ticket } = await call<{ ticket: ShownTicket }>(cloud, 'staff', 'demo-manager', {
              action: 'ticket.get',
              no,
            });
            const name = act.who === 'citizen' ? 'citizen' : 'staff';
            const at = name === 'staff' && act.act === 'rectify' ? { contactedAt: cloud.control.now() } : {};
            await call(cloud, name, actorOf(ticket, act, planned), {
              action: 'ticket.act',
              no,
              act: act.act,
              version: ticket.version,
              input: { ...inputOf(act, scenario, numbers), ...at },
            });
          }),
      });
    }
  });
  steps.push(...workSteps(cloud, now, (daysAgo, index) => timeOf(now, daysAgo, index), ended));
  const firstDay = Math.ceil(Math.max(...plan.map(planned => planned.filed)));
  steps.push(...visitSteps(cloud, now, firstDay));
  for (let ago = firstDay; ago >= 1; ago -= 1) {
    steps.push({
      at: instantAt(addDays(civilDateOf(now), -ago), '18:00'),
      run: async () => void (await cloud.control.runTimer('clock')),
    });
  }
  steps.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  for (const step of steps) {
    cloud.control.setNow(step.at);
    await step.run();
  }
  return ended;
};
