import { act, files, longtext, text, type ActDefinition } from '../../../engine';

/** What several procedures of staff ask for in the same way. */

/** Nothing is opened again, and nothing counts as done, without a record of who verified it and how (G-3.3.3c). */
export const verification = (evidence = '验证情况（怎样验证、结果如何）') => ({
  verifier: text('验证人', { required: true, max: 30 }),
  evidence: longtext(evidence, { required: true, max: 2000 }),
  proof: files('验证记录'),
});

/** A line of progress for those who take part, at any time while it runs. */
export const noteProgress = (of: Pick<ActDefinition, 'clause' | 'by' | 'from'>): ActDefinition =>
  act({
    ...of,
    act: 'note',
    label: '记录进展',
    place: 'beside',
    fields: { text: longtext('进展', { required: true, max: 2000 }) },
    internal: true,
  });
