import type { CivilDate, Instant } from '../contract-basics';
import type { ExportPart, FileContent, FileFormat, Nothing, TableOutcome } from './common';

/** The knowledge base: its entries, and how well it answers (docs/knowledge.md §6). */

export type FaqText = {
  question: string;
  similar: string[];
  answer: string;
  unitId?: string;
  serviceId?: string;
  region?: string;
  validFrom?: CivilDate;
  validUntil?: CivilDate;
};

type Signed = { name: string; at: Instant };

/** A line of a list: a published entry, or a version that waits for somebody. */
export type ListedFaq = FaqText & {
  id: string;
  version: number;
  unitName: string;
  status?: 'published' | 'withdrawn';
  validity?: 'valid' | 'expired' | 'not-yet';
  updatedOn?: CivilDate;
  /** Withdrawn because that entry answers it too. */
  mergedInto?: string;
  stageLabel?: string;
  saved?: Signed;
  /** Of a version that waits: what I may do with it. */
  acts?: FaqAct[];
  /** For a search: the chance that it is the right one, and which words matched. */
  confidence?: number;
  matched?: string[];
};

export type PublishedFaq = ListedFaq & { status: 'published' | 'withdrawn'; updatedOn: CivilDate };

export type FaqAct = 'save' | 'submit' | 'review' | 'publish' | 'withdraw' | 'rollback';
export type FaqStage = 'draft' | 'submitted' | 'rejected' | 'approved' | 'live' | 'past' | 'superseded';

export type FaqVersion = FaqText & {
  id: string;
  version: number;
  unitName: string;
  stage: FaqStage;
  stageLabel: string;
  saved: Signed;
  approvals: (Signed & { side: string; label: string })[];
  rejected?: Signed & { reason: string };
  published?: Signed;
  restores?: number;
  /** The entry whose ways to ask this version took in. */
  merges?: string;
  acts: FaqAct[];
};

/** Another entry that asks the same; `conflict` = and answers differently. */
export type FaqWarning = {
  kind: 'duplicate' | 'conflict';
  faqId: string;
  question: string;
  answer: string;
  unitName?: string;
  asked: string;
  meets: string;
  reason: string;
};

export type FullFaq = {
  faq?: PublishedFaq;
  pending?: FaqVersion;
  /** Newest first; older ones than one answer holds behind `nextCursor`. */
  versions?: FaqVersion[];
  nextCursor?: string;
  warnings?: FaqWarning[];
  serviceNames: Record<string, string>;
};

export type FaqView = 'draft' | 'submitted' | 'rejected' | 'approved' | 'published' | 'expired' | 'withdrawn';
export type Band = 'answer' | 'choices' | 'handover';
export type ImportOutcome = TableOutcome<{ question: string; unitName: string }>;

/** A share with the bounds between which it lies with 95 %. */
export type Precision = { judged: number; right: number; value: number; low: number; high: number };

export type Proposal = {
  id: string;
  question: string;
  count: number;
  people: number;
  lastAt: Instant;
  similar: string[];
  nearest: { faqId: string; question: string; confidence: number }[];
};

type PairedFaq = {
  id: string;
  version: number;
  question: string;
  /** Its beginning. */
  answer: string;
  /** How many similar questions it has. */
  similar: number;
  unitName: string;
  updatedOn: CivilDate;
};

/** Two published entries that ask nearly the same; `differs`: why their answers cannot both stand. */
export type SamePair = {
  one: PairedFaq;
  other: PairedFaq;
  asked: string;
  meets: string;
  differs?: string;
  /** I answer for both. */
  mayMerge: boolean;
};

export type SampledAsk = {
  askId: string;
  at: Instant;
  text: string;
  faqId: string;
  question: string;
  answer: string;
  judged: { right: boolean; gold: string | null } | null;
};

/** A question of a citizen that nobody has judged: what the machine made of it, and what may answer it now. */
export type AskToJudge = {
  askId: string;
  at: Instant;
  text: string;
  band: Band;
  shown: string[];
  candidates: { faqId: string; question: string; answer: string }[];
};

export type KnowledgeWeek = {
  from: CivilDate;
  answered: number;
  choices: number;
  handedOver: number;
  solved: number;
  unsolved: number;
  sample: Precision | null;
};

type Measured = { r1: number; precision: number | null; coverage: number; falseAnswers: number | null };

export type KeptGate = {
  version: number;
  at: Instant;
  judged: number;
  before: Measured | null;
  after: Measured | null;
  refused: string | null;
};

export type KnowledgeNumbers = {
  weeks: KnowledgeWeek[];
  precision: Precision | null;
  unanswered: { question: string; count: number; people: number }[];
  entries: number;
  gate: {
    version: number;
    precision: number | null;
    /** The gate in use on what staff judged last; null while that is little. */
    here?: (Measured & { queries: number }) | null;
    kept: KeptGate[];
  };
};

/** Different words for one thing, and phrases that say nothing about the matter. */
export type WordLists = { synonyms: [from: string, to: string][]; boilerplate: string[] };
/** Version 0 = the shipped lists. */
export type KeptWords = WordLists & { version: number; saved: Signed | null };

type RouterMeasured = { rows: number; accuracy: number; macroF1: number; top3: number };
export type KeptRouter = {
  version: number;
  at: Instant;
  messages: number;
  before: RouterMeasured | null;
  after: RouterMeasured | null;
  refused: string | null;
  dispatchAt: number | null;
};

type Version = { id: string; version: number };

/** Actions of the function `staff` for the knowledge base. */
export type KnowledgeApi = {
  'faq.list': {
    in: { query?: string; region?: string; view?: FaqView; own?: boolean; cursor?: string };
    out: { faqs: ListedFaq[]; nextCursor?: string; band?: Band; urgent?: boolean };
  };
  /** With a cursor only `versions`, `serviceNames` and the next cursor. */
  'faq.get': { in: { id: string; cursor?: string }; out: FullFaq };
  'faq.save': { in: Partial<Version> & { requestId?: string; entry: FaqText }; out: { faq: FaqVersion } };
  'faq.submit': { in: Version; out: { faq: FaqVersion } };
  'faq.review': { in: Version & { approve: boolean; reason?: string }; out: { faq: FaqVersion } };
  'faq.publish': {
    in: Version & { confirmed: string[] };
    out: { published: boolean; faq: FaqVersion; warnings: FaqWarning[] };
  };
  'faq.withdraw': { in: Version; out: { faq: FaqVersion } };
  'faq.rollback': { in: Version & { to: number }; out: { faq: FaqVersion } };
  /** `other` is withdrawn, its ways to ask come to the first. */
  'faq.merge': { in: Version & { other: Version }; out: { faq: FaqVersion } };
  'faq.import': { in: FileContent & { format: FileFormat; dryRun: boolean }; out: ImportOutcome };
  'faq.export': { in: { format: FileFormat; cursor?: string }; out: ExportPart };
  'knowledge.numbers': { in: { weeks?: number }; out: KnowledgeNumbers };
  'knowledge.proposals': {
    in: { weeks?: number };
    out: { proposals: Proposal[]; questions: number; truncated: boolean };
  };
  'knowledge.duplicates': {
    in: { cursor?: string };
    out: { pairs: SamePair[]; count: number; nextCursor?: string };
  };
  'knowledge.unjudged': { in: { before?: string }; out: { asks: AskToJudge[]; next?: string } };
  'knowledge.sample': {
    in: { week?: CivilDate };
    out: { week: CivilDate; size: number; precision: Precision | null; asks: SampledAsk[] };
  };
  'knowledge.candidates': {
    in: { no: string };
    out: {
      unitName: string;
      candidates: { faqId: string; question: string; answer: string; matched: string[] }[];
      judged: { faqId: string | null; question?: string } | null;
    };
  };
  'knowledge.judge': {
    in: { askId: string; right: boolean; faqId?: string } | { no: string; faqId: string | null };
    out: null;
  };
  'knowledge.refit': {
    in: Nothing;
    out: { accepted: boolean; version?: number; judged: number; reason?: string };
  };
  'knowledge.rollback': { in: { to?: number }; out: { version: number } };
  'knowledge.words': { in: { version?: number }; out: KeptWords };
  'knowledge.saveWords': { in: { version: number; words: WordLists }; out: KeptWords };
  'router.get': { in: Nothing; out: { version: number; kept: KeptRouter[] } };
  'router.refit': {
    in: Nothing;
    out: { accepted: boolean; version?: number; messages: number; reason?: string };
  };
  'router.rollback': { in: { to?: number }; out: { version: number } };
};
