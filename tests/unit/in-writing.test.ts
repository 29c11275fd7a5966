import { takeAct, type Actor, type Input } from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import type { RuleSet } from '../../cloudfunctions/domain/rulesets';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { handlerOf, leadOf, MONDAY, operator, rules, service } from '../support/domain';
import { inputsOf, minorRelease, openBy, openings, staffContext } from '../support/staff-inputs';

/** 书面 (A54, G-3.2.2a, G-3.3.4c, J-11b): signed by name and dated wherever the documents want something in writing. */

const ruleSet: RuleSet = rules;
const opening = (kind: string) => openings(minorRelease(ruleSet)).find(one => one.kind === kind)!;

const take = (ticket: Ticket, act: string, actor: Actor, more: Input) => {
  const context = staffContext(actor, MONDAY, ruleSet, { service });
  const [filled] = inputsOf(ticket, act, context);
  const { signedBy: _by, signedOn: _on, ...bare } = filled!;
  return takeAct(procedureOf(ticket.kind), ticket, act, { ...bare, ...more }, context);
};

/** Hands in what is wanted in writing, with what is said besides. */
const papers: Record<string, { by: Actor; hand: (more: Input) => ReturnType<typeof takeAct> }> = {
  'the written filing of an emergency delisting': {
    by: handlerOf('hrss'),
    hand: more => {
      const { ticket } = openBy(opening('emergency-delisting'), ruleSet);
      const context = staffContext(operator, MONDAY, ruleSet, { service });
      const delisted = takeAct(procedureOf(ticket.kind), ticket, 'delist', {}, context);
      if (!delisted.ok) throw new Error(JSON.stringify(delisted.refusal));
      return take(delisted.value.ticket, 'fileWritten', handlerOf('hrss'), more);
    },
  },
  'the monthly filing of releases': {
    by: operator,
    hand: more => take(openBy(opening('release-filing'), ruleSet).ticket, 'file', operator, more),
  },
  'the answer to a supervision order': {
    by: leadOf('hrss'),
    hand: more =>
      take(openBy(opening('supervision-order'), ruleSet).ticket, 'answerSupervision', leadOf('hrss'), more),
  },
};
const names = Object.keys(papers);

test.each(names)(
  '%s is signed by name and dated, whoever hands it in; another name, day and number are kept',
  name => {
    const { by, hand } = papers[name]!;
    const plain = hand({});
    expect(plain.ok && plain.value.ticket.work?.values).toMatchObject({
      signedBy: by.name,
      signedOn: MONDAY.slice(0, 10),
    });
    const own = { signedBy: '王局长', signedOn: '2026-11-20', documentNo: '人社函〔2026〕8号' };
    const signed = hand(own);
    expect(signed.ok && signed.value.ticket.work?.values).toMatchObject(own);
  },
);

test.each(names)('%s is not signed in the future', name => {
  expect(papers[name]!.hand({ signedOn: '2026-11-24' })).toMatchObject({
    ok: false,
    refusal: { fields: { signedOn: '签署日期不能在今天以后' } },
  });
});

test('the written application for a change (G-3.2.2a) asks for it, and is taken with what was always enough', () => {
  const change = opening('change');
  const { signedBy: _by, signedOn: _on, ...input } = change.input;
  const { ticket } = openBy({ ...change, input }, ruleSet);
  expect(ticket.work?.values).toMatchObject({
    signedBy: change.actor.name,
    signedOn: MONDAY.slice(0, 10),
  });
  expect(() => openBy({ ...change, input: { ...input, signedOn: '2026-12-01' } }, ruleSet)).toThrow(
    '签署日期不能在今天以后',
  );
});
