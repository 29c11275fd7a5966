import {
  isBelow,
  regionPath,
  type Catalogue,
  type Contact,
  type Service,
  type StatutoryLimit,
} from '../../../catalogue';
import { normalisePhone } from '../../../privacy/phone';
import type { Context, FieldSpec } from '../../../engine';
import type { Ticket } from '../../../ticket/ticket';

/**
 * What the register holds of a service, as a form: everything of it for a listing (J-10b), what changes of it for a
 * change (G-3.2.2a). One list of fields, one check, one way into the register.
 */

export type Values = Readonly<Record<string, unknown>>;

const text = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};
const number = (values: Values, name: string): number | undefined => {
  const value = values[name];
  return typeof value === 'number' ? value : undefined;
};
const list = (values: Values, name: string): string[] => {
  const value = values[name];
  return Array.isArray(value) ? (value as string[]) : [];
};

/** The region in which somebody may register services: the access unit's, or that of the local authority. */
const reach = (ticket: Ticket, { actor, catalogue }: Context): string | undefined =>
  catalogue.unit(ticket.unitId ?? '')?.region ?? catalogue.unit(actor.unitId ?? '')?.region ?? actor.region;

const lies = (region: string, within: string | undefined, catalogue: Pick<Catalogue, 'region'>): boolean =>
  within === undefined || regionPath(region, catalogue).includes(within);

const regionOptions: FieldSpec['optionsFor'] = (ticket, context) =>
  context.catalogue
    .regions()
    .filter(({ code }) => lies(code, reach(ticket, context), context.catalogue))
    .map(({ code, name }) => ({ value: code, label: name }));

/** The units of a local authority's region and below (A39). */
export const unitOptions: FieldSpec['optionsFor'] = (_ticket, { actor, catalogue }) =>
  catalogue
    .units()
    .filter(({ region }) => lies(region, actor.region, catalogue))
    .map(({ id, name }) => ({ value: id, label: name }));

/** Units of the same line, above and below; for a local authority those of its region. */
const competentOptions: FieldSpec['optionsFor'] = (ticket, context) => {
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

const limitUnits = [
  { value: 'working-day', label: '工作日' },
  { value: 'calendar-day', label: '自然日' },
  { value: 'month', label: '个月' },
];

/** The fields; a listing must have those that citizens and operator cannot do without. */
export const serviceFields = (required: boolean): FieldSpec[] => [
  { name: 'name', label: '服务名称（群众看到的）', type: 'text', required, max: 60, min: 2 },
  { name: 'region', label: '服务地区', type: 'select', of: 'region', required, optionsFor: regionOptions },
  {
    name: 'competent',
    label: '各地事权责任单位（每地一个）',
    type: 'select',
    many: true,
    required,
    max: 50,
    optionsFor: competentOptions,
  },
  {
    name: 'openType',
    label: '打开方式',
    type: 'select',
    required,
    options: [
      { value: 'miniprogram', label: '小程序' },
      { value: 'h5', label: '网页' },
    ],
  },
  {
    name: 'openTarget',
    label: '小程序 AppID（或 #小程序:// 链接）、网址',
    type: 'text',
    required,
    max: 500,
    keepPhones: true,
  },
  { name: 'ownerName', label: '负责人', type: 'text', required, max: 20 },
  { name: 'ownerPhone', label: '负责人电话', type: 'text', required, max: 30, keepPhones: true },
  { name: 'technicalName', label: '技术联系人', type: 'text', required, max: 20 },
  { name: 'technicalPhone', label: '技术联系人电话', type: 'text', required, max: 30, keepPhones: true },
  { name: 'acceptN', label: '法定受理时限', type: 'number', min: 1, max: 365 },
  { name: 'acceptUnit', label: '法定受理时限的单位', type: 'select', options: limitUnits },
  { name: 'replyN', label: '法定答复时限', type: 'number', min: 1, max: 365 },
  { name: 'replyUnit', label: '法定答复时限的单位', type: 'select', options: limitUnits },
  { name: 'limitBasis', label: '法定时限的依据（法规名称和条款）', type: 'text', max: 200 },
];

const names = serviceFields(false).map(field => field.name);

/** What of the form has been filled in. */
export const filledIn = (values: Values): string[] =>
  names.filter(name => {
    const value = values[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '';
  });

/** What was filled in before with what is filled in now; what is left blank stays as it was. */
export const withInput = (ticket: Ticket, input: Values): Values => ({
  ...ticket.work?.values,
  ...Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)),
});

/** Words with which forms are filled in where nobody has been named. */
const vacant = /^(无|暂无|没有|空缺|暂缺|待定|未定|不详|test|[\s\-—/.、?？]+)$/i;

const contactErrors = (
  values: Values,
  duty: 'owner' | 'technical',
  label: string,
): Record<string, string> => {
  const name = text(values, `${duty}Name`);
  const phone = text(values, `${duty}Phone`);
  if (name === undefined && phone === undefined) return {};
  return {
    // J-12b: a named person; a vacant place is refused.
    ...(name === undefined || vacant.test(name) ? { [`${duty}Name`]: `请写明${label}的姓名，不能空缺` } : {}),
    ...(phone === undefined || normalisePhone(phone) === undefined
      ? { [`${duty}Phone`]: `请填写能打通的${label}电话` }
      : {}),
  };
};

const openErrors = (values: Values): Record<string, string> => {
  const type = text(values, 'openType');
  const target = text(values, 'openTarget');
  if (type === undefined && target === undefined) return {};
  if (type === undefined) return { openType: '请选择打开方式' };
  if (target === undefined) return { openTarget: '请填写打开的地址' };
  const problem = openProblem(type, target);
  return problem ? { openTarget: problem } : {};
};

/** What is wrong with the address by which a service is opened. */
export const openProblem = (type: string, target: string): string | undefined => {
  if (type === 'miniprogram')
    return /^(#小程序:\/\/\S+|wx[0-9a-f]{16})$/.test(target)
      ? undefined
      : '请填写小程序的 AppID（wx 开头共 18 位），或者 #小程序:// 开头的链接';
  return /^https:\/\/[^\s/@]+\.[^\s/@]+(\/\S*)?$/.test(target) ? undefined : '请填写 https:// 开头的网址';
};

const limitErrors = (values: Values): Record<string, string> => {
  const errors: Record<string, string> = {};
  for (const stage of ['accept', 'reply']) {
    const n = number(values, `${stage}N`);
    const unit = text(values, `${stage}Unit`);
    if (n !== undefined && unit === undefined) errors[`${stage}Unit`] = '请选择时限的单位';
    if (n === undefined && unit !== undefined) errors[`${stage}N`] = '请填写时限';
  }
  const some = number(values, 'acceptN') ?? number(values, 'replyN');
  const basis = text(values, 'limitBasis');
  if (some !== undefined && (basis ?? '').length < 2) errors['limitBasis'] = '法定时限要写明依据';
  if (some === undefined && basis !== undefined) errors['replyN'] ??= '请填写法定时限';
  return errors;
};

const competentErrors = (values: Values, { catalogue }: Context): Record<string, string> => {
  const units = list(values, 'competent').map(id => catalogue.unit(id));
  if (units.includes(undefined)) return { competent: '有不存在的单位，请重新选择' };
  const regions = units.map(unit => unit?.region);
  return new Set(regions).size < regions.length ? { competent: '同一地区只能有一个责任单位' } : {};
};

/** What is wrong with what was filled in, by field. `within` = the region in which the applicant may act. */
export const serviceFormErrors = (
  values: Values,
  within: string | undefined,
  context: Context,
): Record<string, string> => {
  const region = text(values, 'region');
  const name = text(values, 'name');
  return {
    ...(name !== undefined && [...name].length < 2 ? { name: '服务名称至少两个字' } : {}),
    ...(region !== undefined && !lies(region, within, context.catalogue)
      ? { region: '只能选择本地区或者下级地区' }
      : {}),
    ...competentErrors(values, context),
    ...openErrors(values),
    ...contactErrors(values, 'owner', '负责人'),
    ...contactErrors(values, 'technical', '技术联系人'),
    ...limitErrors(values),
  };
};

const contactsWith = (service: Service, values: Values): Contact[] | undefined => {
  const given = (['owner', 'technical'] as const).flatMap(duty => {
    const name = text(values, `${duty}Name`);
    const phone = text(values, `${duty}Phone`);
    return name !== undefined && phone !== undefined ? [{ duty, name, phone }] : [];
  });
  const duties = given.map(({ duty }) => duty as string);
  const kept = (service.contacts ?? []).filter(({ duty }) => !duties.includes(duty));
  return given.length > 0 ? [...given, ...kept] : service.contacts;
};

const statutoryOf = (values: Values): StatutoryLimit[] =>
  (['accept', 'reply'] as const).flatMap(stage => {
    const n = number(values, `${stage}N`);
    const unit = text(values, `${stage}Unit`) as StatutoryLimit['unit'] | undefined;
    return n !== undefined && unit ? [{ n, unit, stage, basis: text(values, 'limitBasis') ?? '' }] : [];
  });

/** The service with what was filled in; what was left blank stays as it is. It is still found by its old name. */
export const withForm = (service: Service, values: Values, catalogue: Pick<Catalogue, 'unit'>): Service => {
  const name = text(values, 'name') ?? service.name;
  const target = text(values, 'openTarget');
  const type = text(values, 'openType');
  const competent = list(values, 'competent').flatMap(unitId => {
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
    unitId: text(values, 'accessUnitId') ?? service.unitId,
    region: text(values, 'region') ?? service.region,
    ...(competent.length > 0 ? { competent } : {}),
    ...(target && (type === 'miniprogram' || type === 'h5') ? { open: { type, target } } : {}),
    ...(statutory.length > 0 ? { statutory } : {}),
    ...(contacts ? { contacts } : {}),
  };
};
