import { staff, type Answer } from '../../cloud/client';

/** Who works on the knowledge base, and as what. Only for what a page shows: the cloud decides again. */
export type Editor = {
  /** The unit whose entries one writes; nobody's for operators and the manager. */
  unit: { id: string; name: string } | undefined;
  mayWrite: boolean;
  reviews: boolean;
  mayRefit: boolean;
  /** Synonyms and boilerplate. */
  keepsWords: boolean;
};

/** Asks the cloud who I am; `forbidden` for roles without the knowledge base. */
export async function editor(): Promise<Answer<Editor>> {
  const me = await staff('me.get', {});
  if (!me.ok) return me;
  const { may, unit } = me.data;
  if (!may.includes('knowledge.numbers'))
    return { ok: false, error: { code: 'forbidden', message: '您的角色不参与知识库工作' } };
  return {
    ok: true,
    data: {
      unit,
      mayWrite: may.includes('faq.save'),
      reviews: may.includes('faq.review'),
      mayRefit: may.includes('knowledge.refit'),
      keepsWords: may.includes('knowledge.saveWords'),
    },
  };
}
