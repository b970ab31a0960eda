import { good, type Result } from '../../../base/result.ts';
import { Scanner } from './scanner.ts';
import { parserFault, type Mark, type Token, type TokenType, type YamlFault } from './token.ts';

/**
 * The first fault of a document as go-yaml words it: `line 4: did not find expected key`; undefined when there is none.
 * @upstream goyaml.v2/parserc.go, decode.go fail
 */
export function yamlFault(text: string): string | undefined {
  // The reader refuses these before anything is parsed.
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text))
    return 'control characters are not allowed';
  const checked = new Checker(text).document();
  if (checked.ok) return undefined;
  const { line, problem } = checked.error;
  return line > 0 ? `line ${line}: ${problem}` : problem;
}

type Step = Result<void, YamlFault>;

const DONE: Step = good(undefined);

/** Reads the tokens by the grammar and keeps nothing but the names of anchors. */
class Checker {
  readonly #scanner: Scanner;
  readonly #anchors = new Set<string>();

  constructor(text: string) {
    this.#scanner = new Scanner(text);
  }

  document(): Step {
    for (;;) {
      const token = this.#scanner.peek();
      if (!token.ok) return token;
      const { type } = token.value;
      if (type === 'stream-end') return DONE;
      if (type === 'version' && token.value.text !== '1.1') {
        return {
          ok: false,
          error: parserFault('found incompatible YAML document', token.value.mark, undefined),
        };
      }
      if (type !== 'version' && type !== 'tag-directive') return this.#content(token.value, false);
      this.#scanner.skip();
      const next = this.#scanner.peek();
      if (!next.ok) return next;
      if (!['version', 'tag-directive', 'document-start'].includes(next.value.type)) {
        return {
          ok: false,
          error: parserFault('did not find expected <document start>', next.value.mark, undefined),
        };
      }
      if (next.value.type === 'document-start') return this.#content(next.value, true);
    }
  }

  #content(token: Token, explicit: boolean): Step {
    if (explicit || token.type === 'document-start') {
      this.#scanner.skip();
      const next = this.#scanner.peek();
      if (!next.ok) return next;
      if (
        ['document-start', 'document-end', 'stream-end', 'version', 'tag-directive'].includes(next.value.type)
      )
        return DONE;
    }
    const node = this.#node(true, false);
    if (!node.ok) return node;
    const after = this.#scanner.peek();
    return after.ok ? DONE : after;
  }

  #node(block: boolean, indentless: boolean): Step {
    const first = this.#scanner.peek();
    if (!first.ok) return first;
    if (first.value.type === 'alias') {
      this.#scanner.skip();
      const name = first.value.text ?? '';
      return this.#anchors.has(name)
        ? DONE
        : { ok: false, error: { line: 0, problem: `unknown anchor '${name}' referenced` } };
    }
    let token = first.value;
    let decorated = false;
    while (token.type === 'anchor' || token.type === 'tag') {
      if (token.type === 'anchor') this.#anchors.add(token.text ?? '');
      decorated = true;
      this.#scanner.skip();
      const next = this.#scanner.peek();
      if (!next.ok) return next;
      token = next.value;
    }
    return this.#body(token, first.value.mark, block, indentless, decorated);
  }

  #body(token: Token, start: Mark, block: boolean, indentless: boolean, decorated: boolean): Step {
    if (indentless && token.type === 'block-entry') return this.#indentlessSequence();
    switch (token.type) {
      case 'scalar':
        this.#scanner.skip();
        return DONE;
      case 'flow-sequence-start':
        return this.#flowCollection('flow-sequence-end', token.mark);
      case 'flow-mapping-start':
        return this.#flowCollection('flow-mapping-end', token.mark);
      case 'block-sequence-start':
        if (block) return this.#blockSequence(token.mark);
        break;
      case 'block-mapping-start':
        if (block) return this.#blockMapping(token.mark);
        break;
      default:
    }
    if (decorated) return DONE;
    return { ok: false, error: parserFault('did not find expected node content', token.mark, start) };
  }

  #blockSequence(start: Mark): Step {
    this.#scanner.skip();
    for (;;) {
      const token = this.#scanner.peek();
      if (!token.ok) return token;
      if (token.value.type === 'block-end') {
        this.#scanner.skip();
        return DONE;
      }
      if (token.value.type !== 'block-entry') {
        return {
          ok: false,
          error: parserFault("did not find expected '-' indicator", token.value.mark, start),
        };
      }
      this.#scanner.skip();
      const item = this.#unless(['block-entry', 'block-end'], true, false);
      if (!item.ok) return item;
    }
  }

  #indentlessSequence(): Step {
    for (;;) {
      const token = this.#scanner.peek();
      if (!token.ok) return token;
      if (token.value.type !== 'block-entry') return DONE;
      this.#scanner.skip();
      const item = this.#unless(['block-entry', 'key', 'value', 'block-end'], true, false);
      if (!item.ok) return item;
    }
  }

  #blockMapping(start: Mark): Step {
    this.#scanner.skip();
    for (;;) {
      const token = this.#scanner.peek();
      if (!token.ok) return token;
      if (token.value.type === 'block-end') {
        this.#scanner.skip();
        return DONE;
      }
      if (token.value.type !== 'key') {
        return { ok: false, error: parserFault('did not find expected key', token.value.mark, start) };
      }
      this.#scanner.skip();
      const key = this.#unless(['key', 'value', 'block-end'], true, true);
      if (!key.ok) return key;
      const value = this.#valueUnless(['key', 'value', 'block-end'], true);
      if (!value.ok) return value;
    }
  }

  /** The entries of `[…]` or `{…}`; in both, an entry is a pair or a single node. */
  #flowCollection(end: 'flow-sequence-end' | 'flow-mapping-end', start: Mark): Step {
    const close = end === 'flow-sequence-end' ? ']' : '}';
    this.#scanner.skip();
    for (let first = true; ; first = false) {
      const entry = this.#flowEntry(first, end, start, `did not find expected ',' or '${close}'`);
      if (!entry.ok) return entry;
      if (entry.value === 'end') return DONE;
      if (entry.value === 'key') {
        this.#scanner.skip();
        const key = this.#unless(['value', 'flow-entry', end], false, false);
        if (!key.ok) return key;
        const value = this.#valueUnless(['flow-entry', end], false);
        if (!value.ok) return value;
      } else {
        const item = this.#node(false, false);
        if (!item.ok) return item;
      }
    }
  }

  /** The comma between entries, or the end of the collection. */
  #flowEntry(
    first: boolean,
    end: TokenType,
    start: Mark,
    problem: string,
  ): Result<'end' | 'key' | 'node', YamlFault> {
    let token = this.#scanner.peek();
    if (!token.ok) return token;
    if (token.value.type !== end && !first) {
      if (token.value.type !== 'flow-entry')
        return { ok: false, error: parserFault(problem, token.value.mark, start) };
      this.#scanner.skip();
      token = this.#scanner.peek();
      if (!token.ok) return token;
    }
    if (token.value.type === end) {
      this.#scanner.skip();
      return good('end');
    }
    return good(token.value.type === 'key' ? 'key' : 'node');
  }

  #valueUnless(types: readonly TokenType[], block: boolean): Step {
    const token = this.#scanner.peek();
    if (!token.ok) return token;
    if (token.value.type !== 'value') return DONE;
    this.#scanner.skip();
    return this.#unless(types, block, block);
  }

  /** A node, unless one of these tokens says that it is empty. */
  #unless(types: readonly TokenType[], block: boolean, indentless: boolean): Step {
    const token = this.#scanner.peek();
    if (!token.ok) return token;
    return types.includes(token.value.type) ? DONE : this.#node(block, indentless);
  }
}
