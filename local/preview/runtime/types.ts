import type * as glassEasel from 'glass-easel';

/** The words that the parts of the runtime share. */
export type Elem = glassEasel.Element;
export type Comp = glassEasel.GeneralComponent;
export type Query = Record<string, string | undefined>;
export type Callback = (...args: unknown[]) => unknown;

export type WindowConfig = {
  navigationBarTitleText?: string;
  navigationBarBackgroundColor?: string;
  navigationBarTextStyle?: 'black' | 'white';
  navigationStyle?: 'default' | 'custom';
  backgroundColor?: string;
  enablePullDownRefresh?: boolean;
  onReachBottomDistance?: number;
};

export type TabBarConfig = {
  custom?: boolean;
  color?: string;
  selectedColor?: string;
  list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[];
};

type UnitConfig = WindowConfig & {
  component?: boolean;
  usingComponents?: Record<string, string>;
  styleIsolation?: string;
  addGlobalClass?: boolean;
};

export type UnitSource = {
  path: string;
  kind: 'page' | 'component';
  npm: boolean;
  scope: string;
  config: UnitConfig;
  load(): unknown;
};

/** What the build hands over (build/bundle.ts). */
export type AppSource = {
  app: { pages: string[]; entryPagePath?: string; window?: WindowConfig; tabBar?: TabBarConfig };
  pages: string[];
  units: UnitSource[];
  loadApp(): unknown;
  templates(): Record<string, unknown>;
};

/** The instance of a page or component as its own code sees it (`this`). */
export type Instance = Record<string, unknown> & {
  _$: Comp;
  data: Record<string, unknown>;
  setData(data: Record<string, unknown>, callback?: () => void): void;
};
