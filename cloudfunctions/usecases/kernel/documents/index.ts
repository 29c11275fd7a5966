import type { ImportedYear } from '../../../domain/calendar';
import type { Member, Region, Service, Unit } from '../../../domain/catalogue';
import type { OutcomeTally } from '../../../domain/outcomes/tally';
import type { Counts } from '../../../domain/ticket/counted';
import type { Searchable } from '../../../domain/search/searchable';
import type { Instant } from '../../../domain/time';
import type { StoredVersion, WholeVersion } from '../../../domain/rulesets';
import type { ExportDocument, FileDocument } from './files';
import type {
  AskDocument,
  FaqDocument,
  FaqImportDocument,
  FaqPackDocument,
  FaqVersionDocument,
  GateDocument,
  JudgementDocument,
  RouterDocument,
  TallyDocument,
  WordListDocument,
} from './knowledge';
import type { AlarmDocument, PhraseDocument, ProfileDocument } from './people';
import type { PlanDocument, PlanRunDocument } from './plans';
import type {
  AsideDocument,
  DocumentNumberDocument,
  ErasureDocument,
  FunctionDocument,
  HeartbeatDocument,
  KeyRingDocument,
  MeterDocument,
  SchemaDocument,
  SettingsDocument,
  TimerDocument,
  TryOutDocument,
} from './running';
import type {
  HotlineCallDocument,
  HotlineChangeDocument,
  HotlineFileDocument,
  HotlineOrderDocument,
} from './hotline';
import type { ReportDocument } from './reports';
import type {
  AvailabilityDocument,
  NoticeDocument,
  ProbeDocument,
  RegisterChangeDocument,
  RegisterRowDocument,
  ServiceChangeDocument,
  ServiceImportDocument,
} from './services';
import type {
  AnchorDocument,
  ArchivedNumberDocument,
  AuditDocument,
  ChainDocument,
  CounterDocument,
  DataUseCheckDocument,
  DraftDocument,
  ExemptionDocument,
  JournalDocument,
  LedgerDocument,
  MediaCheckDocument,
  MessageDocument,
  PresenceDocument,
  TicketDocument,
} from './tickets';

export type * from './tickets';
export type * from './knowledge';
export type * from './services';
export type * from './files';
export type * from './people';
export type * from './reports';
export type * from './plans';
export type * from './hotline';
export type * from './running';

/** What is stored, a type for each collection of infra/database/collections.json. */
export type Collections = {
  tickets: TicketDocument;
  /** Tickets that have long been over. */
  archived: TicketDocument;
  archivednumbers: ArchivedNumberDocument;
  /** What staff are writing for acts, each sealed. */
  drafts: DraftDocument;
  presences: PresenceDocument;
  chains: ChainDocument;
  ledger: LedgerDocument;
  anchors: AnchorDocument;
  audits: AuditDocument;
  /** What was done with personal data, held against the register of data use, by month. */
  datausechecks: DataUseCheckDocument;
  /** What tickets are searched by, each beside its ticket. */
  searchable: Searchable;
  journal: JournalDocument;
  messages: MessageDocument;
  mediachecks: MediaCheckDocument;
  /** `changed`: the version of the members that came with the last change; missing = none since there are versions. */
  members: Member & { _id: string; changed?: number };
  units: Unit & { _id: string };
  regions: Region & { _id: string };
  services: Service & {
    _id: string;
    nameKey: string;
    searchParts: string[];
    /** A place without a person (J-12b). */
    vacant: boolean;
  };
  serviceimports: ServiceImportDocument;
  alarms: AlarmDocument;
  servicechanges: ServiceChangeDocument;
  registers: RegisterRowDocument;
  registerchanges: RegisterChangeDocument;
  files: FileDocument;
  exports: ExportDocument;
  meters: MeterDocument;
  documentnumbers: DocumentNumberDocument;
  erasures: ErasureDocument;
  probes: ProbeDocument;
  availability: AvailabilityDocument;
  /** Versions that have not shipped with the code; as wholes until the migration has come by. */
  rulesets: (StoredVersion | WholeVersion) & { _id: string; key: string };
  calendars: ImportedYear & { _id: string };
  settings: SettingsDocument;
  faqs: FaqDocument;
  faqimports: FaqImportDocument;
  faqpacks: FaqPackDocument;
  faqversions: FaqVersionDocument;
  asks: AskDocument;
  judgements: JudgementDocument;
  gates: GateDocument;
  routers: RouterDocument;
  wordlists: WordListDocument;
  profiles: ProfileDocument;
  /** What desks write again and again. */
  phrases: PhraseDocument;
  notices: NoticeDocument;
  counters: CounterDocument;
  /** What became of limits, by month, day and party. */
  outcomes: OutcomeTally;
  /** What has been delivered and not been added to them yet. */
  outcomechanges: { _id: string; at: Instant; changes: Counts };
  tryouts: TryOutDocument;
  tallies: TallyDocument;
  /** Reports, and what each unit and region reads of them. */
  reports: ReportDocument;
  leases: TimerDocument;
  migrations: SchemaDocument;
  heartbeats: HeartbeatDocument;
  keyrings: KeyRingDocument;
  functions: FunctionDocument;
  asides: AsideDocument;
  exemptions: ExemptionDocument;
  plans: PlanDocument;
  planruns: PlanRunDocument;
  /** Orders of the hotline 12345, what each is told, and what it has sent. */
  hotlineorders: HotlineOrderDocument;
  hotlinechanges: HotlineChangeDocument;
  hotlinecalls: HotlineCallDocument;
  hotlinefiles: HotlineFileDocument;
};

export type CollectionName = keyof Collections;
