/** A colour or size from the token file as it holds in the page's theme. Short colours of the minifier are written out. */
export function token(name: string, within: Element = document.documentElement): string {
  const value = getComputedStyle(within).getPropertyValue(name).trim();
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(value);
  return short === null
    ? value
    : `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join('')}`;
}
