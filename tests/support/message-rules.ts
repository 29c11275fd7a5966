import type { Actor, Audience, Message } from '../../cloudfunctions/domain/engine';
import { maySee } from '../../cloudfunctions/domain/ticket/scope';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { subscribeFields } from '../../cloudfunctions/infra/platform/subscribe';
import { everybody, MONDAY } from './domain';

/** A45: what every message of every procedure keeps, whoever is told. */

/** The members of the small province that an audience means. */
const readersOf = (audience: Audience): Actor[] =>
  everybody.filter(({ id, role, unitId, region }) => {
    switch (audience.to) {
      case 'unit':
        return role === 'handler' && unitId === audience.unitId;
      case 'lead':
        return role === 'lead' && unitId === audience.unitId;
      case 'member':
        return id === audience.memberId;
      case 'authority':
        return role === 'local' && region === audience.region;
      case 'operator':
      case 'operator-lead':
      case 'manager':
        return role === audience.to;
      default:
        return false;
    }
  });

/** A number of ours: it has a field of its own. */
const NUMBER = /[A-Z]{2}\d{8}-/;

/** Digests name many things, so they have no title of their own. */
const DIGESTS = ['reports', 'digest'];

/** What a message that reaches somebody says wrongly, whatever it is about; undefined = nothing. */
export const wordingProblem = ({
  template,
  text,
  says,
  title,
}: Pick<Message, 'template' | 'text' | 'says' | 'title'>): string | undefined => {
  if (says === undefined || title === undefined) return `names no title: ${text}`;
  const [head = ''] = says.split(/[，；：。（]/);
  if (head.trim() === '' || head.length > 20) return `does not begin with what happened: ${says}`;
  if (NUMBER.test(head)) return `begins with a number: ${says}`;
  if (!text.startsWith(head)) return `what happened does not come first: ${text}`;
  if (DIGESTS.includes(template)) return undefined;
  return title !== '' && text.includes(title) ? undefined : `does not name “${title}”: ${text}`;
};

/** What a message says wrongly about the ticket as it is afterwards; undefined = nothing. */
export const messageProblem = (message: Message, after: Ticket): string | undefined => {
  const { audience, text, says = '', title = '', awaited, digest } = message;
  const wording = wordingProblem(message);
  if (wording) return wording;
  const [head = ''] = says.split(/[，；：。（]/);
  const named = audience.to === 'followers' ? (after.serviceName ?? '办事平台') : after.title;
  if (!text.includes(named)) return `does not name “${named}”: ${text}`;
  const about = audience.to === 'followers' ? `GG-${after.no}` : after.no;
  const fields = subscribeFields({ says, title, about, at: MONDAY });
  if (!fields['thing1']?.value.startsWith(head)) return `the push begins with ${fields['thing1']?.value}`;
  if (fields['character_string2']?.value !== about) return 'the number has not its field';
  if (Object.values(fields).some(({ value }) => value === '')) return 'an empty field';
  if ((fields['thing1']?.value.length ?? 0) > 20 || (fields['thing4']?.value.length ?? 0) > 20)
    return 'a field is too long';
  if (awaited && audience.to !== 'citizen' && audience.to !== 'followers') return 'staff wait for nothing';
  if (audience.to === 'followers' && awaited !== 'notice') return 'a public message is a notice';
  if (digest && (audience.to === 'citizen' || audience.to === 'followers')) return 'citizens have no digest';
  const blind = readersOf(audience).find(reader => !maySee(reader, after));
  return blind && `${blind.id} may not open it: ${text}`;
};
