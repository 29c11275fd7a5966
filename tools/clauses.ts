import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clausesDocument } from './clauses/document';

/** Writes docs/clauses.md. */
const root = join(__dirname, '..');
writeFileSync(join(root, 'docs/clauses.md'), clausesDocument(root));
