/** Rows that are compared with all others before the next ones are: with 128 features they fill half a megabyte. */
export const TILE = 512;
