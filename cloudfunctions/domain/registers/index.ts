import { hasRole, type Role } from '../catalogue/roles';
import type { Register } from './register';
import { registered } from './registered';

export type { Register } from './register';
export { OPERATOR, ownerOf, platformKeys, readerKey, regionKeys, rowKeys } from './scope';

export const registers: readonly Register[] = registered;

export const findRegister = (name: string): Register | undefined =>
  registers.find(({ register }) => register === name);

/** Those that a member may read. */
export const registersOf = (member: { role: Role }): Register[] =>
  registers.filter(({ readers }) => hasRole(member, readers));

/** Who reads, and who keeps, any of them: asked before it is known which one. */
export const registerReaders: readonly Role[] = [...new Set(registers.flatMap(({ readers }) => readers))];
export const registerKeepers: readonly Role[] = [...new Set(registers.flatMap(({ keepers }) => keepers))];
