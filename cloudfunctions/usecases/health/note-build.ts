import { logFailure } from '../kernel/failure';
import type { Ports } from '../kernel/ports';

/**
 * Notes with which build a function has started, once an instance, so that the manager sees a deployment that stopped half
 * way. It is written when that is another build than the one before; what cannot be noted keeps nobody from working.
 */
export const noteBuild = (ports: Ports, name: string, build: string): (() => Promise<void>) => {
  let noted: Promise<void> | undefined;
  const note = async (): Promise<void> => {
    try {
      const known = await ports.database.get('functions', name);
      if (known?.build === build) return;
      await ports.database.put('functions', { _id: name, build, since: ports.now() });
    } catch (error) {
      logFailure(ports, { event: 'build-not-noted', function: name }, error);
    }
  };
  return () => (noted ??= note());
};
