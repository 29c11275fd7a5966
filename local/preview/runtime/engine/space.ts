import * as glassEasel from 'glass-easel';
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter';
import type { AppSource, Callback, Comp, UnitSource } from '../types';
import { PhoneBackend } from './backend';

type Definition = Record<string, unknown> & {
  behaviors?: unknown[];
  options?: { addGlobalClass?: boolean; styleIsolation?: string };
};

const env = new MiniProgramEnv();
export const codeSpace = env.createCodeSpace('app', true);
export const backend = env.associateBackend(new PhoneBackend());
const units = new Map<string, UnitSource>();
/** Whose script runs now, innermost last. */
const running: string[] = [];

export const unitOf = (path: string): UnitSource | undefined => units.get(path);

/** Behaviors that WeChat supplies by name. */
const namedBehaviors: Record<string, unknown> = {};

/** Components that wait for `ready`: glass-easel 0.12.1 has the lifetime but never fires it. */
const waiting: Comp[] = [];

/** Fires `ready` of everything attached since the last time, children before parents. */
export function flushReady(): void {
  for (const comp of waiting.splice(0).reverse()) comp.triggerLifetime('ready', []);
}

function fireReadyLifetimes(): void {
  const behavior = codeSpace.getComponentSpace().defineBehavior({
    lifetimes: {
      attached(this: { _$: Comp }) {
        if (waiting.length === 0) setTimeout(flushReady);
        waiting.push(this._$);
      },
    },
  });
  codeSpace.setOverallBehavior(behavior as unknown as glassEasel.GeneralBehavior);
}

const prepared = (definition: Definition): Definition => {
  const path = running.at(-1) ?? '';
  const config = codeSpace.getComponentStaticConfig(path);
  const { options } = definition;
  // The adapter takes style isolation from the JSON only; vant writes it here.
  if (config !== undefined && config.component === true && options !== undefined) {
    if (options.addGlobalClass === true) config.addGlobalClass = true;
    if (options.styleIsolation !== undefined && config.styleIsolation === undefined) {
      (config as { styleIsolation?: string }).styleIsolation = options.styleIsolation;
    }
  }
  const behaviors = definition.behaviors?.map(one => (typeof one === 'string' ? behaviorNamed(one) : one));
  return behaviors === undefined ? definition : { ...definition, behaviors };
};

function behaviorNamed(name: string): unknown {
  const behavior = namedBehaviors[name];
  if (behavior === undefined) throw new Error(`unknown behavior "${name}"`);
  return behavior;
}

const inScript = (what: string): string => {
  const path = running.at(-1);
  if (path === undefined)
    throw new Error(`${what}() must be called while the script of a page or component runs`);
  return path;
};

/** `Page`, `Component` and `Behavior`, as the scripts of the mini-program see them. */
export const constructors: Record<string, Callback> = {
  Page: definition =>
    codeSpace
      .component(inScript('Page'))
      .pageDefinition(prepared(definition as Definition) as never)
      .register(),
  Component: definition => {
    const builder = codeSpace.component(inScript('Component'));
    if (definition === undefined) return builder;
    return builder.definition(prepared(definition as Definition) as never).register();
  },
  Behavior: definition => {
    if (definition === undefined) return codeSpace.behavior();
    return codeSpace
      .behavior()
      .definition(prepared(definition as Definition) as never)
      .register();
  },
};

export const enter = (path: string): void => void running.push(path);
export const leave = (): void => void running.pop();

/**
 * Declares every page and component; their scripts run in the order of the build. The built-in tags are handed in:
 * they know the pages, and the pages know this file.
 */
export function declareUnits(
  source: AppSource,
  registerBuiltins: (space: glassEasel.ComponentSpace) => void,
): void {
  codeSpace.getComponentSpace().updateComponentOptions({ writeFieldsToNode: false });
  registerBuiltins(codeSpace.getComponentSpace());
  fireReadyLifetimes();
  for (const name of [
    'wx://form-field',
    'wx://form-field-group',
    'wx://form-field-button',
    'wx://component-export',
  ]) {
    const properties = name === 'wx://form-field' ? { name: String, value: null } : {};
    namedBehaviors[name] = codeSpace
      .behavior()
      .definition({ properties } as never)
      .register();
  }
  const templates = source.templates();
  for (const unit of source.units) {
    const { path, config } = unit;
    units.set(path, unit);
    codeSpace.addStyleSheet(path, undefined, unit.scope);
    codeSpace.addComponentStaticConfig(path, { ...config, component: unit.kind === 'component' } as never);
    codeSpace.addCompiledTemplate(path, { groupList: templates, content: templates[path] } as never);
  }
}

/** Runs one script; an error in it names the script and leaves the others running. */
export function runScript(path: string, load: () => unknown): void {
  try {
    load();
  } catch (error) {
    console.error(`${path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  } finally {
    running.length = 0;
  }
}
