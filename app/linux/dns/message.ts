/** A name with its final dot: `my-nginx.default.svc.cluster.local.`; its spelling is kept, comparisons ignore case. */
export type DnsName = string;

/** What a question may ask for, by name and number. */
export const RECORD_TYPES = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  HINFO: 13,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  NAPTR: 35,
  DS: 43,
  DNSKEY: 48,
  HTTPS: 65,
  AXFR: 252,
  ANY: 255,
} as const;

/** Response codes by number. */
export const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'] as const;

/** How a server answers. */
export type Rcode = (typeof RCODES)[number];

/** One question. The type is a name of RECORD_TYPES, or `TYPE123`. */
export interface Question {
  readonly name: DnsName;
  readonly type: string;
}

/** What a record says. */
export type RecordData =
  | { readonly type: 'A' | 'AAAA'; readonly address: string }
  | { readonly type: 'CNAME' | 'NS' | 'PTR'; readonly target: DnsName }
  | {
      readonly type: 'SRV';
      readonly priority: number;
      readonly weight: number;
      readonly port: number;
      readonly target: DnsName;
    }
  | { readonly type: 'MX'; readonly preference: number; readonly target: DnsName }
  | { readonly type: 'TXT'; readonly texts: readonly string[] }
  | {
      readonly type: 'SOA';
      readonly primary: DnsName;
      readonly mailbox: DnsName;
      readonly serial: number;
      readonly refresh: number;
      readonly retry: number;
      readonly expire: number;
      readonly minimum: number;
    }
  | { readonly type: 'OTHER'; readonly code: number; readonly bytes: Uint8Array };

/** One resource record of class IN. */
export interface ResourceRecord {
  readonly name: DnsName;
  readonly ttl: number;
  readonly data: RecordData;
}

/** EDNS: what the OPT pseudo-record carries. */
export interface Edns {
  readonly udpSize: number;
  /** The client cookie that dig sends, as hexadecimal digits. */
  readonly cookie?: string;
}

/** A whole message. */
export interface DnsMessage {
  readonly id: number;
  readonly isResponse: boolean;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  readonly authenticData: boolean;
  readonly rcode: Rcode;
  readonly questions: readonly Question[];
  readonly answers: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
  readonly edns?: Edns;
}

/** A question to send. */
export function queryOf(
  id: number,
  question: Question,
  options: { readonly recursion?: boolean; readonly edns?: Edns } = {},
): DnsMessage {
  return {
    id,
    isResponse: false,
    authoritative: false,
    truncated: false,
    recursionDesired: options.recursion ?? true,
    recursionAvailable: false,
    authenticData: false,
    rcode: 'NOERROR',
    questions: [question],
    answers: [],
    authority: [],
    additional: [],
    ...(options.edns ? { edns: options.edns } : {}),
  };
}

/** Whether two names are the same one: letters of either case are equal. */
export function sameName(a: DnsName, b: DnsName): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Whether a name is that domain or lies below it. */
export function isBelow(name: DnsName, domain: DnsName): boolean {
  const [lower, zone] = [name.toLowerCase(), domain.toLowerCase()];
  return zone === '.' || lower === zone || lower.endsWith(`.${zone}`);
}

/** The right side of a record as zone files write it. */
export function dataText(data: RecordData): string {
  switch (data.type) {
    case 'A':
    case 'AAAA':
      return data.address;
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return data.target;
    case 'SRV':
      return `${data.priority} ${data.weight} ${data.port} ${data.target}`;
    case 'MX':
      return `${data.preference} ${data.target}`;
    case 'TXT':
      return data.texts.map((text) => `"${text.replace(/["\\]/g, String.raw`\$&`)}"`).join(' ');
    case 'SOA':
      return `${data.primary} ${data.mailbox} ${data.serial} ${data.refresh} ${data.retry} ${data.expire} ${data.minimum}`;
    case 'OTHER':
      return `\\# ${data.bytes.length} ${[...data.bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  }
}

/** The type of a record by name; `TYPE123` for one without. */
export function typeName(data: RecordData): string {
  return data.type === 'OTHER' ? typeNameOf(data.code) : data.type;
}

/** The name of a type number. */
export function typeNameOf(code: number): string {
  return Object.entries(RECORD_TYPES).find(([, number]) => number === code)?.[0] ?? `TYPE${code}`;
}

/** The number of a type name; undefined when there is none. */
export function typeCode(name: string): number | undefined {
  const upper = name.toUpperCase();
  const known = Object.entries(RECORD_TYPES).find(([type]) => type === upper);
  if (known) return known[1];
  const numbered = /^TYPE(\d+)$/.exec(upper);
  return numbered ? Number(numbered[1]) : undefined;
}

/** The name under which an address is asked for backwards: `4.3.244.10.in-addr.arpa.`. */
export function reverseName(address: string): DnsName {
  if (!address.includes(':')) return `${address.split('.').toReversed().join('.')}.in-addr.arpa.`;
  const digits = expandIpv6(address).join('');
  return `${Array.from(digits).toReversed().join('.')}.ip6.arpa.`;
}

function expandIpv6(address: string): readonly string[] {
  const [head = '', tail] = address.split('::');
  const groups = (part: string | undefined): string[] => (part ? part.split(':') : []);
  const [left, right] = [groups(head), groups(tail)];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array.from({ length: zeros }, () => '0'), ...right].map((group) =>
    group.padStart(4, '0'),
  );
}
