import { frontDesk } from '../../domain/catalogue/roles';
import { checkReply } from '../../domain/replies/check-reply';
import { typedText } from '../../domain/typed/text';
import { useCase } from '../kernel/use-case';
import { readTicket } from '../tickets/read-ticket';
import { ticketInput } from '../tickets/show-ticket';

const checkInput = ticketInput.extend({
  text: typedText('请填写答复内容').max(10_000, '答复太长，请分段核对'),
});

/** `reply.check`: what to look at once more before the reply leaves. It warns, and stops nobody. */
export const replyCheck = useCase(checkInput, frontDesk, async ({ ports }, { actor }, { no, text }) => {
  const { ticket } = await readTicket(ports.database, actor, no);
  return { warnings: checkReply(ticket, text) };
});
