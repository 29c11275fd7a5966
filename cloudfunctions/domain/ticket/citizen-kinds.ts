/**
 * What citizens file (contract §4), with what it is called. What is asked of the three is nearly the same; what sets a
 * complaint apart stands in one question, so that the rules that they share name no kind.
 */
export const citizenKinds = { consultation: '咨询', complaint: '投诉', suggestion: '建议' } as const;
export type CitizenKind = keyof typeof citizenKinds;
export const citizenKindNames = Object.keys(citizenKinds) as CitizenKind[];

/** How it came, in words. */
export const channelLabels = {
  online: '网上',
  phone: '电话',
  counter: '窗口',
  '12345': '12345 热线',
  assigned: '交办',
} as const;

/**
 * A complaint is accepted or refused before it is answered, goes to the access unit of its service, names whom it is
 * against, and is reported to the manager (G-5.3b–d, A34).
 */
export const isComplaint = ({ kind }: { readonly kind: string }): boolean => kind === 'complaint';

/** The knowledge base answers questions, not complaints (G-5.2b). */
export const isQuestion = ({ kind }: { readonly kind: string }): boolean => kind === 'consultation';
