/** The programs of the repository: the phone must not see Node, the cloud must not see the browser. */
export const programs = [
  'tsconfig.json',
  'miniprogram/tsconfig.json',
  'tests/component/tsconfig.json',
  'tests/browser/tsconfig.json',
  'local/preview/tsconfig.json',
  'local/preview/runtime/tsconfig.json',
  'local/preview/specimen/tsconfig.json',
];
