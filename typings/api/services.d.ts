import type { CivilDate, Page } from '../contract-basics';
import type { MaintenanceCalendar, ServiceEntry, ServiceStep, ShownService } from '../contract-services';
import type { ExportPart, FileContent, FileFormat, Paged, TableOutcome } from './common';

/** The register of services and what is planned for them (contract §5). */

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
  items?: { code: string; name: string; unitId?: string; statutory: Limit[] }[];
};

export type ServiceImport = TableOutcome<{ name: string; unitName: string }>;

/** Also what citizens search. */
export type ServiceSearch = {
  in: Paged & {
    query?: string;
    region?: string;
    unitId?: string;
    state?: ShownService['state'];
    troubled?: boolean;
    featured?: boolean;
  };
  out: Page<'services', ShownService> & { topics?: { unitId: string; label: string }[] };
};

/** Actions of the function `staff` for the register of services. */
export type ServiceApi = {
  'service.list': ServiceSearch;
  'service.get': { in: { id: string }; out: { service: ServiceEntry } };
  'service.save': {
    in: { service: Partial<ServiceInput> & { id: string }; revision?: string; new?: boolean };
    out: { service: ServiceEntry };
  };
  'service.history': { in: Paged & { id: string }; out: Page<'steps', ServiceStep> };
  'service.import': { in: FileContent & { format: FileFormat; dryRun: boolean }; out: ServiceImport };
  'service.export': { in: Paged & { format: FileFormat }; out: ExportPart };
  'maintenance.calendar': { in: { from: CivilDate; to: CivilDate }; out: MaintenanceCalendar };
};
