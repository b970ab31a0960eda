/** One line of /etc/hosts. */
export interface HostsLine {
  readonly address: string;
  /** The first one is the canonical name. */
  readonly names: readonly string[];
}

/** Reads /etc/hosts. */
export function parseHosts(text: string): readonly HostsLine[] {
  return text.split('\n').flatMap((line) => {
    const [address = '', ...names] = (line.split('#')[0] ?? '').trim().split(/\s+/);
    return address === '' || names.length === 0 ? [] : [{ address, names }];
  });
}

/** Addresses that the file has for a name, of one family or both. */
export function hostsAddresses(text: string, name: string, family?: 4 | 6): readonly string[] {
  const wanted = name.toLowerCase().replace(/\.$/, '');
  return parseHosts(text)
    .filter(({ names }) => names.some((one) => one.toLowerCase() === wanted))
    .map(({ address }) => address)
    .filter((address) => family === undefined || address.includes(':') === (family === 6));
}
