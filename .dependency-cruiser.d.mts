import type { IConfiguration } from 'dependency-cruiser';

/** Rules and options for the repository at `root`. */
export function configure(root: string): IConfiguration;
declare const configuration: IConfiguration;
export default configuration;
