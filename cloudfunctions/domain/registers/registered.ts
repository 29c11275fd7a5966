import { agreements } from './agreements';
import { assets } from './assets';
import { certificates } from './certificates';
import { dataUse } from './data-use';
import { frontPage } from './front-page';
import { interfaces } from './interfaces';
import { operatorTeam } from './operator-team';
import { refusalGrounds, remedyRegister } from './refusals';
import type { Register } from './register';
import { resources } from './resources';
import { rosters } from './rosters';
import { zones } from './zones';

/** Every register of the product; adding one is one line here. */
export const registered: readonly Register[] = [
  assets,
  interfaces,
  resources,
  agreements,
  dataUse,
  certificates,
  refusalGrounds,
  remedyRegister,
  rosters,
  operatorTeam,
  zones,
  frontPage,
];
