import type { AskAnswer } from '../../../../typings/contract';
import type { Message } from '../../../domain/engine';
import type { Gate, KnowledgeEntry } from '../../../domain/knowledge';
import type { FaqContent, Progress } from '../../../domain/knowledge/content/content';
import type { Measured } from '../../../domain/knowledge/gate/measure';
import type { RouterMeasured } from '../../../domain/routing';
import type { CivilDate, Instant } from '../../../domain/time';
import type { StoredImport } from './files';

/** The knowledge base, what was asked of it, and what was learned from that. */

export type FaqDocument = Omit<KnowledgeEntry, 'serviceName'> & {
  _id: string;
  unitId?: string;
  serviceId?: string;
  updatedOn: CivilDate;
  status: 'published' | 'withdrawn';
  /** The version that is, or was last, published. */
  version: number;
  /** Withdrawn because that entry answers it too: its ways to ask stand there now. */
  mergedInto?: string;
};

/** A file whose rows are all good and still become drafts. */
export type FaqImportDocument = StoredImport<{
  id: string;
  content: FaqContent;
  /** The newest version when the file was checked, 0 = new. */
  base: number;
  /** The columns that the file had: the others stay as they are stored. */
  given?: (keyof FaqContent)[];
}>;

/** Some of the published entries as one text: what an instance loads. */
export type FaqPackDocument = { _id: string; text: string };

/** Every version that was ever saved, with who and when; what is published is copied to `faqs`. */
export type FaqVersionDocument = Progress & {
  /** `F001#000003` */
  _id: string;
  faqId: string;
  version: number;
  content: FaqContent;
  unitId: string | null;
  saved: { id: string; name: string; at: Instant };
  /** `at|_id` of the last step: the key of pages. */
  key: string;
  /** The version whose content this one brought back. */
  restores?: number;
  /** The entry whose ways to ask this one took in. */
  merges?: string;
  /** What the timer still has to deliver; `outbox` is missing when there is nothing. */
  outbox?: 'waiting';
  messages?: Message[];
};

/** Sums that are kept with what they count; `upTo`: the key up to which they are. */
export type TallyDocument = { _id: string; counts: Record<string, number>; upTo?: string };

export type AskDocument = {
  _id: string;
  ownerId: string;
  at: Instant;
  /** Masked. */
  text: string;
  region: string | null;
  serviceId: string | null;
  band: 'answer' | 'choices' | 'handover';
  answers: AskAnswer[];
  solved: boolean | null;
  faqId: string | null;
  /** Whose matter it is, as far as service or entry tell. */
  unitId: string | null;
  /** The Monday of its week. */
  week: CivilDate;
  /** Nobody's answer has helped yet: asked of proposals. */
  unresolved: boolean;
  /** `at|_id`: the key of pages. */
  key: string;
  /** `week|band|hash`: in this order samples are drawn; the hash of the id is chance that can be repeated. */
  sampleKey: string;
  judged: { right: boolean; gold: string | null; by: string; at: Instant } | null;
};

/** A query with its right entry (none = a person must answer), as staff judged it. */
export type JudgementDocument = {
  /** `ask:…` or `ticket:…`: one judgement for each, the last one counts. */
  _id: string;
  q: string;
  gold: string | null;
  /** The unit that was right for it; null = the operator. */
  unitId: string | null;
  by: string;
  at: Instant;
  key: string;
};

/** A fitted gate; of the accepted ones three are kept, of the refused ones the last. */
export type GateDocument = {
  /** `000003` */
  _id: string;
  version: number;
  at: Instant;
  by: string;
  judged: number;
  /** Of the judged queries and the version of the knowledge base. */
  dataHash: string;
  before: Measured | null;
  after: Measured | null;
  refused: string | null;
  gate: Gate | null;
};

/** A trained router; kept like a gate. */
export type RouterDocument = {
  /** `000003` */
  _id: string;
  version: number;
  at: Instant;
  by: string;
  /** Messages whose unit staff had confirmed. */
  messages: number;
  dataHash: string;
  before: RouterMeasured | null;
  after: RouterMeasured | null;
  refused: string | null;
  /** From this confidence on 97 of 100 were right where it was measured; null = nowhere. */
  dispatchAt: number | null;
  /** The weights as JSON. */
  text: string | null;
};

/** A version of the synonyms and the boilerplate. */
export type WordListDocument = {
  /** `000003` */
  _id: string;
  version: number;
  at: Instant;
  by: string;
  byName: string;
  synonyms: [from: string, to: string][];
  boilerplate: string[];
};
