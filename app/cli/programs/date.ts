import { civilOf, dateOf, strftime } from '../tool/civil.ts';
import { parseDate } from '../tool/parse-date.ts';
import { quote } from '../tool/quote.ts';
import { strerror } from '../tool/errno.ts';
import type { Options } from '../tool/options.ts';
import { readOptions, tool, tryHelp } from '../tool/tool.ts';

const ISO: Readonly<Record<string, string>> = {
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
};

const OPTIONS = {
  flags: 'uR',
  values: 'drsf',
  long: {
    utc: 'u',
    universal: 'u',
    'date=': 'd',
    'reference=': 'r',
    'rfc-email': 'R',
    'iso-8601=?': 'I',
    'rfc-3339=': 'rfc-3339',
    'set=': 's',
  },
};

/** Prints the date of the world's clock, in UTC. */
export const date = tool(
  'date',
  'date [-uR] [-d DATE] [-I[SPEC]] [-r FILE] [+FORMAT]',
  function* (p, flavour) {
    const args = p.argv
      .slice(1)
      .map((word) => word.replace(/^-I(.+)$/, '--iso-8601=$1').replace(/^-I$/, '--iso-8601'));
    const options = yield* readOptions(p, OPTIONS, flavour, undefined, args);
    if (!options) return 1;
    const [format, extra] = options.operands;
    if (options.has('s')) {
      yield* p.warn('date: cannot set date: Operation not permitted\n');
      return 1;
    }
    if (extra !== undefined || (format !== undefined && !format.startsWith('+'))) {
      yield* p.warn(
        format?.startsWith('+')
          ? `date: extra operand ${quote(extra ?? '')}\n${tryHelp('date')}`
          : `date: invalid date ${quote(format ?? '')}\n`,
      );
      return 1;
    }
    const text = options.value('d');
    const asked = text === undefined ? undefined : parseDate(text, p.epoch + p.now());
    if (text !== undefined && asked === undefined) {
      yield* p.warn(
        flavour === 'gnu' ? `date: invalid date ${quote(text)}\n` : `date: invalid date '${text}'\n`,
      );
      return 1;
    }
    const file = options.value('r');
    const stat = file === undefined ? undefined : p.fs.stat(file);
    if (stat && !stat.ok) {
      yield* p.warn(`date: ${file ?? ''}: ${strerror(stat.error)}\n`);
      return 1;
    }
    const at = stat ? dateOf(p, stat.value.modifiedAt) : asked === undefined ? dateOf(p) : civilOf(asked);
    const chosen = format?.slice(1) ?? namedFormat(options);
    yield* p.print(`${strftime(chosen, at)}\n`);
    return 0;
  },
);

/** The format that an option names; that of date itself without one. */
function namedFormat(options: Options): string {
  if (options.has('I')) return ISO[options.value('I') ?? 'date'] ?? '%Y-%m-%d';
  if (options.has('rfc-3339'))
    return options.value('rfc-3339') === 'date' ? '%Y-%m-%d' : '%Y-%m-%d %H:%M:%S%:z';
  return options.has('R') ? '%a, %d %b %Y %H:%M:%S %z' : '%a %b %e %H:%M:%S %Z %Y';
}
