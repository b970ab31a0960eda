import { visitNodes, type ParsedScript } from './syntax.ts';

/** What busybox ash says about grammar that only bash has; undefined when it understands everything. */
export function ashRefusal(
  script: ParsedScript,
): { readonly message: string; readonly at: number } | undefined {
  let refusal: { readonly message: string; readonly at: number } | undefined;
  visitNodes(script, (node) => {
    const message = refusalOf(node);
    if (message !== undefined && (refusal === undefined || node.pos < refusal.at))
      refusal = { message, at: node.pos };
  });
  return refusal;
}

function refusalOf(node: Parameters<Parameters<typeof visitNodes>[1]>[0]): string | undefined {
  switch (node.type) {
    case 'ArrayValue':
      return unexpected('(');
    case 'ArithmeticFor':
      return 'syntax error: bad for loop variable';
    case 'Select':
      return unexpected('do');
    case 'Pipeline':
      return node.operators.includes('|&') ? unexpected('&') : undefined;
    case 'HereString':
      return 'syntax error: unexpected redirection';
    case 'ParameterExpansion': {
      const foreign =
        node.prefix === '!' ||
        node.index !== undefined ||
        ['CaseModification', 'Transform', 'Names', 'Unknown'].includes(node.operation?.type ?? '');
      return foreign ? 'syntax error: bad substitution' : undefined;
    }
    default:
      return undefined;
  }
}

function unexpected(token: string): string {
  return `syntax error: unexpected "${token}"`;
}

/** Bash's words for a mistake in ash's. */
export function ashSyntaxError(message: string, parserSays: string): string {
  const token = /unexpected token `([\s\S]*)'$/.exec(message)?.[1];
  if (token !== undefined) return unexpected(token);
  if (message.includes('looking for matching')) return 'syntax error: unterminated quoted string';
  const expecting = /'(fi|done|esac|\)|\})' to close/.exec(parserSays)?.[1];
  return `syntax error: unexpected end of file${expecting === undefined ? '' : ` (expecting "${expecting}")`}`;
}
