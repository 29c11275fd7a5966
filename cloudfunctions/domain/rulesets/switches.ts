export type Switches = {
  /** Extension of a reply limit (A26). */
  extension: boolean;
  /** Dispatch by the router alone above this confidence; null = never (contract §7). */
  routerDispatchAbove: number | null;
  /** Changes of a service need approval or are filed (A9). */
  changeMode: 'approve' | 'file';
  /** Taking a service offline at the end of the fault limit needs a person's confirmation (A4). */
  offlineNeedsConfirmation: boolean;
  /** The 20 working days count from receipt or from acceptance (A30). */
  replyCountsFrom: 'receipt' | 'acceptance';
  /** Direction of the 12345 linkage (A14). */
  hotline: 'linked' | 'master';
};

/** One of some values, or (`none`) nothing at all or a number from `min` to `max`. `first` = with which it shipped. */
export type SwitchDefinition<T> = {
  label: string;
  clause: string;
  first: T;
} & ({ options: readonly { value: T; label: string }[] } | { none: string; min: number; max: number });

const yesOrNo = (yes: string, no: string) =>
  [
    { value: true, label: yes },
    { value: false, label: no },
  ] as const;

export const switchDefinitions: { [K in keyof Switches]: SwitchDefinition<Switches[K]> } = {
  extension: { label: '延期答复', clause: 'A26', first: false, options: yesOrNo('允许', '不允许') },
  routerDispatchAbove: {
    label: '把握达到多少时自动分办',
    clause: 'G-5.2c',
    first: null,
    none: '不自动分办',
    min: 0.5,
    max: 1,
  },
  changeMode: {
    label: '服务上架、调整和撤销',
    clause: 'A9',
    first: 'approve',
    options: [
      { value: 'approve', label: '须经审核' },
      { value: 'file', label: '报备即可' },
    ],
  },
  offlineNeedsConfirmation: {
    label: '异常逾期暂时下线',
    clause: 'A4',
    first: false,
    options: yesOrNo('须经人工确认', '到时自动执行'),
  },
  replyCountsFrom: {
    label: '投诉的答复时限起算',
    clause: 'A30',
    first: 'receipt',
    options: [
      { value: 'receipt', label: '自收到之日' },
      { value: 'acceptance', label: '自受理之日' },
    ],
  },
  hotline: {
    label: '与 12345 热线的联动',
    clause: 'A14',
    first: 'linked',
    options: [
      { value: 'linked', label: '先收到的一方为主' },
      { value: 'master', label: '热线为主，我方承办' },
    ],
  },
};

/** The values with which the switches shipped. */
export const firstSwitches = Object.fromEntries(
  Object.entries(switchDefinitions).map(([name, { first }]) => [name, first]),
) as Switches;

/** `须经审核`, `不自动分办`, `0.9`. */
export const switchInWords = (name: keyof Switches, value: Switches[keyof Switches]): string => {
  const definition: SwitchDefinition<unknown> = switchDefinitions[name];
  if ('options' in definition)
    return definition.options.find(option => option.value === value)?.label ?? String(value);
  return value === null ? definition.none : String(value);
};
