import type { Procedure } from '../../cloudfunctions/domain/engine';

const list = '../../cloudfunctions/domain/procedures/registered';

/** Registers a procedure besides those of the product. What calls it is imported first, before they are loaded. */
export const alsoRegister = (procedure: Procedure): Procedure => {
  jest.doMock(list, () => {
    const { registered } = jest.requireActual<{ registered: readonly Procedure[] }>(list);
    return { registered: [...registered, procedure] };
  });
  return procedure;
};
