import type { PhrasingContent } from 'mdast';
import type { Inline } from '../lesson-text.ts';
import { problem } from './problem.ts';

/** Turns the inside of a paragraph or directive into runs of text. Names in `‹…›` become live values. */
export function inlineOf(nodes: readonly PhrasingContent[]): Inline {
  return nodes.flatMap(runOf);
}

function runOf(node: PhrasingContent): Inline {
  switch (node.type) {
    case 'text':
      return namesIn(node.value);
    case 'inlineCode':
      return [{ code: node.value }];
    case 'emphasis':
      return [{ em: inlineOf(node.children) }];
    case 'strong':
      return [{ strong: inlineOf(node.children) }];
    case 'textDirective': {
      const id = node.attributes?.['id'];
      if (node.name !== 'term' || !id) throw problem(`:${node.name} is not known inside a text`, node);
      return [{ term: id, text: plainOf(node.children) }];
    }
    default:
      throw problem(`${node.type} has no place in a lesson's text`, node);
  }
}

/** The words alone. */
export function plainOf(nodes: readonly PhrasingContent[]): string {
  return nodes
    .map((node) => ('value' in node ? node.value : 'children' in node ? plainOf(node.children) : ''))
    .join('');
}

function namesIn(text: string): Inline {
  return text
    .replaceAll('\n', ' ')
    .split(/(‹\w+›)/)
    .filter((part) => part !== '')
    .map((part) => (/^‹\w+›$/.test(part) ? { name: part.slice(1, -1) } : part));
}
