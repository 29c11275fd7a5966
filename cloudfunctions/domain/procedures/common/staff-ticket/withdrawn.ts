import type { Context, Tell } from '../../../engine';
import { theFollowers } from './words';

/** A service that a change has withdrawn for good while another ticket about it was open (J-11a). */

/** Why it cannot be shown as faulty, taken offline or brought back any more; undefined = it can. */
export const withdrawnAlready = ({ service }: Pick<Context, 'service'>): string | undefined =>
  service?.withdrawn ? '这项服务已经撤销，不再恢复' : undefined;

/** Those who follow the service; nobody is told that a withdrawn one works again. */
export const followersOfOffered: Tell['audience'] = (ticket, context) =>
  context.service?.withdrawn ? undefined : theFollowers(ticket);
