/** What a shell can do: bash everything, busybox ash less. The same interpreter asks this table. */
export interface Features {
  readonly shell: 'bash' | 'ash';
  readonly arrays: boolean;
  readonly regexMatch: boolean;
  readonly braces: boolean;
  readonly processSubstitution: boolean;
  readonly version: string;
}

/** GNU bash of Debian 12. */
export const BASH: Features = {
  shell: 'bash',
  arrays: true,
  regexMatch: true,
  braces: true,
  processSubstitution: true,
  version: '5.2.15(1)-release',
};

/** The shell of busybox, as in busybox and alpine images. */
export const ASH: Features = {
  shell: 'ash',
  arrays: false,
  regexMatch: false,
  braces: false,
  processSubstitution: false,
  version: '',
};
