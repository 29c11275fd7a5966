import type { Fields } from '../../cloudfunctions/domain/engine';
import type { Register } from '../../cloudfunctions/domain/registers';

/** Makes 公共屏, with a file for the report, the one register there is. Imported first, before registers are loaded. */
jest.doMock('../../cloudfunctions/domain/registers/registered', () => {
  const { files } = jest.requireActual<typeof import('../../cloudfunctions/domain/engine')>(
    '../../cloudfunctions/domain/engine',
  );
  const { screens } = jest.requireActual<{ screens: Register }>('../example-register/screens');
  const fields: Fields = { ...screens.fields, report: files('检测报告') };
  return { registered: [{ ...screens, fields }] };
});
