import { assets } from './assets';
import { refusalGrounds } from './refusal-grounds';
import type { Register } from './register';

/** Every register of the product; adding one is one line here. */
export const registered: readonly Register[] = [assets, refusalGrounds];
