/** What is wrong with a name, in the API server's words; nothing when it is good. */
export type Problems = readonly string[];

const NONE: Problems = [];
const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const VALUE = `(${QUALIFIED})?`;

const DNS_LABEL = new RegExp(`^${LABEL}$`);
const DNS_SUBDOMAIN = new RegExp(`^${SUBDOMAIN}$`);
const DNS_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED_NAME = new RegExp(`^${QUALIFIED}$`);
const LABEL_VALUE = new RegExp(`^${VALUE}$`);
const WILDCARD = new RegExp(`^\\*\\.${SUBDOMAIN}$`);

/** The older checks count characters, the newer ones bytes; the words tell which one spoke. */
function atMost(limit: number, unit: 'characters' | 'bytes' = 'characters'): string {
  return `must be no more than ${limit} ${unit}`;
}

/** The words for a text that a pattern refuses: the rule, an example, the pattern. */
export function patternText(rule: string, pattern: string, ...examples: readonly string[]): string {
  if (examples.length === 0) return `${rule} (regex used for validation is '${pattern}')`;
  const list = examples.map((example) => `'${example}', `).join(' or ');
  return `${rule} (e.g. ${list}regex used for validation is '${pattern}')`;
}

const DNS_LABEL_TEXT = patternText(
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  LABEL,
  'my-name',
  '123-abc',
);
const DNS_SUBDOMAIN_TEXT = patternText(
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  SUBDOMAIN,
  'example.com',
);
const DNS_1035_TEXT = patternText(
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  '[a-z]([-a-z0-9]*[a-z0-9])?',
  'my-name',
  'abc-123',
);
const QUALIFIED_TEXT = patternText(
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  QUALIFIED,
  'MyName',
  'my.name',
  '123-abc',
);

/** `my-name`: at most 63 lower case letters, digits and hyphens. @upstream validation.IsDNS1123Label */
export function dnsLabelProblems(value: string): Problems {
  const problems = value.length > 63 ? [atMost(63)] : [];
  if (DNS_LABEL.test(value)) return problems;
  // A name that would do with dots is told so in the words of a subdomain.
  return [...problems, DNS_SUBDOMAIN.test(value) ? 'must not contain dots' : DNS_LABEL_TEXT];
}

/** `example.com`: labels joined by dots, at most 253 bytes. @upstream validation.IsDNS1123Subdomain */
export function dnsSubdomainProblems(value: string): Problems {
  const problems = value.length > 253 ? [atMost(253)] : [];
  return DNS_SUBDOMAIN.test(value) ? problems : [...problems, DNS_SUBDOMAIN_TEXT];
}

/** A label that begins with a letter, as Services were named for long. @upstream validation.IsDNS1035Label */
export function dns1035Problems(value: string): Problems {
  const problems = value.length > 63 ? [atMost(63)] : [];
  return DNS_1035.test(value) ? problems : [...problems, DNS_1035_TEXT];
}

/** `*.example.com`. @upstream validation.IsWildcardDNS1123Subdomain */
export function wildcardProblems(value: string): Problems {
  if (WILDCARD.test(value)) return NONE;
  return [
    patternText(
      "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
      `\\*\\.${SUBDOMAIN}`,
      '*.example.com',
    ),
  ];
}

/** `example.com/name` or `name`. @upstream validation.IsQualifiedName */
export function qualifiedNameProblems(value: string): Problems {
  const parts = value.split('/');
  if (parts.length > 2)
    return [
      `a qualified name ${QUALIFIED_TEXT} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  const problems: string[] = [];
  const name = parts[parts.length - 1] ?? '';
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    if (prefix === '') problems.push('prefix part must be non-empty');
    else problems.push(...prefixProblems(prefix));
  }
  if (name === '') problems.push('name part must be non-empty');
  else if (name.length > 63) problems.push(`name part ${atMost(63, 'bytes')}`);
  if (!QUALIFIED_NAME.test(name)) problems.push(`name part ${QUALIFIED_TEXT}`);
  return problems;
}

function prefixProblems(prefix: string): Problems {
  const long = prefix.length > 253 ? [`prefix part ${atMost(253, 'bytes')}`] : [];
  return DNS_SUBDOMAIN.test(prefix) ? long : [...long, `prefix part ${DNS_SUBDOMAIN_TEXT}`];
}

/** The key of a label. @upstream content.IsLabelKey */
export function labelKeyProblems(value: string): Problems {
  const parts = value.split('/');
  if (parts.length > 2)
    return [
      `a valid label key ${QUALIFIED_TEXT} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  return qualifiedNameProblems(value);
}

/** The value of a label: empty, or as the name part of a key. @upstream validation.IsValidLabelValue */
export function labelValueProblems(value: string): Problems {
  const problems = value.length > 63 ? [atMost(63, 'bytes')] : [];
  if (LABEL_VALUE.test(value)) return problems;
  return [
    ...problems,
    patternText(
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
      VALUE,
      'MyValue',
      'my_value',
      '12345',
    ),
  ];
}

/** `acme.io/foo`: a domain and a path behind it. @upstream validation.IsDomainPrefixedPath */
export function domainPathProblems(value: string): Problems {
  const slash = value.indexOf('/');
  if (slash <= 0 || slash === value.length - 1)
    return ['must be a domain-prefixed path (such as "acme.io/foo")'];
  const problems = dnsSubdomainProblems(value.slice(0, slash));
  const path = value.slice(slash + 1);
  return DOMAIN_PATH.test(path) ? problems : [...problems, DOMAIN_PATH_TEXT];
}

const DOMAIN_PATH = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;
const DOMAIN_PATH_TEXT = patternText('Invalid path', "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");

/** A name that can stand in a path: no slash, no percent, not `.` or `..`. @upstream path.IsValidPathSegmentName */
export function pathSegmentProblems(value: string): Problems {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((char) => value.includes(char)).map((char) => `may not contain '${char}'`);
}

/** `http`: the name of a port, at most 15 characters with a letter. @upstream validation.IsValidPortName */
export function portNameProblems(value: string): Problems {
  const problems: string[] = [];
  if (value.length > 15) problems.push(atMost(15));
  if (!/^[-a-z0-9]+$/.test(value))
    problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(value)) problems.push('must contain at least one letter (a-z)');
  if (value.includes('--')) problems.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) problems.push('must not begin or end with a hyphen');
  return problems;
}

/** A port number. @upstream validation.IsValidPortNum */
export function portNumberProblems(port: number): Problems {
  return port >= 1 && port <= 65535 ? NONE : ['must be between 1 and 65535, inclusive'];
}

/** A key of a ConfigMap or Secret. @upstream validation.IsConfigMapKey */
export function configKeyProblems(value: string): Problems {
  const problems = value.length > 253 ? [atMost(253)] : [];
  if (!/^[-._a-zA-Z0-9]+$/.test(value))
    problems.push(
      patternText(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        '[-._a-zA-Z0-9]+',
        'key.name',
        'KEY_NAME',
        'key-name',
      ),
    );
  if (value === '.') problems.push("must not be '.'");
  else if (value === '..') problems.push("must not be '..'");
  else if (value.startsWith('..')) problems.push("must not start with '..'");
  return problems;
}

/** The name of an environment variable: printable ASCII without `=`. @upstream validation.IsRelaxedEnvVarName */
export function envNameProblems(value: string): Problems {
  if (value === '') return ['environment variable name must be non-empty'];
  return value.split('').some((char) => char < ' ' || char > '~' || char === '=')
    ? ["a valid environment variable name must consist only of printable ASCII characters other than '='"]
    : NONE;
}

/** `25%`. @upstream validation.IsValidPercent */
export function percentProblems(value: string): Problems {
  if (/^[0-9]+%$/.test(value)) return NONE;
  return [
    patternText(
      "a valid percent string must be a numeric string followed by an ending '%'",
      '[0-9]+%',
      '1%',
      '93%',
    ),
  ];
}

/** The name of an HTTP header. @upstream validation.IsHTTPHeaderName */
export function headerNameProblems(value: string): Problems {
  if (/^[-A-Za-z0-9]+$/.test(value)) return NONE;
  return [
    patternText(
      "a valid HTTP header must consist of alphanumeric characters or '-'",
      '[-A-Za-z0-9]+',
      'X-Header-Name',
    ),
  ];
}

/** Between two whole numbers, both allowed. */
export function rangeText(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}
