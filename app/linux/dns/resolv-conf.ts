/** What /etc/resolv.conf says. */
export interface ResolvConf {
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  readonly ndots: number;
  /** Seconds before a question is repeated. */
  readonly timeout: number;
  readonly attempts: number;
  readonly rotate: boolean;
  /** Ask for A and AAAA one after the other (`single-request`). */
  readonly singleRequest: boolean;
}

/** The C library looks at three name servers at most. */
const MAX_NAMESERVERS = 3;

/** Reads the file as the C library does: the last search or domain line wins, options are merged. */
export function parseResolvConf(text: string): ResolvConf {
  const nameservers: string[] = [];
  let search: readonly string[] = [];
  const options = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [keyword, ...words] = (line.split(/[#;]/)[0] ?? '').trim().split(/\s+/);
    if (keyword === 'nameserver' && words[0] !== undefined) nameservers.push(words[0]);
    else if (keyword === 'search') search = words;
    else if (keyword === 'domain') search = words.slice(0, 1);
    else if (keyword === 'options') {
      for (const word of words) {
        const [name = '', value = ''] = word.split(':');
        options.set(name, value);
      }
    }
  }
  const number = (name: string, otherwise: number, most: number): number => {
    const value = Number.parseInt(options.get(name) ?? '', 10);
    return Number.isNaN(value) || value < 0 ? otherwise : Math.min(value, most);
  };
  return {
    nameservers: nameservers.length > 0 ? nameservers.slice(0, MAX_NAMESERVERS) : ['127.0.0.1'],
    search: search.map((domain) => domain.replace(/\.$/, '')),
    ndots: number('ndots', 1, 15),
    timeout: Math.max(1, number('timeout', 5, 30)),
    attempts: Math.max(1, number('attempts', 2, 5)),
    rotate: options.has('rotate'),
    singleRequest: options.has('single-request') || options.has('single-request-reopen'),
  };
}

/**
 * The names that are asked for, in order, until one answers.
 * @upstream glibc resolv/res_query.c __res_context_search
 */
export function searchNames(
  name: string,
  conf: ResolvConf,
  library: 'glibc' | 'musl' = 'glibc',
): readonly string[] {
  if (name.endsWith('.')) return [name];
  const dots = name.split('.').length - 1;
  const asIs = `${name}.`;
  const walked = conf.search.map((domain) => (domain === '' ? asIs : `${name}.${domain}.`));
  if (dots < conf.ndots) return [...new Set([...walked, asIs])];
  // glibc tries the name itself first and then still walks the list; musl does not.
  return library === 'musl' ? [asIs] : [...new Set([asIs, ...(dots > 0 ? walked : [])])];
}
