import type { Context } from '../context';
import type { Field, Fields } from './field';
import type { Input } from './read';

/** What a form names: which ticket, member, service, unit or region follows from the type of the field. */

type Named = { at: string; type: Field['type']; id: string };

/** Every id that an input names, with the place at which it stands. */
export const namedIn = (fields: Fields, input: Input, before = ''): Named[] =>
  Object.entries(fields).flatMap(([name, field]) => {
    const value = input[name];
    const at = `${before}${name}`;
    if (field.columns && Array.isArray(value)) {
      const { columns } = field;
      return value.flatMap((row, index) => namedIn(columns, row as Input, `${at}.${index}.`));
    }
    return typeof value === 'string' && value !== '' ? [{ at, type: field.type, id: value }] : [];
  });

const problems: Partial<Record<Field['type'], (id: string, context: Context) => string | undefined>> = {
  unit: (id, { catalogue }) => {
    const unit = catalogue.unit(id);
    if (!unit) return '没有这个单位，请重新选择';
    return unit.ended ? '这个单位已经撤销，请重新选择' : undefined;
  },
  region: (id, { catalogue }) => (catalogue.region(id) ? undefined : '没有这个地区，请重新选择'),
  service: (id, { service, services }) =>
    service?.id === id || services?.some(one => one.id === id) ? undefined : '没有这项服务，请重新选择',
  member: (id, { member, members }) =>
    member?.id === id || members?.some(one => one.id === id) ? undefined : '没有这位人员，请重新选择',
  ticket: (id, { related, tickets }) =>
    related?.no === id || tickets?.some(one => one.no === id) ? undefined : '没有找到这个编号的工单',
};

/** Fields that name something must name something that exists. */
export const unknownReferences = (fields: Fields, input: Input, context: Context): Record<string, string> =>
  Object.fromEntries(
    namedIn(fields, input).flatMap(({ at, type, id }) => {
      const problem = problems[type]?.(id, context);
      return problem ? [[at, problem]] : [];
    }),
  );
