/**
 * The column "Notify" of requirements §1.1–1.2 for the rows of service applications, by hand: which acts serve the row,
 * and who has to be told with each of them. `notice` = told by a public notice.
 */
export type Told = 'manager' | 'unit' | 'operator' | 'citizens' | 'notice';

type Row = {
  kind: string;
  /** Any of these acts tells everybody of the row. */
  acts: readonly string[];
  told: readonly Told[];
  /** Only where the rule set approves, or files (A9). */
  mode?: 'approve' | 'file';
  channels?: readonly ('email' | 'sms')[];
};

const row = (kind: string, acts: string, told: string, more: Partial<Row> = {}): Row => ({
  kind,
  acts: acts.split(' '),
  told: told.split(' ') as Told[],
  ...more,
});

export const notify: Record<string, Row[]> = {
  'G-2.1b1': [row('listing', 'open', 'manager'), row('change', 'open', 'manager')],
  'G-2.1a': [row('rule-document', 'publish', 'operator manager unit')],
  'G-2.1b3': [row('partner-access', 'open', 'manager operator')],
  'G-2.1c': [row('coordination', 'open', 'unit manager'), row('coordination', 'decide', 'unit operator')],
  'G-4.2.1a': [row('rule-document', 'passReview', 'manager')],
  'G-2.1d': [row('assessment', 'announce', 'operator'), row('scorecard', 'makeKnown', 'unit')],
  'J-25': [row('scorecard', 'show', 'unit')],
  'G-2.2b': [row('fault', 'open', 'operator')],
  'G-3.2.2a': [row('change', 'open', 'manager')],
  'G-3.2.2b': [
    row('change', 'approve reject', 'unit operator', { mode: 'approve' }),
    row('change', 'open', 'unit operator', { mode: 'file' }),
  ],
  'G-3.2.2c': [row('change', 'report', 'unit manager'), row('change', 'schedule', 'notice')],
  'G-3.2.3a': [row('maintenance', 'open', 'operator', { channels: ['email', 'sms'] })],
  'G-3.2.3b': [row('maintenance', 'acknowledge', 'citizens notice')],
  'G-3.2.4a': [row('fault', 'open', 'operator manager')],
  'G-3.2.4b': [row('fault', 'takeOffline offlineBySilence', 'unit manager citizens notice')],
  'G-3.3.1a': [row('fault', 'open', 'unit')],
  'G-3.3.3a': [row('fault', 'open', 'unit manager')],
  'G-3.3.3b': [row('fault', 'takeOffline offlineBySilence', 'unit manager citizens')],
  'G-3.3.3c': [row('fault', 'verify', 'unit manager citizens')],
  'G-3.3.3d': [row('fault', 'report', 'unit manager')],
  'G-3.3.4b': [row('release', 'recordTest', 'manager')],
  'G-3.3.4c': [row('release-filing', 'file', 'manager')],
  'G-3.3.2.1r': [row('inspection', 'record', 'manager')],
  'G-4.1': [row('content', 'open', 'manager unit operator')],
  'G-4.2.2': [row('content', 'passSecond', 'manager unit')],
  'G-4.2.3': [row('campaign', 'open', 'manager unit')],
  'G-4.2.4': [row('channel', 'open', 'manager unit')],
  'G-4.2.1b': [row('sensitive-matter', 'open', 'manager unit')],
  'J-5': [row('migration', 'open', 'manager operator')],
  'J-13': [row('campaign', 'open reportResult', 'manager')],
  'J-15a': [row('partner-access', 'open', 'manager operator')],
  'J-15b': [row('partner-access', 'reportIncident changeContact', 'operator')],
  'G-2.3b': [row('security-event', 'open', 'manager')],
  'J-20a': [row('security-event', 'open contain conclude', 'manager unit')],
  'J-22': [row('security-event', 'conclude', 'manager')],
  'J-15c': [row('partner-exit', 'open', 'operator notice')],
  'J-10b': [row('listing', 'open', 'manager')],
  'J-10c': [row('listing', 'open', 'operator')],
  'J-11a': [row('change', 'open', 'manager')],
  'J-11b': [
    row('emergency-delisting', 'open', 'manager operator'),
    row('emergency-delisting', 'fileWritten', 'manager operator'),
  ],
  'J-11c': [row('emergency-delisting', 'delist', 'citizens notice')],
  'J-17': [row('early-warning', 'open', 'operator manager')],
  'J-16b': [row('maintenance', 'open', 'manager operator')],
  'J-16c': [row('major-fault', 'open', 'manager operator citizens notice')],
};

/** Rows of service applications whose column is empty, or whose telling belongs to the register of services. */
export const notByProcedures: Record<string, string> = {
  'G-3.2.1': 'the register of services alarms when a contact is missing',
  'G-3.3.2.1': 'the lead of the operator hears by the red light of its clock (plans.test.ts)',
  'G-3.3.2.1a': 'its column is empty',
  'G-3.3.2.1b': 'its column is empty',
  'G-3.3.2.1c': 'its column is empty',
  'G-3.3.2.2a': 'the lead of the operator hears with every record of the operator (plans.test.ts)',
  'G-3.3.2.2b': 'the manager hears with every record (rectification.test.ts)',
  'G-3.3.2.3a': 'its column is empty',
  'G-3.3.2.3b': 'its column is empty',
  'G-2.1b2': 'a unit hears of a rectification that is its own (rectification.test.ts)',
  'J-14b': 'operator and manager hear of the record of a self-check (rectification.test.ts)',
  'J-16a': 'units and local authorities hear of a rectification that is their own (rectification.test.ts)',
  'J-20b': 'the manager hears with every record (rectification.test.ts)',
  'J-24': 'lead and manager hear of what comes back (rectification.test.ts)',
  'J-12b': 'the register of services alarms when a contact is vacant',
  'G-3.1': 'a report goes to each reader as one of its own (unit/reports)',
  'G-3.3.1c': 'a report goes to each reader as one of its own (unit/reports)',
  'J-14a': 'a report goes to each reader as one of its own (unit/reports)',
  'G-2.3c': 'nobody',
  'G-2.3a': 'whoever has asked hears of the answer (papers.test.ts)',
  'G-5.1c': 'manager and public hear of what is published (rule-documents.test.ts)',
  'J-6': 'units hear of a standard as of every document (rule-documents.test.ts)',
  'J-7': 'the manager hears of every document (rule-documents.test.ts)',
  'J-10a': 'everybody hears of a standard as of every document (rule-documents.test.ts)',
  'J-18a': 'the column is about tickets of citizens (scenario/told-about-tickets)',
  'J-21a': 'its column is empty',
  'J-21b': 'the person hears of each look, whoever asked of the decision (clearance.test.ts)',
  'J-21d': 'the security officer hears of every event (papers.test.ts)',
  'J-26': 'its column is empty',
  'J-23': 'those on duty are called (papers.test.ts)',
  'G-3.3.1b': 'nobody',
  'G-3.3.4a': 'nobody',
};
