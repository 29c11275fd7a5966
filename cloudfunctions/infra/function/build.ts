/** Written in by the build (tools/build.ts); tests of a source file run without. */
declare const BUILD_NAME: string | undefined;

/** Version of the product and a hash of its source: the same in all functions that were built together. */
export const build = typeof BUILD_NAME === 'string' ? BUILD_NAME : 'unbuilt';
