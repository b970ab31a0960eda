import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runnerImport, type Plugin } from 'vite';
import type { Chapter } from '../lesson.ts';
import { chapterText } from './chapter.ts';
import { glossaryText } from './glossary.ts';
import { parseMarkdown } from './markdown.ts';
import { ContentProblem } from './problem.ts';

/** Compiles lessons and glossaries (`*.md` under content/) to data, so that no parser reaches the page. */
export function content(): Plugin {
  return {
    name: 'lintas-content',
    enforce: 'pre',
    async load(id) {
      const file = id.replace(/\?.*$/, '');
      if (!/\/content\/.*\.md$/.test(file)) return null;
      const lesson = path.join(path.dirname(file), 'lesson.ts');
      this.addWatchFile(file);
      if (!file.includes('/glossary/')) this.addWatchFile(lesson);
      const compiled = file.includes('/glossary/') ? glossary(file) : await chapter(file, lesson);
      return { code: `export default ${JSON.stringify(compiled)};`, moduleType: 'js' };
    },
  };
}

function glossary(file: string): unknown {
  return at(file, () => glossaryText(parseMarkdown(readFileSync(file, 'utf8'))));
}

async function chapter(file: string, lesson: string): Promise<unknown> {
  const { module } = await runnerImport<{ chapter: Chapter }>(lesson, {
    configFile: false,
    logLevel: 'silent',
  });
  return at(file, () => chapterText(module.chapter, parseMarkdown(readFileSync(file, 'utf8'))));
}

/** Names file and line of what is wrong. */
function at<Value>(file: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof ContentProblem)
      throw new Error(`${file}:${error.line}: ${error.message}`, { cause: error });
    throw error;
  }
}
