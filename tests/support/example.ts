import { screenCheck } from '../example-procedure/screen-check';
import { alsoRegister } from './extra-procedure';

/** The example of docs/add-a-procedure.md, registered: what is asked of every procedure is asked of it as well. */
export const example = alsoRegister(screenCheck);
