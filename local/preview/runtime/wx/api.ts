import { ApiFailure } from '../failure';

type Callbacks = {
  success?: (result: unknown) => void;
  fail?: (error: unknown) => void;
  complete?: (result: unknown) => void;
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * An API of WeChat's usual form: with callbacks it gives nothing, without them a promise. A failure carries `errMsg`
 * and whatever the failure adds (`errCode`, `errno`).
 */
export function api<I extends object>(
  name: string,
  run: (input: I) => object | void | Promise<object | void>,
) {
  return (input?: I & Callbacks): Promise<object> | undefined => {
    const options = input ?? ({} as I & Callbacks);
    const { success, fail, complete } = options;
    const work = (async () => run(options))();
    const settled = work.then(
      result => ({ ok: true as const, value: { errMsg: `${name}:ok`, ...result } }),
      (error: unknown) => {
        if (!(error instanceof ApiFailure)) console.error(name, error);
        const extra = error instanceof ApiFailure ? error.extra : {};
        return { ok: false as const, value: { errMsg: `${name}:fail ${reasonOf(error)}`, ...extra } };
      },
    );
    if (success === undefined && fail === undefined && complete === undefined) {
      return settled.then(({ ok, value }) => {
        if (!ok) throw value;
        return value;
      });
    }
    void settled.then(({ ok, value }) => {
      if (ok) success?.(value);
      else fail?.(value);
      complete?.(value);
    });
    return undefined;
  };
}
