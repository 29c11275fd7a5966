import type { UseCase } from '../usecases/kernel/use-case';

/** A map of typings/api: what is sent to each action, and what it answers. */
type Api = { [Action in string]: { in: object; out: unknown } };

/**
 * What a table must be to serve a map: every action of the map and no other, each taking whatever the map lets callers
 * send, and answering at least what the map promises.
 */
export type Serves<Map extends Api> = {
  [Action in keyof Map]: UseCase<Map[Action]['in'], Map[Action]['out']>;
};
