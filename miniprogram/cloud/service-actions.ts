import type { CivilDate, ServiceEntry, ServiceStep, ShownService } from '../../typings/contract';
import type { MaintenancePlan } from '../services/maintenance';
import type { NoticeInput, NoticeState, StaffNotice } from '../services/notice-writing';

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
  bad: { row: number; reason: string }[];
  rows: { row: number; name: string; unitName: string; does: 'create' | 'change' | 'nothing' }[];
};
type FileFormat = 'xlsx' | 'csv' | 'jsonl';

/** Actions of the function `staff` for services and their notices (contract §5). */
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
  'service.import': { in: { format: FileFormat; file: string; dryRun: boolean }; out: ServiceImport };
  'service.export': {
    in: Paged & { format: FileFormat };
    out: { text?: string; file?: string; count: number; nextCursor?: string };
  };
  'maintenance.calendar': { in: { from: CivilDate; to: CivilDate }; out: MaintenancePlan };
  'notice.list': {
    in: Paged & { state?: NoticeState };
    out: { notices: StaffNotice[]; nextCursor?: string };
  };
  'notice.check': { in: { notice: NoticeInput }; out: { problems: Record<string, string> } };
  'notice.save': { in: { notice: NoticeInput }; out: { notice: StaffNotice } };
  'notice.publish': { in: { id: string; publishAt?: string }; out: { notice: StaffNotice } };
  'notice.withdraw': { in: { id: string; reason: string }; out: { notice: StaffNotice } };
};
