/** The failure of a WeChat API: `errMsg` becomes `<name>:fail <reason>`. */
export class ApiFailure extends Error {
  constructor(
    reason: string,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(reason);
  }
}
