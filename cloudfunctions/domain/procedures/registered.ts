import type { Procedure } from '../engine';
import { campaign } from './campaign';
import { assessment } from './assessment';
import { change } from './change';
import { channel } from './channel';
import { complaint } from './complaint';
import { consultation } from './consultation';
import { content } from './content';
import { contingency } from './contingency';
import { coordination } from './coordination';
import { dataExport } from './data-export';
import { drill } from './drill';
import { duty } from './duty';
import { earlyWarning } from './early-warning';
import { emergencyDelisting } from './emergency-delisting';
import { fault } from './fault';
import { handover } from './handover';
import { inspection } from './inspection';
import { listing } from './listing';
import { maintenance } from './maintenance';
import { majorFault } from './major-fault';
import { migration } from './migration';
import { partnerAccess } from './partner-access';
import { partnerExit } from './partner-exit';
import { rectification } from './rectification';
import { release } from './release';
import { releaseFiling } from './release-filing';
import { report } from './report';
import { ruleDocument } from './rule-document';
import { sample } from './sample';
import { securityEvent } from './security-event';
import { sensitiveMatter } from './sensitive-matter';
import { scorecard } from './scorecard';
import { simulation } from './simulation';
import { suggestion } from './suggestion';
import { supervisionOrder } from './supervision-order';
import { support } from './support';
import { visit } from './visit';

/** Every procedure of the product; adding one is one line here. */
export const registered: readonly Procedure[] = [
  consultation,
  complaint,
  suggestion,
  listing,
  change,
  fault,
  emergencyDelisting,
  maintenance,
  majorFault,
  release,
  releaseFiling,
  coordination,
  supervisionOrder,
  handover,
  visit,
  report,
  inspection,
  duty,
  rectification,
  sample,
  simulation,
  ruleDocument,
  content,
  campaign,
  channel,
  sensitiveMatter,
  support,
  migration,
  partnerAccess,
  partnerExit,
  securityEvent,
  contingency,
  dataExport,
  drill,
  earlyWarning,
  assessment,
  scorecard,
];
