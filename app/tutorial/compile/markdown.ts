import type { Code, Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import type { LeafDirective } from 'mdast-util-directive';
import remarkDirective from 'remark-directive';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parse as parseYaml } from 'yaml';
import { problem } from './problem.ts';

/** One directive or paragraph of a lesson's file, in order. */
export type Part =
  | {
      readonly type: 'directive';
      readonly name: string;
      readonly id: string | undefined;
      readonly attributes: Readonly<Record<string, string>>;
      readonly text: readonly PhrasingContent[];
      readonly node: LeafDirective;
      /** The fence `output` that follows a command. */
      readonly output?: string;
    }
  | { readonly type: 'paragraph'; readonly text: readonly PhrasingContent[]; readonly node: Paragraph }
  | {
      readonly type: 'list';
      readonly items: readonly (readonly PhrasingContent[])[];
      readonly node: RootContent;
    };

/** A lesson's file taken apart. */
export interface Markdown {
  readonly title: string;
  readonly outcome: string;
  readonly parts: readonly Part[];
}

/** Parses front matter, directives and paragraphs of a lesson's file; anything else is refused with its line. */
export function parseMarkdown(source: string): Markdown {
  const match = /^---\n([\s\S]*?)\n---\n/.exec(source);
  const front: unknown = match?.[1] === undefined ? {} : parseYaml(match[1]);
  // Line feeds keep the place of the front matter, so that lines in messages are those of the file.
  const body = source.slice(match?.[0].length ?? 0);
  const padding = '\n'.repeat((match?.[0].split('\n').length ?? 1) - 1);
  const root: Root = unified()
    .use(remarkParse)
    .use(remarkDirective)
    .parse(padding + body);
  return { title: field(front, 'title'), outcome: field(front, 'outcome'), parts: partsOf(root.children) };
}

function partsOf(nodes: readonly RootContent[]): Part[] {
  const parts: Part[] = [];
  for (const [index, node] of nodes.entries()) {
    if (node.type === 'leafDirective') parts.push(directive(node, nodes[index + 1]));
    else if (node.type === 'paragraph') parts.push({ type: 'paragraph', text: node.children, node });
    else if (node.type === 'list')
      parts.push({ type: 'list', node, items: node.children.map((item) => onlyParagraph(item.children)) });
    else if (!isOutput(node)) throw problem(`${node.type} has no place in a lesson`, node);
  }
  return parts;
}

function directive(node: LeafDirective, next: RootContent | undefined): Part {
  const attributes = Object.fromEntries(
    Object.entries(node.attributes ?? {}).map(([name, value]) => [name, value ?? '']),
  );
  return {
    type: 'directive',
    name: node.name,
    id: attributes['id'],
    attributes,
    text: node.children,
    node,
    ...(node.name === 'run' && isOutput(next) && { output: `${next.value}\n` }),
  };
}

function isOutput(node: RootContent | undefined): node is Code {
  return node?.type === 'code' && node.lang === 'output';
}

function onlyParagraph(children: readonly RootContent[]): readonly PhrasingContent[] {
  const [first] = children;
  if (first?.type !== 'paragraph' || children.length > 1)
    throw problem('a list holds single paragraphs only', first);
  return first.children;
}

function field(front: unknown, name: string): string {
  const value =
    typeof front === 'object' && front !== null
      ? Object.entries(front).find(([key]) => key === name)
      : undefined;
  return typeof value?.[1] === 'string' ? value[1] : '';
}
