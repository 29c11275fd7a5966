/** A count as people read it: counted no further than 99 (contract §5). */
export const upTo99 = (count: number): string => (count > 99 ? '99+' : String(count));
