import {
  isBelow,
  regionPath,
  type Catalogue,
  type Contact,
  type Service,
  type StatutoryLimit,
} from '../../../catalogue';
import { normalisePhone } from '../../../privacy/phone';
import { openProblem } from '../../../services/open-address';
import {
  choices,
  number,
  region,
  select,
  text,
  type ChoicesFor,
  type Context,
  type FieldErrors,
  type ValuesOf,
} from '../../../engine';
import type { Ticket } from '../../../ticket/ticket';

/**
 * What the register holds of a service, as a form: everything of it for a listing (J-10b), what changes of it for a
 * change (G-3.2.2a). One list of fields, one check, one way into the register.
 */

/** The region in which somebody may register services: the access unit's, or that of the local authority. */
const reach = (ticket: Ticket, { actor, catalogue }: Context): string | undefined =>
  catalogue.unit(ticket.unitId ?? '')?.region ?? catalogue.unit(actor.unitId ?? '')?.region ?? actor.region;

const lies = (region: string, within: string | undefined, catalogue: Pick<Catalogue, 'region'>): boolean =>
  within === undefined || regionPath(region, catalogue).includes(within);

const regionOptions: ChoicesFor = (ticket, context) =>
  context.catalogue
    .regions()
    .filter(({ code }) => lies(code, reach(ticket, context), context.catalogue))
    .map(({ code, name }) => ({ value: code, label: name }));

/** The units of a local authority's region and below (A39). */
export const unitOptions: ChoicesFor = (_ticket, { actor, catalogue }) =>
  catalogue
    .units()
    .filter(({ region }) => lies(region, actor.region, catalogue))
    .map(({ id, name }) => ({ value: id, label: name }));

/** Units of the same line, above and below; for a local authority those of its region. */
const competentOptions: ChoicesFor = (ticket, context) => {
  const { catalogue, actor } = context;
  const own = ticket.unitId ?? actor.unitId;
  return catalogue
    .units()
    .filter(({ id, region }) =>
      own
        ? id === own || isBelow(id, own, catalogue) || isBelow(own, id, catalogue)
        : lies(region, actor.region, catalogue),
    )
    .map(({ id, name }) => ({ value: id, label: name }));
};

const openTypes = [
  { value: 'miniprogram', label: '小程序' },
  { value: 'h5', label: '网页' },
] as const;

const limitUnits = [
  { value: 'working-day', label: '工作日' },
  { value: 'calendar-day', label: '自然日' },
  { value: 'month', label: '个月' },
] as const;

/** The fields as a listing asks for them: it must have those that citizens and operator cannot do without. */
export const serviceFields = {
  name: text('服务名称（群众看到的）', { required: true, max: 60 }),
  region: region('服务地区', { required: true, optionsFor: regionOptions }),
  competent: choices('各地事权责任单位（每地一个）', competentOptions, { required: true, max: 50 }),
  openType: select('打开方式', openTypes, { required: true }),
  openTarget: text('小程序 AppID（或 #小程序:// 链接）、网址', {
    required: true,
    max: 500,
    keepPhones: true,
  }),
  ownerName: text('负责人', { required: true, max: 20 }),
  ownerPhone: text('负责人电话', { required: true, max: 30, keepPhones: true }),
  technicalName: text('技术联系人', { required: true, max: 20 }),
  technicalPhone: text('技术联系人电话', { required: true, max: 30, keepPhones: true }),
  acceptN: number('法定受理时限', { min: 1, max: 365 }),
  acceptUnit: select('法定受理时限的单位', limitUnits),
  replyN: number('法定答复时限', { min: 1, max: 365 }),
  replyUnit: select('法定答复时限的单位', limitUnits),
  limitBasis: text('法定时限的依据（法规名称和条款）', { max: 200 }),
};

/** What was filled in; each procedure asks in its own words for the access unit. */
export type ServiceValues = ValuesOf<typeof serviceFields> & { accessUnitId?: string | undefined };

const names = [...Object.keys(serviceFields), 'accessUnitId'] as (keyof ServiceValues)[];

/** Whether anything of the form has been filled in. */
export const isFilledIn = (values: ServiceValues): boolean =>
  names.some(name => {
    const value = values[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  });

/** What was filled in before with what is filled in now; what is left blank stays as it was. */
export const withInput = <V extends object>(before: V, input: NoInfer<Partial<V>>): V => ({
  ...before,
  ...Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)),
});

/** Words with which forms are filled in where nobody has been named. */
const vacant = /^(无|暂无|没有|空缺|暂缺|待定|未定|不详|test|[\s\-—/.、?？]+)$/i;

const contactErrors = (values: ServiceValues, duty: 'owner' | 'technical', label: string): FieldErrors => {
  const name = values[`${duty}Name`];
  const phone = values[`${duty}Phone`];
  if (name === undefined && phone === undefined) return {};
  return {
    // J-12b: a named person; a vacant place is refused.
    ...(name === undefined || vacant.test(name) ? { [`${duty}Name`]: `请写明${label}的姓名，不能空缺` } : {}),
    ...(phone === undefined || normalisePhone(phone) === undefined
      ? { [`${duty}Phone`]: `请填写能打通的${label}电话` }
      : {}),
  };
};

const openErrors = ({ openType: type, openTarget: target }: ServiceValues): FieldErrors => {
  if (type === undefined && target === undefined) return {};
  if (type === undefined) return { openType: '请选择打开方式' };
  if (target === undefined) return { openTarget: '请填写打开的地址' };
  const problem = openProblem(type, target);
  return problem ? { openTarget: problem } : {};
};

const limitErrors = (values: ServiceValues): FieldErrors => {
  const errors: FieldErrors = {};
  for (const stage of ['accept', 'reply'] as const) {
    const n = values[`${stage}N`];
    const unit = values[`${stage}Unit`];
    if (n !== undefined && unit === undefined) errors[`${stage}Unit`] = '请选择时限的单位';
    if (n === undefined && unit !== undefined) errors[`${stage}N`] = '请填写时限';
  }
  const some = values.acceptN ?? values.replyN;
  const basis = values.limitBasis;
  if (some !== undefined && (basis ?? '').length < 2) errors['limitBasis'] = '法定时限要写明依据';
  if (some === undefined && basis !== undefined) errors['replyN'] ??= '请填写法定时限';
  return errors;
};

const competentErrors = ({ competent = [] }: ServiceValues, { catalogue }: Context): FieldErrors => {
  const units = competent.map(id => catalogue.unit(id));
  if (units.includes(undefined)) return { competent: '有不存在的单位，请重新选择' };
  const regions = units.map(unit => unit?.region);
  return new Set(regions).size < regions.length ? { competent: '同一地区只能有一个责任单位' } : {};
};

const regionErrors = (
  { region }: ServiceValues,
  within: string | undefined,
  { catalogue }: Context,
): FieldErrors => {
  if (region === undefined) return {};
  if (!catalogue.region(region)) return { region: '没有这个地区，请重新选择' };
  return lies(region, within, catalogue) ? {} : { region: '只能选择本地区或者下级地区' };
};

/** What is wrong with the name of a service. */
export const nameProblem = (name: string): string | undefined =>
  [...name].length < 2 ? '服务名称至少两个字' : undefined;

const nameErrors = ({ name }: ServiceValues): FieldErrors => {
  const problem = name === undefined ? undefined : nameProblem(name);
  return problem ? { name: problem } : {};
};

/** What is wrong with what was filled in, by field. `within` = the region in which the applicant may act. */
export const serviceFormErrors = (
  values: ServiceValues,
  within: string | undefined,
  context: Context,
): FieldErrors => ({
  ...nameErrors(values),
  ...regionErrors(values, within, context),
  ...competentErrors(values, context),
  ...openErrors(values),
  ...contactErrors(values, 'owner', '负责人'),
  ...contactErrors(values, 'technical', '技术联系人'),
  ...limitErrors(values),
});

const contactsWith = (service: Service, values: ServiceValues): Contact[] | undefined => {
  const given = (['owner', 'technical'] as const).flatMap(duty => {
    const name = values[`${duty}Name`];
    const phone = values[`${duty}Phone`];
    return name !== undefined && phone !== undefined ? [{ duty, name, phone }] : [];
  });
  const duties = given.map(({ duty }) => duty as string);
  const kept = (service.contacts ?? []).filter(({ duty }) => !duties.includes(duty));
  return given.length > 0 ? [...given, ...kept] : service.contacts;
};

const statutoryOf = (values: ServiceValues): StatutoryLimit[] =>
  (['accept', 'reply'] as const).flatMap(stage => {
    const n = values[`${stage}N`];
    const unit = values[`${stage}Unit`];
    return n !== undefined && unit ? [{ n, unit, stage, basis: values.limitBasis ?? '' }] : [];
  });

/** The service with what was filled in; what was left blank stays as it is. It is still found by its old name. */
export const withForm = (
  service: Service,
  values: ServiceValues,
  catalogue: Pick<Catalogue, 'unit'>,
): Service => {
  const { name = service.name, openType: type, openTarget: target } = values;
  const competent = (values.competent ?? []).flatMap(unitId => {
    const unit = catalogue.unit(unitId);
    return unit ? [{ region: unit.region, unitId }] : [];
  });
  const statutory = statutoryOf(values);
  const contacts = contactsWith(service, values);
  const renamed = service.name !== '' && name !== service.name;
  return {
    ...service,
    name,
    aliases: renamed ? [...new Set([...service.aliases, service.name])] : service.aliases,
    unitId: values.accessUnitId ?? service.unitId,
    region: values.region ?? service.region,
    ...(competent.length > 0 ? { competent } : {}),
    ...(target && type ? { open: { type, target } } : {}),
    ...(statutory.length > 0 ? { statutory } : {}),
    ...(contacts ? { contacts } : {}),
  };
};
