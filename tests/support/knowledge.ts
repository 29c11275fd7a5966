import type { AskResult } from '../../typings/contract';
import type { Person, System } from './system';

/** What the stories of the knowledge base ask, read and judge. */

export type Numbers = {
  weeks: {
    from: string;
    answered: number;
    handedOver: number;
    solved: number;
    unsolved: number;
    sample: unknown;
  }[];
  precision: { judged: number; right: number } | null;
  unanswered: { question: string; count: number }[];
  gate: { version: number; kept: { version: number; refused: string | null; dataHash: string }[] };
};
export type Faq = { id: string; question: string; answer: string; similar: string[]; unitId?: string };

export type Version = {
  id: string;
  version: number;
  stage: string;
  question: string;
  answer: string;
  acts: string[];
  approvals: { side: string; name: string; at: string }[];
  rejected?: { reason: string };
  restores?: number;
};
export type Warning = { kind: string; faqId: string; reason: string };
export type Full = {
  faq?: { answer: string; status: string };
  pending?: Version;
  versions?: Version[];
  warnings?: Warning[];
};

export const knowledgeOf = ({ citizen, staff }: Pick<System, 'citizen' | 'staff'>) => {
  const ask = (who: string, text: string): Promise<AskResult> =>
    citizen(who).call<AskResult>('ask', { text });

  const published = async (): Promise<Faq[]> => {
    const all: Faq[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: { faqs: Faq[]; nextCursor?: string } = await staff('demo-operator').call(
        'faq.list',
        cursor ? { cursor } : {},
      );
      all.push(...page.faqs);
      cursor = page.nextCursor;
    }
    return all;
  };

  const judge = (who: Person, input: object) => who.call('knowledge.judge', input);
  return { ask, published, judge };
};
