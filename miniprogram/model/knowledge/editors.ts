import { staff, type Answer } from '../../cloud/client';

/** Who works on the knowledge base, and as what. Only for what a page shows: the cloud decides again. */
export type Editor = {
  /** The unit whose entries one writes; nobody's for operators and the manager. */
  unit: { id: string; name: string } | undefined;
  mayWrite: boolean;
  reviews: boolean;
  isManager: boolean;
  /** Synonyms and boilerplate. */
  keepsWords: boolean;
};

const WRITERS = ['handler', 'lead', 'operator', 'operator-lead'];
const REVIEWERS = ['lead', 'operator-lead', 'manager'];

/** Asks the cloud who I am; `forbidden` for roles without the knowledge base. */
export async function editor(): Promise<Answer<Editor>> {
  const me = await staff('me.get', {});
  if (!me.ok) return me;
  const { menu, roles, unit } = me.data;
  if (!menu.some(entry => entry.key === 'knowledge'))
    return { ok: false, error: { code: 'forbidden', message: '您的角色不参与知识库工作' } };
  const isOneOf = (some: string[]): boolean => roles.some(role => some.indexOf(role) >= 0);
  return {
    ok: true,
    data: {
      unit,
      mayWrite: isOneOf(WRITERS),
      reviews: isOneOf(REVIEWERS),
      isManager: isOneOf(['manager']),
      keepsWords: isOneOf(['manager', 'operator-lead']),
    },
  };
}
