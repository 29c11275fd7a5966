/** Written in by the build (tools/build.ts); tests of a source file run without. */
declare const BANJIE_BUILD: string | undefined;

/** Version of the product and a hash of its source: the same in all functions that were built together. */
export const build = typeof BANJIE_BUILD === 'string' ? BANJIE_BUILD : 'unbuilt';
