import { bad, good, type Result } from '../../../../base/result.ts';
import { FUNCTION_NAMES } from './functions.ts';
import { pieces, type Piece, type Token } from './lex.ts';
import type { CommandWords, Operand, OperandWord, Pipe, Template, TemplateNode } from './node.ts';

/** Reads a template. @upstream text/template/parse/parse.go */
export function parseTemplate(text: string): Result<Template> {
  const cut = pieces(text);
  if (!cut.ok) return cut;
  const parser = new TemplateParser(cut.value);
  const body = parser.block([]);
  if (!body.ok) return body;
  return good({ text, body: body.value.nodes, defined: parser.defined });
}

interface Block {
  readonly nodes: readonly TemplateNode[];
  /** The keyword that ended it, with the tokens after it. */
  readonly ended: string;
  readonly rest: readonly Token[];
}

class TemplateParser {
  readonly defined = new Map<string, readonly TemplateNode[]>();
  readonly #pieces: readonly Piece[];
  #at = 0;
  #loops = 0;

  constructor(all: readonly Piece[]) {
    this.#pieces = all;
  }

  /** Nodes up to one of the keywords, or to the end of the text where none is expected. */
  block(until: readonly string[]): Result<Block> {
    const nodes: TemplateNode[] = [];
    while (this.#at < this.#pieces.length) {
      const piece = this.#pieces[this.#at++];
      if (piece === undefined) break;
      if (piece.type === 'text') {
        nodes.push({ type: 'text', text: piece.text });
        continue;
      }
      const [first, ...rest] = piece.tokens;
      const keyword = first?.type === 'word' ? first.text : '';
      if (until.includes(keyword)) return good({ nodes, ended: keyword, rest });
      if (keyword === 'end' || keyword === 'else') return fault(piece, `unexpected {{${keyword}}}`);
      const node = this.#action(piece, keyword, rest);
      if (!node.ok) return node;
      if (node.value !== undefined) nodes.push(node.value);
    }
    if (until.length > 0) return bad(`template: output:${this.#pieces.at(-1)?.line ?? 1}: unexpected EOF`);
    return good({ nodes, ended: '', rest: [] });
  }

  #action(
    piece: Extract<Piece, { type: 'action' }>,
    keyword: string,
    rest: readonly Token[],
  ): Result<TemplateNode | undefined> {
    switch (keyword) {
      case 'if':
      case 'with':
      case 'range':
        return this.#control(piece, keyword, rest);
      case 'define':
      case 'block':
        return this.#define(piece, keyword, rest);
      case 'template': {
        const [name, ...more] = rest;
        if (name?.type !== 'literal') return fault(piece, 'missing template name');
        const pipe = more.length === 0 ? good(undefined) : parsePipe(piece, more);
        return pipe.ok ? good({ type: 'template', name: String(name.value), pipe: pipe.value }) : pipe;
      }
      case 'break':
      case 'continue':
        return this.#loops > 0 ? good({ type: keyword }) : fault(piece, `{{${keyword}}} outside {{range}}`);
      default: {
        const pipe = parsePipe(piece, piece.tokens);
        return pipe.ok ? good({ type: 'action', pipe: pipe.value }) : pipe;
      }
    }
  }

  #control(
    piece: Extract<Piece, { type: 'action' }>,
    type: 'if' | 'with' | 'range',
    tokens: readonly Token[],
  ): Result<TemplateNode> {
    const pipe = parsePipe(piece, tokens);
    if (!pipe.ok) return pipe;
    if (type === 'range') this.#loops++;
    const body = this.block(['else', 'end']);
    if (type === 'range') this.#loops--;
    if (!body.ok) return body;
    if (body.value.ended === 'end')
      return good({ type, pipe: pipe.value, body: body.value.nodes, otherwise: [] });
    const [next, ...rest] = body.value.rest;
    if (next?.type === 'word' && (next.text === 'if' || next.text === 'with')) {
      const nested = this.#control(piece, next.text, rest);
      if (!nested.ok) return nested;
      return good({ type, pipe: pipe.value, body: body.value.nodes, otherwise: [nested.value] });
    }
    const otherwise = this.block(['end']);
    if (!otherwise.ok) return otherwise;
    return good({ type, pipe: pipe.value, body: body.value.nodes, otherwise: otherwise.value.nodes });
  }

  #define(
    piece: Extract<Piece, { type: 'action' }>,
    keyword: 'define' | 'block',
    tokens: readonly Token[],
  ): Result<TemplateNode | undefined> {
    const [name, ...more] = tokens;
    if (name?.type !== 'literal') return fault(piece, `missing name for {{${keyword}}}`);
    const body = this.block(['end']);
    if (!body.ok) return body;
    this.defined.set(String(name.value), body.value.nodes);
    if (keyword === 'define') return good(undefined);
    const pipe = parsePipe(piece, more);
    return pipe.ok ? good({ type: 'template', name: String(name.value), pipe: pipe.value }) : pipe;
  }
}

function fault(piece: Piece, words: string): { readonly ok: false; readonly error: string } {
  return bad(`template: output:${piece.line}: ${words}`);
}

function parsePipe(piece: Piece, tokens: readonly Token[]): Result<Pipe> {
  const reader = new PipeReader(piece, tokens);
  const pipe = reader.pipe(false);
  if (!pipe.ok) return pipe;
  return reader.done ? pipe : fault(piece, 'unexpected token in pipeline');
}

class PipeReader {
  readonly #piece: Piece;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(piece: Piece, tokens: readonly Token[]) {
    this.#piece = piece;
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  pipe(nested: boolean): Result<Pipe> {
    const { variables, declares } = this.#declarations();
    const commands: CommandWords[] = [];
    let command: Operand[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token === undefined || (nested && isSign(token, ')'))) break;
      if (isSign(token, '|')) {
        this.#at++;
        if (command.length === 0) return fault(this.#piece, 'missing value for command');
        commands.push(commandOf(command));
        command = [];
        continue;
      }
      const operand = this.#operand();
      if (!operand.ok) return operand;
      command.push(operand.value);
    }
    if (command.length === 0) return fault(this.#piece, 'missing value for command');
    return good({ variables, declares, commands: [...commands, commandOf(command)] });
  }

  #declarations(): { readonly variables: readonly string[]; readonly declares: boolean } {
    const names: string[] = [];
    let at = this.#at;
    for (;;) {
      const token = this.#tokens[at];
      if (token?.type !== 'variable') return { variables: [], declares: false };
      names.push(token.text);
      const next = this.#tokens[at + 1];
      if (isSign(next, ',')) {
        at += 2;
        continue;
      }
      if (!isSign(next, ':=') && !isSign(next, '=')) return { variables: [], declares: false };
      this.#at = at + 2;
      return { variables: names, declares: isSign(next, ':=') };
    }
  }

  #operand(): Result<Operand> {
    const first = this.#tokens[this.#at++];
    const second = this.#tokens[this.#at];
    const word = this.#word(first);
    if (!word.ok) return word;
    const end = this.#tokens[this.#at - 1]?.end ?? 0;
    const at = first?.at ?? 0;
    const isChain = 'fields' in word.value && word.value.fields.length > (first?.type === 'field' ? 1 : 0);
    return good({ ...word.value, at, end, head: isChain ? (second?.at ?? at) : at });
  }

  #word(token: Token | undefined): Result<OperandWord> {
    switch (token?.type) {
      case 'field':
        return good({ type: 'dot', fields: [token.text, ...this.#fields()] });
      case 'variable':
        return good({ type: 'variable', name: token.text, fields: this.#fields() });
      case 'literal':
        return good({ type: 'value', value: token.value });
      case 'word':
        if (token.text === 'true' || token.text === 'false')
          return good({ type: 'value', value: token.text === 'true' });
        if (token.text === 'nil') return good({ type: 'value', value: null });
        if (!FUNCTION_NAMES.includes(token.text))
          return fault(this.#piece, `function "${token.text}" not defined`);
        return good({ type: 'function', name: token.text });
      default:
        return this.#sign(token);
    }
  }

  #sign(token: Token | undefined): Result<OperandWord> {
    if (isSign(token, '.')) return good({ type: 'dot', fields: [] });
    if (!isSign(token, '(')) return fault(this.#piece, 'unexpected token in operand');
    const pipe = this.pipe(true);
    if (!pipe.ok) return pipe;
    this.#at++;
    return good({ type: 'pipe', pipe: pipe.value, fields: this.#fields() });
  }

  #fields(): readonly string[] {
    const fields: string[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token?.type !== 'field' || token.at !== this.#tokens[this.#at - 1]?.end) return fields;
      fields.push(token.text);
      this.#at++;
    }
  }
}

function commandOf(operands: readonly Operand[]): CommandWords {
  return { operands, at: operands[0]?.at ?? 0, end: operands.at(-1)?.end ?? 0 };
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.type === 'sign' && token.text === text;
}
