import { frontDesk } from '../../domain/catalogue/roles';
import { LONG_TEXT } from '../../domain/engine';
import { checkReply } from '../../domain/replies/check-reply';
import { holdsAtMost, tooLong, typedText } from '../../domain/typed/text';
import { useCase } from '../kernel/use-case';
import { readTicket } from '../tickets/read-ticket';
import { ticketInput } from '../tickets/show-ticket';

const checkInput = ticketInput.extend({
  text: typedText('请填写答复内容').refine(holdsAtMost(LONG_TEXT), tooLong('答复', LONG_TEXT)),
});

/** `reply.check`: what to look at once more before the reply leaves. It warns, and stops nobody. */
export const replyCheck = useCase(checkInput, frontDesk, async ({ ports }, { actor }, { no, text }) => {
  const { ticket } = await readTicket(ports.database, actor, no);
  return { warnings: checkReply(ticket, text) };
});
