import { forEachChild, parse, type HereDoc, type ParsedScript, type SyntaxNode, type Word } from 'unbash';

/**
 * The one place that knows which parser is used. Everything else sees these names: a shell's grammar as data, with
 * positions into its source text.
 */
export type {
  AndOr,
  ArithmeticCommand,
  ArithmeticFor,
  ArrayValue,
  Assignment,
  Case,
  Command,
  CommandNode,
  CompoundList,
  For,
  Function as FunctionDefinition,
  HereDoc,
  If,
  ParameterExpansionPart,
  ParsedScript,
  Pipeline,
  PipelineNode,
  Redirected,
  Redirection,
  Select,
  Statement,
  Subshell,
  TestCommand,
  TestExpression,
  While,
  Word,
  WordPart,
} from 'unbash';

/** Reads a script. It never fails: errors come with the tree, at their positions. */
export function parseScript(source: string): ParsedScript {
  return parse(source);
}

/** Reads one word, for text that becomes a word after brace expansion or from a variable. */
export function parseWord(text: string): Word {
  const command = parse(`: ${text}`).commands[0]?.command;
  const [word] = command?.type === 'Command' ? command.suffix : [];
  if (word?.type === 'Word') return word;
  return { type: 'Word', text, value: text, pos: 0, end: text.length };
}

/** Reads text as if it stood between double quotes: arithmetic, prompts, here-documents without their delimiter. */
export function parseQuoted(text: string): Word {
  return parseWord(`"${text.replaceAll('"', '\\"')}"`);
}

/** Calls `each` for every part of a script, the insides of words too. */
export function visitNodes(script: ParsedScript, each: (node: SyntaxNode) => void): void {
  const visit = (node: SyntaxNode): void => {
    each(node);
    forEachChild(node, visit);
  };
  forEachChild(script, visit);
}

/** As visitNodes, but words stay closed: their parts are parsed only when somebody looks. */
function visitCommands(script: ParsedScript, each: (node: SyntaxNode) => void): void {
  const visit = (node: SyntaxNode): void => {
    each(node);
    if (node.type !== 'Word' && node.type !== 'Assignment') forEachChild(node, visit);
  };
  forEachChild(script, visit);
}

/** Here-documents whose end is not in the text, in the order in which they begin. */
export function openHereDocuments(script: ParsedScript): readonly HereDoc[] {
  const open: HereDoc[] = [];
  visitCommands(script, (node) => {
    if (node.type === 'HereDoc' && !node.closing) open.push(node);
  });
  return open;
}

/** The first words of all simple commands and where they stand, in order; quoted ones are no names of aliases. */
export function commandNames(
  script: ParsedScript,
): readonly { readonly name: string; readonly at: number }[] {
  const names: { name: string; at: number }[] = [];
  visitCommands(script, (node) => {
    if (node.type !== 'Command' || !node.name || node.name.parts) return;
    if (node.name.text === node.name.value) names.push({ name: node.name.text, at: node.name.pos });
  });
  return names;
}
