import { previewDate } from '../clock';

/** The names that WXS has and JavaScript does not; build/wxml.ts writes `.constructor` as `.__wxsConstructor`. */
export function installWxsGlobals(scope: Record<string, unknown>): void {
  scope.getRegExp = (pattern: string, flags?: string) => new RegExp(pattern, flags);
  scope.getDate = (...args: []) => new previewDate(...args);
  // In WXS `x.constructor` is the name of the type.
  Object.defineProperty(Object.prototype, '__wxsConstructor', {
    configurable: true,
    get(this: unknown) {
      return Object.prototype.toString.call(this).slice(8, -1);
    },
    set(this: object, value: unknown) {
      Object.defineProperty(this, '__wxsConstructor', {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    },
  });
}
