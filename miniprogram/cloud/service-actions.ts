import type { ServiceEntry, ServiceStep, ShownService } from '../../typings/contract';
import type { NoticeDraft } from './actions';
import type { FileContent, FileFormat } from './knowledge-actions';

type Paged = { cursor?: string };

type Limit = ServiceEntry['statutory'][number];
type Probe = {
  everyMinutes: number;
  expectStatus?: number;
  expectText?: string;
  timeoutSeconds?: number;
  failures?: number;
};

/** What is kept by hand of a service; whoever keeps the contacts alone hands over those and the interfaces. */
export type ServiceInput = {
  id: string;
  name: string;
  aliases: string[];
  unitId: string;
  region: string;
  competent: { region: string; unitId: string }[];
  open?: { type: 'miniprogram' | 'h5'; target: string };
  statutory: Limit[];
  contacts?: { duty: 'owner' | 'technical' | 'content' | 'duty'; name: string; phone: string }[];
  interfaces?: { name: string; url: string; probe?: Probe }[];
  items?: { code: string; name: string; statutory: Limit[] }[];
};

export type ServiceImport = {
  imported: number;
  created: number;
  changed: number;
  unchanged: number;
  waiting: number;
  bad: { row: number; reason: string }[];
  badCount: number;
  rows: { row: number; name: string; unitName: string; does: 'create' | 'change' | 'nothing' }[];
};

/** Actions of the function `staff` for the register of services (contract §5). */
export type ServiceActions = {
  'service.list': {
    in: Paged & { query?: string; state?: ShownService['state'] };
    out: { services: ShownService[]; nextCursor?: string };
  };
  'service.get': { in: { id: string }; out: { service: ServiceEntry } };
  'service.save': {
    in: { service: Partial<ServiceInput> & { id: string }; revision?: string };
    out: { service: ServiceEntry };
  };
  'service.history': {
    in: Paged & { id: string };
    out: { steps: ServiceStep[]; nextCursor?: string };
  };
  'service.import': { in: FileContent & { format: FileFormat; dryRun: boolean }; out: ServiceImport };
  'service.export': {
    in: Paged & { format: FileFormat };
    out: { text?: string; file?: string; count: number; nextCursor?: string };
  };
  /** What citizens would not understand in a notice, by field; nothing is kept by it. */
  'notice.check': { in: { notice: NoticeDraft }; out: { problems: Record<string, string> } };
};
