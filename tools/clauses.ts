import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clausesDocument } from './clauses/document';

/** Writes docs/clauses.md. */
writeFileSync(join(__dirname, '../docs/clauses.md'), clausesDocument());
