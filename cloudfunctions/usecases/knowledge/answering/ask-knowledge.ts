import { countJudgement } from '../measuring/tally-asks';
import * as z from 'zod';
import type { AskAnswer, AskResult } from '../../../../typings/contract';
import { everyone } from '../../../domain/catalogue/roles';
import type { Service } from '../../../domain/catalogue';
import { answer } from '../../../domain/knowledge';
import { maskText } from '../../../domain/privacy/identifiers';
import { LONG_TEXT } from '../../../domain/engine';
import { dailyWindows } from '../../../domain/rulesets';
import { faultDescribed } from '../../../domain/services/fault-described';
import { calledIn, urgentIn } from '../../../domain/urgent';
import { weekOf } from '../../../domain/knowledge/gate/sampling';
import { civilDateOf, type Instant } from '../../../domain/time';
import { refuseClassified } from '../../kernel/citizen-text';
import type { AskDocument } from '../../kernel/documents';
import { fail, notFound } from '../../kernel/failure';
import { perDay } from '../../kernel/meters';
import type { Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import type { Snapshot } from '../../kernel/reading/snapshot';
import { holdsAtMost, tooLong, typedText } from '../../../domain/typed/text';
import { typedId } from '../../../domain/typed/identifier';

/** The machine answers at once what it is sure of, offers choices when it is half sure, hands over otherwise (G-5.2b). */

export const askInput = z.object({
  text: typedText('请写下您的问题')
    .min(1, '请写下您的问题')
    .refine(holdsAtMost(LONG_TEXT), tooLong('问题', LONG_TEXT)),
  serviceId: typedId().min(1).max(32).optional(),
  region: typedId().min(1).max(12).optional(),
});

const CHOICES = 3;

type Found = Pick<AskResult, 'band' | 'answers' | 'near'>;

const findAnswers = async (
  snapshot: Snapshot,
  text: string,
  region: string | undefined,
  now: Instant,
): Promise<Found> => {
  const { index, entry, gate } = await snapshot.knowledge();
  const { band, top, near } = answer(index, text, { region, today: civilDateOf(now), gate });
  const given = (count: number): AskAnswer[] =>
    top.slice(0, count).flatMap(({ id, confidence }): AskAnswer[] => {
      const faq = entry(id);
      if (!faq?.answer) return [];
      const unit = faq.unitId ? snapshot.catalogue.unit(faq.unitId) : undefined;
      return [
        {
          faqId: faq.id,
          question: faq.question,
          answer: faq.answer,
          unitName: unit?.name ?? snapshot.activeRuleSet.roleNames.operator,
          ...(faq.region ? { region: faq.region } : {}),
          updatedOn: faq.updatedOn,
          confidence,
        },
      ];
    });
  if (band === 'handover') return { band, answers: [], near: near ? given(CHOICES) : [] };
  const answers = given(band === 'answer' ? 1 : CHOICES);
  return answers.length > 0 ? { band, answers, near: [] } : { band: 'handover', answers, near: [] };
};

/** In danger no answer is given as one: what would have been may still be read below the number to call. */
const beneathDanger = ({ answers, near }: Found): Found => ({
  band: 'handover',
  answers: [],
  near: answers.length > 0 ? answers : near,
});

/** Taken offline by a fault is still a fault; withdrawn for good is none. */
const isFaulty = ({ state, withdrawn }: Service): boolean =>
  (state === 'fault' || state === 'offline') && !withdrawn;

/** The service in fault that a question is about: the chosen one, else the one that it names or describes. */
const faultyService = async (
  snapshot: Snapshot,
  serviceId: string | undefined,
  text: string,
): Promise<Service | undefined> => {
  if (!serviceId) {
    const services = await snapshot.services();
    if (!services.some(isFaulty)) return undefined;
    return faultDescribed(text, services, isFaulty, (await snapshot.knowledge()).index.normalise);
  }
  const service = await snapshot.service(serviceId);
  if (!service) return fail('invalid', '有内容需要补充或更正', { serviceId: '没有这项服务，请重新选择' });
  return isFaulty(service) ? service : undefined;
};

/** A fault of the service that is already known: one tap instead of a ticket (A29). */
const faultOf = async (
  runtime: Runtime,
  service: Service | undefined,
  now: Instant,
): Promise<AskResult['knownFault']> => {
  if (!service) return undefined;
  const serviceId = service.id;
  const notices = await runtime.ports.database.find('notices', {
    where: { serviceId, endKey: { gt: now } },
    limit: 10,
  });
  const notice = notices.find(one => ['fault', 'offline'].includes(one.kind) && one.publishedAt <= now);
  return {
    serviceId,
    text: notice?.text ?? `“${service.name}”出现故障，正在处理，恢复后可以通知您。`,
    noticeId: notice?._id ?? '',
  };
};

/** Whose matter it is, so that the unit finds it among what nobody has answered. */
const unitOfQuestion = async (
  snapshot: Snapshot,
  service: Service | undefined,
  answers: readonly AskAnswer[],
): Promise<string | null> => {
  if (service) return service.unitId;
  const first = answers[0];
  return (first && (await snapshot.knowledge()).entry(first.faqId)?.unitId) ?? null;
};

/** `ask` of the contract. Urgent and sensitive texts never get a plain machine answer but a phone number and a person. */
export const askKnowledge = async (
  runtime: Runtime,
  openid: string,
  input: z.infer<typeof askInput>,
): Promise<AskResult> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const now = ports.now();
  if (input.region && !snapshot.catalogue.region(input.region))
    fail('invalid', '有内容需要补充或更正', { region: '没有这个地区，请重新选择' });
  refuseClassified(ports, [input.text]);
  const count = await perDay(runtime, openid, dailyWindows.asks, {
    what: '提问',
    instead: '请明天再问；紧急的事请拨打 12345',
  });
  const text = maskText(input.text).text;
  const urgent = calledIn(text);
  const service = await faultyService(snapshot, input.serviceId, text);
  const knownFault = await faultOf(runtime, service, now);
  const { near, ...found } = await findAnswers(snapshot, text, input.region, now).then(all =>
    urgent ? beneathDanger(all) : all,
  );
  const about = input.serviceId ? await snapshot.service(input.serviceId) : undefined;
  const askId = ports.secrets.randomId();
  const week = weekOf(civilDateOf(now));
  const question: AskDocument = {
    _id: askId,
    ownerId: openid,
    at: now,
    text,
    region: input.region ?? null,
    serviceId: about?.id ?? null,
    ...found,
    solved: null,
    faqId: null,
    unitId: await unitOfQuestion(snapshot, about, found.answers),
    week,
    // An urgent text gets a person, whatever the knowledge base holds.
    unresolved: found.band === 'handover' && !urgent,
    key: `${now}|${askId}`,
    sampleKey: `${week}|${found.band}|${ports.secrets.sha256(askId)}`,
    judged: null,
  };
  await ports.database.transaction(async transaction => {
    await count(transaction);
    await transaction.insert('asks', question);
  });
  return {
    askId,
    ...found,
    near,
    ...(urgent ? { urgent } : {}),
    ...(knownFault ? { knownFault } : {}),
  };
};

export const ask = useCase(askInput, everyone, (runtime, { openid }, input) =>
  askKnowledge(runtime, openid, input),
);

export const feedbackInput = z.object({
  askId: z.string({ error: '缺少提问编号' }).min(1).max(64),
  solved: z.boolean({ error: '请选择解决了或没解决' }),
  faqId: z.string().max(64).optional(),
});

/** `ask.feedback`. */
export const giveFeedback = async (
  runtime: Runtime,
  openid: string,
  input: z.infer<typeof feedbackInput>,
): Promise<void> => {
  const { ports } = runtime;
  const count = await perDay(runtime, openid, dailyWindows.feedbacks, {
    what: '评价机器答复',
    instead: '请明天再评价；问题没有解决的，可以直接提交咨询',
  });
  await ports.database.transaction(async transaction => {
    const ask = await transaction.get('asks', input.askId);
    if (!ask || ask.ownerId !== openid) return notFound('提问');
    await count(transaction);
    await countJudgement(transaction, ask, input.solved);
    await transaction.put('asks', {
      ...ask,
      solved: input.solved,
      unresolved: ask.judged === null && !input.solved && !urgentIn(ask.text),
      faqId: input.faqId ?? ask.answers[0]?.faqId ?? null,
    });
  });
};

export const askFeedback = useCase(feedbackInput, everyone, (runtime, { openid }, input) =>
  giveFeedback(runtime, openid, input),
);
