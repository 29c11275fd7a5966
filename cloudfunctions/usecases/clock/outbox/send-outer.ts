import { clip, type OuterChannel } from '../../../domain/engine';
import { normalisePhone } from '../../../domain/privacy/phone';
import { addMinutes } from '../../../domain/time';
import type { Collections, MessageDocument } from '../../kernel/documents';
import { DuplicateKey, type Ports, type Sent } from '../../kernel/ports';
import { queueOf } from '../../kernel/reading/queue';
import { personalOf } from '../../tickets/reveal-personal';
import type { Work } from '../work';

/**
 * E-mail and short messages to staff, which some duties ask for besides the inbox (G-3.2.3a). Each is a document with a
 * state: written as waiting with the message, marked as sending before the other side is called, settled after. What a
 * crash left as sending, or the other side took without an answer, may have been sent: it is `unknown`, shown to the
 * manager, and sent again only when the manager says so.
 */

/** Minutes until the next try after each that did not reach the other side; then it has failed. */
const WAITS = [1, 5, 30, 120, 720];
/** Longer than any call: what is still `sending` then was left by a crash. */
const SENDING_MINUTES = 10;

/** Writes what has to go out besides a message of the inbox; a second time changes nothing. */
export const queueOuter = async (
  { database }: Pick<Ports, 'database'>,
  inbox: MessageDocument,
  { email, phone }: Collections['members'],
  asked: readonly OuterChannel[],
): Promise<void> => {
  for (const channel of asked) {
    const to = channel === 'email' ? email : phone;
    if (!to) continue;
    const _id = `${inbox._id}:${channel}`;
    try {
      await database.insert('messages', {
        ...inbox,
        _id,
        to,
        channel,
        atKey: `${inbox.at}|${_id}`,
        state: 'waiting',
        retryAt: inbox.at,
        tries: 0,
      });
    } catch (error) {
      if (!(error instanceof DuplicateKey)) throw error;
    }
  }
};

/** Takes a message for sending, or says that it is unknown what a crash has left; undefined when there is nothing to do. */
const take = (ports: Ports, id: string): Promise<MessageDocument | undefined> =>
  ports.database.transaction(async transaction => {
    const document = await transaction.get('messages', id);
    if (!document?.retryAt || document.retryAt > ports.now()) return undefined;
    const { retryAt: _retryAt, ...rest } = document;
    if (document.state !== 'waiting') {
      const lost: MessageDocument = { ...rest, state: 'unknown', why: 'broken-off' };
      await transaction.put('messages', lost);
      return lost;
    }
    const taken: MessageDocument = {
      ...rest,
      state: 'sending',
      retryAt: addMinutes(ports.now(), SENDING_MINUTES),
    };
    await transaction.put('messages', taken);
    return taken;
  });

const settled = (ports: Ports, document: MessageDocument, sent: Sent): MessageDocument => {
  const { retryAt: _retryAt, why: _why, tries = 0, ...rest } = document;
  switch (sent.state) {
    case 'sent':
    case 'not-configured':
      return { ...rest, state: sent.state };
    case 'unreachable': {
      const wait = WAITS[tries];
      const again = { ...rest, tries: tries + 1, why: sent.why };
      return wait === undefined
        ? { ...again, state: 'failed' }
        : { ...again, state: 'waiting', retryAt: addMinutes(ports.now(), wait) };
    }
    case 'unknown':
      return { ...rest, state: 'unknown', why: sent.why };
    default:
      return { ...rest, state: 'failed', why: sent.why };
  }
};

const LONGEST_SUBJECT = 60;

/** As much of an answer as a short message holds; all of it can be read in the mini-program. */
const LONGEST_ANSWER = 300;

/**
 * What a caller was told on the spot, with the number of the ticket (A48). Number and answer are read when it is sent: of a
 * ticket that was erased meanwhile nothing goes out.
 */
const sendAnswer = async (ports: Ports, { _id: id, template, about }: MessageDocument): Promise<Sent> => {
  const ticket = about ? (await ports.database.get('tickets', about))?.ticket : undefined;
  const phone = ticket && personalOf(ports, ticket).phone;
  const to = phone && normalisePhone(phone);
  const answer = ticket?.replies[0]?.text;
  if (!ticket || !to || !answer) return { state: 'refused', why: 'erased' };
  return ports.sendSms({ id, to, template, words: [ticket.no, clip(answer, LONGEST_ANSWER)] });
};

const send = (ports: Ports, document: MessageDocument): Promise<Sent> => {
  const { _id: id, channel, to, text, template, about } = document;
  if (channel === 'sms' && to === '') return sendAnswer(ports, document);
  if (channel === 'sms') return ports.sendSms({ id, to, template, words: [about ?? '-'] });
  const subject = clip(`【办结】${text}`, LONGEST_SUBJECT);
  const lines = [text, ...(about ? [`编号：${about}`] : []), '请登录“办结”小程序的工作台办理。'];
  return ports.sendEmail({ id, to, subject, text: lines.join('\n') });
};

/** The manager wants it sent again, though it may arrive twice. */
const sendAgain = ({ database, now }: Ports, id: string): Promise<void> =>
  database.transaction(async transaction => {
    const document = await transaction.get('messages', id);
    if (document?.state !== 'unknown') return;
    const { why: _why, ...rest } = document;
    await transaction.put('messages', { ...rest, state: 'waiting', retryAt: now(), tries: 0 });
  });

/** Sends what waits on one channel; stops where the other side is not reached, so that one outage costs one try. */
export const sendOuter = async (
  ports: Ports,
  channel: OuterChannel,
  work: Work,
): Promise<{ sent: number }> => {
  let done = 0;
  let reached = true;
  const lost: string[] = [];
  const sendOne = async (id: string): Promise<void> => {
    const taken = await take(ports, id);
    if (!taken) return;
    if (taken.state === 'unknown') return void lost.push(id);
    const sent = await send(ports, taken);
    await ports.database.put('messages', settled(ports, taken, sent));
    if (sent.state === 'unknown') lost.push(id);
    if (sent.state === 'sent') done += 1;
    else if (sent.state !== 'not-configured')
      ports.log({ event: `${channel}-not-sent`, state: sent.state, error: sent.why });
    reached = sent.state !== 'unreachable' && sent.state !== 'unknown';
  };
  for (const id of work.again) await sendAgain(ports, id);
  const due = { where: { channel }, until: ports.now() };
  for await (const { _id, about } of queueOf(ports.database, 'messages', 'retryAt', due)) {
    if (!reached || !(await work.hasTime())) break;
    await work.attempt(_id, () => sendOne(_id), about);
    if (lost.includes(_id)) await work.setAside(_id, about);
  }
  return { sent: done };
};
