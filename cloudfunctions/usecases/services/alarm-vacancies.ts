import { upTo99 } from '../../domain/views/counts';
import { catalogueKeepers, hasRole } from '../../domain/catalogue/roles';
import { isVacant } from '../../domain/services/entry';
import { wordsOn, type Actor, type Message, type Words } from '../../domain/engine';
import { createAddressBook, deliver } from '../clock/outbox/deliver-messages';
import type { SettingsDocument } from '../kernel/documents';
import type { Work } from '../clock/work';
import { PAGE, type Ports } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import type { Snapshot } from '../kernel/reading/snapshot';

/** Places without a person (G-3.2.1, J-12b): whoever has to fill them is told once, and sees it until it is done. */

type Vacancy = { id: string; unitId: string; name: string; ofUnit: boolean };

const vacantServices = async ({ database }: Ports): Promise<Vacancy[]> => {
  const found: Vacancy[] = [];
  let after = '';
  for (;;) {
    const page = await database.find('services', {
      where: { vacant: true, nameKey: { gt: after } },
      order: ['nameKey', 'asc'],
      limit: PAGE,
    });
    found.push(...page.map(({ id, unitId, name }) => ({ id: `service:${id}`, unitId, name, ofUnit: false })));
    if (page.length < PAGE) return found;
    after = page.at(-1)?.nameKey ?? '';
  }
};

const vacantUnits = ({ catalogue }: Snapshot): Vacancy[] =>
  catalogue
    .units()
    .filter(({ contacts, ended }) => !ended && isVacant(contacts))
    .map(({ id, name }) => ({ id: `unit:${id}`, unitId: id, name, ofUnit: true }));

const NAMES = 3;

const listed = (vacancies: readonly Vacancy[]): string => {
  const names = vacancies.slice(0, NAMES).map(({ name }) => `“${name}”`);
  return vacancies.length > NAMES ? `${names.join('、')}等 ${vacancies.length} 项` : names.join('、');
};

const wordsOf = (unitName: string, vacancies: readonly Vacancy[]): Words => {
  const services = vacancies.filter(({ ofUnit }) => !ofUnit);
  const link = vacancies.length > services.length ? '及其服务' : '的服务';
  return wordsOn(
    services.length > 0 ? `${unitName}${link}${listed(services)}` : unitName,
    '联系人有空缺，没有负责人，或联系人缺姓名，请尽快补上',
  );
};

/** What decides which places are vacant. */
export const vacancyState = ({ catalogueVersion, servicesVersion = 0 }: SettingsDocument): string =>
  `${catalogueVersion}.${servicesVersion}`;

/** Tells unit lead and manager of places that have become vacant; of a unit's own also the operator (G-3.2.1). */
export const alarmVacancies = async (
  { ports, snapshots }: Runtime,
  work: Work,
): Promise<Record<string, number>> => {
  const snapshot = await snapshots.current();
  const { settings, catalogue } = snapshot;
  const state = vacancyState(settings);
  work.remember({ state });
  const known = await ports.database.get('alarms', 'vacancies');
  if (known?.state === state) return {};
  const vacancies = [...vacantUnits(snapshot), ...(await vacantServices(ports))];
  const fresh = vacancies.filter(({ id }) => !known?.told.includes(id));
  const addressBook = createAddressBook(ports);
  for (const unitId of new Set(fresh.map(one => one.unitId))) {
    const own = fresh.filter(one => one.unitId === unitId);
    const words = wordsOf(catalogue.unit(unitId)?.name ?? unitId, own);
    const audiences: Message['audience'][] = [
      { to: 'lead', unitId },
      { to: 'manager' },
      ...(own.some(({ ofUnit }) => ofUnit) ? [{ to: 'operator' } as const] : []),
    ];
    const key = `vacancy:${unitId}:${state}`;
    for (const audience of audiences)
      await deliver(ports, addressBook, { audience, template: 'vacancy', ...words, key }, null, null);
  }
  await ports.database.put('alarms', { _id: 'vacancies', state, told: vacancies.map(({ id }) => id) });
  return { vacancies: fresh.length };
};

/** What stands on the desk until it is done: of the own unit for its lead, of all for operator's lead and manager. */
export const vacancyAlarms = async ({ snapshots }: Runtime, actor: Actor): Promise<string[]> => {
  const all = hasRole(actor, catalogueKeepers);
  if (!all && actor.role !== 'lead') return [];
  const { unitId = '' } = actor;
  const snapshot = await snapshots.current();
  const units = vacantUnits(snapshot).filter(one => all || one.unitId === unitId);
  const services = await snapshot.vacancies(all ? undefined : unitId);
  return [
    ...(units.length > 0 ? [`${listed(units)} 没有登记负责人，或联系人缺姓名，请补上`] : []),
    ...(services > 0 ? [`有 ${upTo99(services)} 项服务没有登记负责人，或联系人缺姓名，请补上`] : []),
  ];
};
