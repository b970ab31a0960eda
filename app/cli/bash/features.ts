/** What a shell can do: bash everything, busybox ash less. The same interpreter asks this table. */
export interface Features {
  readonly shell: 'bash' | 'ash';
  readonly braces: boolean;
  readonly version: string;
}

/** GNU bash of Debian 12. */
export const BASH: Features = { shell: 'bash', braces: true, version: '5.2.15(1)-release' };

/** The shell of busybox, as in busybox and alpine images. */
export const ASH: Features = { shell: 'ash', braces: false, version: '' };
