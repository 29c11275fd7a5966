/**
 * Every row of the requirements, by hand: its ID, a title of our own, whom its column "Notify" names (manager, units,
 * operator, local = local authorities, partner, citizens; `-` = nobody), and the screens on which it is done (folders
 * of pages; `-` = none). A last column says what is still open of a row that is served in part; `none` = the row asks
 * nothing of the product.
 */

export type ClauseRow = {
  id: string;
  title: string;
  notify: string;
  screens: string[];
  /** What is open although something serves the row. */
  open?: string;
  /** The row asks nothing of the product. */
  none?: boolean;
};

const table = `
G-2.1a | Management rules with versions and acknowledgement | units, operator | -
G-2.1b1 | One intake for listing, change and withdrawal of services | manager | staff/start staff/open staff/ticket
G-2.1b2 | Guide and inspect units | units | -
G-2.1b3 | Coordinate third-party platforms | operator, partner | -
G-2.1c | Supervise content and tickets of the whole province | - | workbench staff/ticket staff/board
G-2.1d | Assess; make results known inside or to the public | units, operator, public | -
G-2.2a | Unit's own services and daily supervision | lead of the unit | workbench staff/board
G-2.2b | Keep systems and interfaces of services running | operator | staff/service staff/service-edit
G-2.2c | Unit's own content and tickets | handlers of the unit | workbench staff/ticket
G-2.3a | Technical support to manager and units | whoever asked | -
G-2.3b | Resources and security of the platform | manager on event | -
G-2.3c | Daily work on content and tickets | - | workbench staff/ticket
G-3.1 | Regular monitoring and bulletins | units, operator | -
G-3.2.1 | Unit's contacts and duty roster, complete | operator if a contact is missing | staff/service staff/service-edit
G-3.2.2a | Written application to adjust or withdraw a service | manager | staff/start staff/open staff/ticket
G-3.2.2b | Manager's reply and work order | units, operator | staff/ticket
G-3.2.2c | Execute, verify and report the work order | units, manager, citizens by notice | staff/ticket citizen/notice
G-3.2.3a | Announce maintenance three working days ahead | operator | staff/open staff/ticket staff/maintenance
G-3.2.3b | Notice of the maintenance at the same time | citizens | citizen/notice citizen/services home
G-3.2.4a | Fix a fault within one working day | operator, manager | staff/ticket
G-3.2.4b | Co-operate when a service goes offline | units, manager, citizens by notice | staff/ticket
G-3.3.1a | Watch services every day and handle what is found | units | staff/open staff/ticket staff/service
G-3.3.1b | Register of versions | - | staff/ticket
G-3.3.1c | Weekly and monthly reports to manager and units | manager, units | -
G-3.3.2.1 | Weekly inspection in working time | lead of the operator if missed | -
G-3.3.2.1r | Report of the inspection | manager | -
G-3.3.2.1a | Inspection of the mini-program, eight items | - | -
G-3.3.2.1b | Inspection of the console, two items | - | -
G-3.3.2.1c | Inspection of servers with thresholds | - | -
G-3.3.2.2a | Monthly check of system logs | lead of the operator | -
G-3.3.2.2b | Security self-check | manager on finding | -
G-3.3.2.3a | Maintenance of middleware | - | -
G-3.3.2.3b | Maintenance of databases | - | -
G-3.3.3a | Report a fault to unit and manager | units, manager | staff/open staff/ticket
G-3.3.3b | Suspend a service that is not fixed in time | units, manager, citizens | staff/ticket citizen/services
G-3.3.3c | Open again only after verification | units, manager, citizens | staff/ticket
G-3.3.3d | Feed the result back before closing | units, manager | staff/ticket
G-3.3.4a | Process of releases, followed strictly | - | staff/open staff/ticket
G-3.3.4b | Manager's consent before a major change | manager | staff/ticket
G-3.3.4c | Written filing of minor changes, each month | manager | staff/ticket
G-4.1 | Coordinate content across parties | units, operator | -
G-4.2.1a | Operating plan approved first | manager | -
G-4.2.1b | Written consent of both for sensitive matters | manager, units | -
G-4.2.2 | Topics, drafts and reviews before publishing | manager, units | -
G-4.2.3 | Support of campaigns | manager, units | -
G-4.2.4 | Consent for promotion channels | manager, units | -
G-5.1a | Hotline, online filing and knowledge base | - | ask citizen/file staff/record staff/knowledge
G-5.1b | Linkage with 12345 | 12345 | staff/record | Only the number of the other system is kept; nothing is exchanged yet.
G-5.1c | Rules for handling approved and published | manager, public | -
G-5.2a | Operator answers technical consultations in 2 working days | citizens, operator | staff/ticket
G-5.2b | Common questions answered by the knowledge base | citizens | ask staff/knowledge
G-5.2c | Dispatch to the competent unit | units | staff/ticket
G-5.2d | Unit replies in 5 working days | citizens, units | staff/ticket
G-5.3a | Operator answers technical complaints in 2 working days | citizens | staff/ticket
G-5.3b | Dispatch a complaint and report it to the manager | units, manager | staff/ticket
G-5.3c | Decide on acceptance in 7 working days | citizens, operator, manager | staff/ticket
G-5.3d | Reply with the result in 20 working days | citizens, operator, manager | staff/ticket
G-A.1 | Figure: adjustment and withdrawal | - | staff/ticket
G-A.2 | Figure: temporary offline | - | staff/ticket
J-0 | Time for comments on the draft | - | - | none
J-2 | Complaint and rating belong to the service | - | tickets citizen/ticket
J-4 | Who builds answers for it: a hierarchy of units | - | staff/services
J-5 | Move existing apps to the platform | manager | -
J-6 | Standards, assessment, assets | local, units | -
J-7 | Local plan and operation | manager | workbench
J-8 | Units' items on the platform | manager | staff/services
J-9a | A team of operators with names | - | -
J-9b | Ten duties of the operator | - | workbench
J-10a | Technical standard | everybody | -
J-10b | List of services filed in advance | manager | staff/open staff/ticket
J-10c | Self-test of the whole way before listing | operator | staff/ticket
J-11a | Update or delisting filed | manager | staff/open staff/ticket
J-11b | Emergency delisting: oral first, written after | manager, operator | staff/open staff/ticket
J-11c | Public notice of a delisting | citizens | citizen/notice
J-12a | Operating system of the whole | - | - | none
J-12b | A named person, with plan | manager | staff/service staff/service-edit
J-13 | Promotion plan and reposts | manager | -
J-14a | Operating report | manager, local, units | -
J-14b | Rectify what reports say | operator, manager | -
J-15a | Partners apply in writing | manager, operator | -
J-15b | Partners' contacts and incidents | operator | -
J-15c | Forced exit of a partner | partner, operator, citizens | -
J-16a | Inspection and rectification | local, units | -
J-16b | Major events and upgrades filed in advance | manager, operator | staff/open staff/ticket staff/maintenance
J-16c | Major fault reported at once, with a notice | manager, operator, citizens | staff/open staff/ticket citizen/notice
J-16d | Operator assures the running | - | - | none
J-17 | Live view of faults and complaints | person on duty | workbench staff/board
J-18a | Closed loop of every ticket | citizens, manager | citizen/ticket staff/ticket
J-18b | 12345, complaints, bad ratings | 12345 | staff/record staff/ticket
J-18c | Keep limits and tell people in time | citizens | citizen/ticket
J-19 | Budget | - | - | none
J-20a | Major security events | manager, units | -
J-20b | Security training and patrol | manager | -
J-21a | Use and sharing of data logged | - | -
J-21b | Mask, encrypt, ask for consent | owner of the data on reveal | citizen/privacy staff/ticket
J-21c | Agreements and vetting of people | administrator on expiry | -
J-21d | No classified data | security officer | ask citizen/file
J-22 | Network security events | manager | -
J-23 | Emergency plans and drills | call list | -
J-24 | Samples, mystery tests, electronic supervision | supervised unit and its lead | staff/board
J-25 | Periodic assessment | local, units | -
J-26 | A trail that shows tampering | - | staff/audit
J-27 | Who interprets | - | - | none
J-28 | Day of effect, left blank | - | -
A1 | First triage settles the category and the promise | - | staff/ticket
A2 | Day of receipt is day 0, ends with the n-th working day | - | citizen/ticket staff/ticket
A2b | Receipt on a day off | - | -
A3 | Limits of the law win over 5 and 20 days | - | staff/service-edit
A4 | One working day, then offline by order or by itself | - | staff/ticket
A5 | How three working days ahead are counted | - | staff/open
A6 | Notice public until the end of the window | - | citizen/notice
A7 | Internal targets where the text has no number | - | staff/ticket
A8 | Weeks without a working day | - | -
A9 | Approve or file, as the rule set says | - | staff/ticket
A10 | Periods of recurring duties | - | -
A11 | Results inside, then public | - | -
A12 | Which changes are always major | - | staff/open staff/ticket
A13 | Consent of manager and unit | - | -
A14 | Which system leads with 12345 | - | staff/record
A15 | A machine's answer never stops the clock | - | ask citizen/ticket
A16 | Refusal, remedies and objection | - | citizen/ticket
A16b | No silent acceptance | - | -
A17 | Figures that are lost | - | - | none
A18 | The draft is labelled as a draft | - | staff/ticket
A19 | Written filing one working day after a delisting | - | staff/ticket
A20 | Rating, rectification, closed after seven days | - | citizen/ticket
A21 | Limits of one document as the other's default | - | -
A22 | Who sees what unmasked | - | staff/ticket
A23 | Marks of classified texts refused without storing | - | ask citizen/file
A24 | Lights, reminders and escalation | - | workbench staff/board
A25 | Waiting for the citizen, unreachable | - | staff/ticket
A26 | Extension, off unless switched on | - | staff/ticket
A27 | Return, redispatch, designation | - | staff/ticket
A28 | One unit leads, others assist | - | staff/ticket
A29 | Duplicates, known faults | - | citizen/file staff/ticket
A30 | Counted from receipt or acceptance | - | -
A31 | Service hours | - | -
A32 | Years whose calendar is not published | - | staff/maintenance
A33 | Access unit and competent unit | - | staff/service
A34 | Complaints about those who handle | - | citizen/file staff/ticket
A35 | Who signs a reply | - | staff/ticket
A36 | The platform's own outage | - | staff/open home
A37 | Agreements and background checks by type of account | - | -
A38 | Photos only where a check failed | - | -
A39 | Local authorities act themselves | - | staff/start staff/open
A40 | Bad ratings of cases handled elsewhere | - | staff/record
`;

const rowOf = (line: string): ClauseRow => {
  const [id = '', title = '', notify = '-', screens = '-', rest] = line.split(' | ').map(part => part.trim());
  return {
    id,
    title,
    notify,
    screens: screens === '-' ? [] : screens.split(' '),
    ...(rest === 'none' ? { none: true } : rest ? { open: rest } : {}),
  };
};

export const clauseRows: readonly ClauseRow[] = table.trim().split('\n').map(rowOf);
