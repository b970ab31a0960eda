import { ICONS } from './icons.data.ts';

/** The name of a drawing in the icon set. */
export type IconName = keyof typeof ICONS;

/** One icon of the set. It is decoration: the word stands beside it or in the accessible name of its button. */
export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  );
}
